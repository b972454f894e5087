// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/reception.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string_view>

namespace wardcast::sim {
namespace {

std::uint64_t hash_of(Bytes payload) {
  return std::hash<std::string_view>{}({reinterpret_cast<const char*>(payload.data()), payload.size()});
}

}  // namespace

Order Reception::order_of(const RtpHeader& header, std::uint64_t hash) const {
  if (packets_ == 0 || header.ssrc != ssrc_) return Order::new_source;
  const auto step = static_cast<std::int16_t>(header.sequence - last_sequence());
  const auto ts_step = static_cast<std::int32_t>(header.timestamp - timestamp_);
  if (step > 0) return ts_step > 0 ? Order::forward : Order::backward;
  const Seen& here = seen_[header.sequence % kReorderWindow];
  if (-step >= kReorderWindow) return Order::backward;
  if (here.valid && here.sequence == header.sequence)
    return here.timestamp == header.timestamp && here.hash == hash ? Order::duplicate : Order::backward;
  return ts_step < 0 ? Order::reordered : Order::backward;
}

Order Reception::on_packet(const RtpHeader& header, Bytes payload) {
  const std::uint64_t hash = hash_of(payload);
  const Order order = order_of(header, hash);
  ++packets_;
  switch (order) {
    case Order::new_source:
      ++sources_;
      ssrc_ = header.ssrc;
      seen_.fill({});
      restart_sequence(header.sequence);
      break;
    case Order::backward:
      ++backward_;
      restart_sequence(header.sequence);
      break;
    case Order::forward:
      highest_ += static_cast<std::uint16_t>(header.sequence - last_sequence());
      break;
    case Order::reordered:
      ++reordered_;
      break;
    case Order::duplicate:
      ++duplicates_;
      return order;
  }
  ++received_;
  if (order != Order::reordered) timestamp_ = header.timestamp;
  seen_[header.sequence % kReorderWindow] = {true, header.sequence, header.timestamp, hash};
  return order;
}

void Reception::restart_sequence(std::uint16_t sequence) {
  if (packets_ > 1) {
    lost_before_ += std::max<std::int64_t>(0, expected() - received_);
    total_expected_before_ += expected();
    total_received_before_ += received_;
  }
  base_ = sequence;
  highest_ = sequence;
  received_ = 0;
  restart_jitter();
}

void Reception::on_arrival(std::uint32_t timestamp, SteadyTime arrival) {
  // Transit in timestamp units; timestamps wrap, so the difference of two transits is folded to ±2³¹.
  const double transit = static_cast<double>(arrival.time_since_epoch().count()) * 6.0 / 125000.0 - timestamp;
  if (previous_transit_) {
    const double change = std::abs(std::remainder(transit - *previous_transit_, 4294967296.0));
    jitter_ += (change - jitter_) / 16.0;
  }
  previous_transit_ = transit;
}

std::int64_t Reception::lost() const {
  return lost_before_ + (packets_ == 0 ? 0 : std::max<std::int64_t>(0, expected() - received_));
}

ReportBlock Reception::take_report() {
  const std::int64_t expected_now = total_expected_before_ + expected();
  const std::int64_t received_now = total_received_before_ + received_;
  const std::int64_t expected_since = expected_now - reported_expected_;
  const std::int64_t lost_since = expected_since - (received_now - reported_received_);
  reported_expected_ = expected_now;
  reported_received_ = received_now;
  ReportBlock block;
  block.source = ssrc_;
  if (expected_since > 0 && lost_since > 0)
    block.fraction_lost = static_cast<std::uint8_t>(std::min<std::int64_t>(255, lost_since * 256 / expected_since));
  block.cumulative_lost = static_cast<std::int32_t>(std::min<std::int64_t>(lost(), 0x7FFFFF));
  block.highest_sequence = static_cast<std::uint32_t>(highest_);
  block.jitter = static_cast<std::uint32_t>(jitter_);
  return block;
}

}  // namespace wardcast::sim
