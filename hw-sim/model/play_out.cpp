// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/play_out.hpp"

namespace wardcast::sim {

bool PlayOut::begins_spurt(const RtpHeader& header, Order order, SteadyTime arrival) const {
  if (spurt_ == 0 || order == Order::new_source || order == Order::backward) return true;
  if (order == Order::reordered) return false;
  const auto hole = static_cast<std::int32_t>(header.timestamp - next_timestamp_);
  if (hole > kLongestHole || hole < -kLongestHole) return true;
  // A marker on a stream that never paused changes nothing that can be heard.
  return header.marker && (hole != 0 || arrival - last_arrival_ > kLongestGap);
}

Placement PlayOut::anchor(const RtpHeader& header, std::uint32_t samples, SteadyTime arrival) {
  const std::int64_t sample = axis_.sample(arrival + latency_);
  next_timestamp_ = header.timestamp + samples;
  next_sample_ = sample + samples;
  late_in_a_row_ = 0;
  return {++spurt_, sample, true};
}

std::optional<Placement> PlayOut::place(const RtpHeader& header, std::uint32_t samples, Order order,
                                        SteadyTime arrival) {
  if (order == Order::duplicate) return std::nullopt;
  const SteadyTime previous_arrival = last_arrival_;
  const bool begins = begins_spurt(header, order, arrival);
  last_arrival_ = arrival;
  if (begins) return anchor(header, samples, arrival);

  const auto ahead = static_cast<std::int32_t>(header.timestamp - next_timestamp_);
  const std::int64_t sample = next_sample_ + ahead;
  if (axis_.time(sample) < arrival) {
    const bool ran_dry = arrival - previous_arrival > kLongestGap || ++late_in_a_row_ >= kLateInARow;
    if (order == Order::forward && ran_dry) return anchor(header, samples, arrival);
    ++late_;
    return std::nullopt;
  }
  late_in_a_row_ = 0;
  if (const std::int32_t end = ahead + static_cast<std::int32_t>(samples); end > 0) {
    next_timestamp_ += static_cast<std::uint32_t>(end);
    next_sample_ += end;
  }
  return Placement{spurt_, sample, false};
}

}  // namespace wardcast::sim
