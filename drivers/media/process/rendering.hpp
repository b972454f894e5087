// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "drivers/media/packet_file_writer.hpp"
#include "drivers/media/process/loudness.hpp"
#include "drivers/media/process/opus_writer.hpp"

namespace wardcast::media {

/// The last stretch, for levelled samples: exact length, 5 ms fades at both ends, levels, packets, file.
class Rendering {
 public:
  Rendering(int output, const PacketFileInfo& info);
  /// More samples than the length announced are dropped (a filter's tail).
  void add(std::span<const float> samples);
  /// Missing samples are silence. Completes the file.
  void finish();
  /// Of what an amplifier will play: coding adds to peaks (by 1 dB and more), and that is what must stay below the
  /// ceiling.
  [[nodiscard]] const LoudnessMeter& loudness() const { return loudness_; }

 private:
  void hear(std::span<const float> heard);
  void add_levels(std::span<const float> samples);

  const std::uint64_t samples_;
  std::uint64_t done_ = 0;
  std::uint64_t heard_ = 0;
  PacketFileWriter file_;
  OpusWriter opus_;
  LoudnessMeter loudness_;
  std::vector<float> block_;
  double energy_ = 0;
  std::uint32_t energy_samples_ = 0;
};

}  // namespace wardcast::media
