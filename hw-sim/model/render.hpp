// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "hw-sim/model/packet_log.hpp"
#include "hw-sim/model/timeline.hpp"

namespace wardcast::sim {

/// What turns packets into 48 kHz mono samples. Keeps state from packet to packet.
class Decoder {
 public:
  virtual ~Decoder() = default;
  /// Forgets all it heard.
  virtual void reset() = 0;
  /// Fills `out` (the packet's own length). A damaged packet gives silence.
  virtual void decode(Bytes payload, std::span<std::int16_t> out) = 0;
  /// Fills `out` with what a lost packet might have been.
  virtual void conceal(std::span<std::int16_t> out) = 0;
};

/// What to render: the samples [from, to), heard only during `audible` (in order, without overlaps).
struct RenderJob {
  Axis axis;
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::vector<Interval> audible;
  PacketSnapshot packets;
};

/// A decoder that begins in mid-stream needs this much before it is right.
inline constexpr std::int64_t kPreRoll = 24000;  // 500 ms

/// Sample-exact and repeatable: it depends on the packets' instants and the relays', not on when it is called. Holes of
/// at most 100 ms within a talk-spurt are concealed; a later talk-spurt takes over at its own first sample.
std::vector<std::int16_t> render(const RenderJob& job, Decoder& decoder);

/// RMS in dBFS of 16-bit samples (a full-scale sine reads −3.01), −120 for digital silence.
double level_dbfs(std::span<const std::int16_t> samples);

}  // namespace wardcast::sim
