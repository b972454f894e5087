// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "base/time_zone.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::statistics {

inline WallTime hanoi(const std::string& date, int hour, int minute = 0) {
  return WallTime{std::chrono::sys_days{parse_date(date).value()}} + std::chrono::hours{hour - 7} +
         std::chrono::minutes{minute};
}

/// Builds an airing the way the station writes one: clip after clip, on one steady clock.
class Aired {
 public:
  explicit Aired(const std::string& date, int hour = 17, std::string origin = "own") {
    run_.airing.id = "a-" + date + "-" + std::to_string(hour) + "-" + origin;
    run_.airing.origin = std::move(origin);
    run_.airing.local_date = date;
    run_.airing.planned_start = run_.airing.started_at = now_ = hanoi(date, hour);
    run_.airing.zones = {"z1", "z2"};
  }

  /// `packets` of an item of `whole`, at the next position.
  Aired& item(store::ItemId id, std::uint32_t packets, std::uint32_t whole,
              store::Confirmation heard = store::Confirmation::confirmed) {
    add(++position_, "item", id, 0, packets, whole, heard);
    return *this;
  }
  Aired& item(store::ItemId id, std::uint32_t whole) { return item(id, whole, whole); }
  /// More of the item before, after a pause.
  Aired& more(std::uint32_t packets, seconds pause = seconds{0},
              store::Confirmation heard = store::Confirmation::confirmed) {
    now_ += pause;
    const auto last = run_.segments.back();
    add(last.position, last.role, *last.item, last.first_packet + last.packets, packets, last.item_packets, heard);
    return *this;
  }
  Aired& tune(const std::string& role, std::uint32_t packets) {
    add(++position_, role, 900, 0, packets, packets, store::Confirmation::confirmed);
    return *this;
  }
  Aired& skip(store::ItemId id, const std::string& role = "item") {
    run_.skips.push_back({run_.airing.id, ++position_, id, "", "unapproved", now_, role});
    return *this;
  }
  Aired& is(std::string kind, std::string theme, std::string unit) {
    auto& last = run_.segments.back();
    last.kind = std::move(kind);
    last.theme = std::move(theme);
    last.unit = std::move(unit);
    return *this;
  }
  Aired& repeat() {
    run_.airing.repeat = true;
    return *this;
  }
  Aired& drill() {
    run_.airing.drill = true;
    return *this;
  }
  /// A restart of the daemon: another run, whose steady clock says something else.
  Aired& restart(seconds silence) {
    ++run_number_;
    steady_shift_ += std::chrono::hours{24 * 365};
    now_ += silence;
    return *this;
  }
  /// The wall clock is set; nothing else notices.
  Aired& step_clock(seconds by) {
    wall_shift_ += by;
    return *this;
  }
  /// Each clip is written down this much earlier than the one before ended.
  Aired& early(microseconds by) {
    now_ -= by;
    return *this;
  }
  store::AsRun done(const std::string& result = "full") {
    run_.end = store::AiringEnd{run_.airing.id, now_, result, "finished", ""};
    return run_;
  }
  store::AsRun going_on() { return run_; }

 private:
  void add(int position, std::string role, store::ItemId id, std::uint32_t first, std::uint32_t packets,
           std::uint32_t whole, store::Confirmation heard) {
    store::Segment segment;
    segment.airing = run_.airing.id;
    segment.position = position;
    segment.item = id;
    segment.role = std::move(role);
    segment.item_packets = whole;
    segment.first_packet = first;
    segment.packets = packets;
    segment.started_at = now_ + wall_shift_;
    segment.steady_ns = nanoseconds{now_.time_since_epoch() + steady_shift_}.count();
    segment.run = run_number_;
    segment.confirmation = heard;
    run_.segments.push_back(std::move(segment));
    now_ += frames_to_time(packets);
  }

  store::AsRun run_;
  WallTime now_{};
  int position_ = 0;
  std::int64_t run_number_ = 1;
  seconds steady_shift_{0}, wall_shift_{0};
};

}  // namespace wardcast::statistics
