// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>

#include "hw-sim/model/axis.hpp"
#include "hw-sim/model/reception.hpp"

namespace wardcast::sim {

/// Where a packet is heard.
struct Placement {
  std::uint32_t spurt = 0;    ///< talk-spurt number; within one, samples follow timestamps exactly
  std::int64_t sample = 0;    ///< first sample on the axis
  bool starts_spurt = false;  ///< the buffer was anchored anew by this packet's arrival
};

/// The jitter buffer of an amplifier, as a rule for instants: the first packet of a talk-spurt is played `latency`
/// after it arrived, every other one its timestamp distance later. A talk-spurt begins with a new source, a marker
/// after a pause, a hole of more than 100 ms in the timestamps, or when the buffer ran dry. Pure; one owner thread.
class PlayOut {
 public:
  PlayOut(Axis axis, nanoseconds latency) : axis_(axis), latency_(latency) {}

  /// `samples`: length of the packet at 48 kHz. Nothing when it came after its instant: dropped, as hardware does.
  std::optional<Placement> place(const RtpHeader& header, std::uint32_t samples, Order order, SteadyTime arrival);
  [[nodiscard]] std::uint64_t late() const { return late_; }

  /// More than this missing is a pause, not a loss: silence instead of concealment.
  static constexpr std::int64_t kLongestHole = 4800;  // 100 ms
  static constexpr nanoseconds kLongestGap = milliseconds{100};

 private:
  [[nodiscard]] bool begins_spurt(const RtpHeader& header, Order order, SteadyTime arrival) const;
  Placement anchor(const RtpHeader& header, std::uint32_t samples, SteadyTime arrival);

  /// So many late packets on end mean that the anchor is wrong, not the network.
  static constexpr int kLateInARow = 5;
  const Axis axis_;
  const nanoseconds latency_;
  std::uint32_t spurt_ = 0;
  std::uint32_t next_timestamp_ = 0;  ///< just after the furthest packet placed
  std::int64_t next_sample_ = 0;      ///< where that one would be played
  SteadyTime last_arrival_{};
  int late_in_a_row_ = 0;
  std::uint64_t late_ = 0;
};

}  // namespace wardcast::sim
