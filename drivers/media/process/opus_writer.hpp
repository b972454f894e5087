// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "base/time.hpp"

struct OpusDecoder;
struct OpusEncoder;

namespace wardcast::media {

/// 48 kHz mono in, 20 ms Opus packets out: 48 kb/s, no DTX, each packet decodable without the ones before it.
/// Packet k decodes to samples [960k, 960k + 960): the encoder's look-ahead is fed beforehand and its packet dropped,
/// so that s samples make exactly ceil(s / 960) packets and the last one still holds the end.
class OpusWriter {
 public:
  /// One packet, and what an amplifier's decoder makes of it.
  using Sink = std::function<void(std::span<const std::byte> packet, std::span<const float> heard)>;
  OpusWriter(std::uint64_t samples, Sink sink);
  void add(std::span<const float> samples);
  /// Feeds the silence that brings out the last packets.
  void finish();

 private:
  struct Free {
    void operator()(OpusEncoder* encoder) const;
    void operator()(OpusDecoder* decoder) const;
  };
  void encode();

  const std::uint64_t frames_;  // packets to write, and the dropped one
  const Sink sink_;
  std::unique_ptr<OpusEncoder, Free> encoder_;
  std::unique_ptr<OpusDecoder, Free> decoder_;
  std::array<float, kSamplesPerFrame> frame_{};
  std::array<float, kSamplesPerFrame> heard_{};
  std::size_t filled_ = 0;
  std::uint64_t encoded_ = 0;
};

}  // namespace wardcast::media
