// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace wardcast::media {

/// Lower-case hex BLAKE2b-256 of the uploaded file's bytes: the content address of what was prepared from it.
using MediaId = std::string;

/// A prepared recording, whole in memory: 20 ms mono Opus packets, ready to send. Immutable; shared between threads
/// freely.
class Recording {
 public:
  /// offsets has one more entry than there are packets; packet i is bytes[offsets[i], offsets[i+1]).
  Recording(std::uint64_t samples, std::vector<std::uint32_t> offsets, std::vector<std::byte> bytes,
            std::vector<float> levels)
      : samples_(samples), offsets_(std::move(offsets)), bytes_(std::move(bytes)), levels_(std::move(levels)) {}

  [[nodiscard]] std::uint32_t packet_count() const { return static_cast<std::uint32_t>(offsets_.size() - 1); }
  [[nodiscard]] std::span<const std::byte> packet(std::uint32_t index) const {
    return std::span{bytes_}.subspan(offsets_[index], offsets_[index + 1] - offsets_[index]);
  }
  /// Length of the recording in samples at 48 kHz; packet_count() == ceil(samples / 960).
  [[nodiscard]] std::uint64_t samples() const { return samples_; }
  /// RMS in dBFS (a full-scale sine reads −3.01) of each 100 ms, −120 for digital silence.
  [[nodiscard]] std::span<const float> levels() const { return levels_; }

 private:
  std::uint64_t samples_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::byte> bytes_;
  std::vector<float> levels_;
};

}  // namespace wardcast::media
