// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/packet_log.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::sim {

void PacketLog::append(const Placement& place, std::uint32_t samples, Bytes payload) {
  open_.entries.push_back({place.sample, samples, place.spurt, static_cast<std::uint32_t>(open_.bytes.size()),
                           static_cast<std::uint32_t>(payload.size())});
  open_.bytes.insert(open_.bytes.end(), payload.begin(), payload.end());
  open_.end = std::max(open_.end, place.sample + samples);
  if (open_.entries.size() < kChunkPackets) return;
  open_.bytes.shrink_to_fit();
  sealed_.push_back(std::make_shared<const PacketChunk>(std::exchange(open_, {})));
}

void PacketLog::forget_before(std::int64_t sample) {
  while (!sealed_.empty() && sealed_.front()->end <= sample) sealed_.pop_front();
  if (sealed_.empty() && !open_.entries.empty() && open_.end <= sample) open_ = {};
}

PacketSnapshot PacketLog::snapshot(std::int64_t from) const {
  PacketSnapshot chunks;
  for (const auto& chunk : sealed_) {
    if (chunk->end > from) chunks.push_back(chunk);
  }
  if (!open_.entries.empty() && open_.end > from) chunks.push_back(std::make_shared<const PacketChunk>(open_));
  return chunks;
}

}  // namespace wardcast::sim
