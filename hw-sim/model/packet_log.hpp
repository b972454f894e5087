// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "hw-sim/model/play_out.hpp"

namespace wardcast::sim {

/// Packets with their place on the axis, stored about a second to a chunk. A sealed chunk never changes: a snapshot may
/// be read on another thread.
struct PacketChunk {
  struct Entry {
    std::int64_t sample = 0;
    std::uint32_t samples = 0;
    std::uint32_t spurt = 0;
    std::uint32_t offset = 0;
    std::uint32_t size = 0;
  };
  std::vector<Entry> entries;
  std::vector<std::uint8_t> bytes;
  std::int64_t end = INT64_MIN;  ///< just after the last sample of any entry

  [[nodiscard]] Bytes payload(const Entry& entry) const { return Bytes{bytes}.subspan(entry.offset, entry.size); }
};
using PacketSnapshot = std::vector<std::shared_ptr<const PacketChunk>>;

/// Everything an amplifier will play or has played lately, still encoded: decoding waits until somebody listens.
class PacketLog {
 public:
  void append(const Placement& place, std::uint32_t samples, Bytes payload);
  /// Drops chunks that end before the sample.
  void forget_before(std::int64_t sample);
  /// The packets that end after `from`, and perhaps some more.
  [[nodiscard]] PacketSnapshot snapshot(std::int64_t from) const;

 private:
  static constexpr std::size_t kChunkPackets = 50;
  std::deque<std::shared_ptr<const PacketChunk>> sealed_;
  PacketChunk open_;
};

}  // namespace wardcast::sim
