// SPDX-License-Identifier: GPL-3.0-or-later
// What the house does about a clock that was stepped or cannot be right: docs/decisions/0008-clock.md
#include <spdlog/spdlog.h>

#include "daemon/composition/build_date.hpp"
#include "daemon/composition/house.hpp"

namespace wardcast {
namespace {

constexpr auto kClockWrong = "clock_wrong:station";

std::int64_t micros(WallTime at) { return at.time_since_epoch().count(); }
std::int64_t micros(SteadyTime at) { return std::chrono::duration_cast<microseconds>(at.time_since_epoch()).count(); }

}  // namespace

playout::ClockFloor House::clock_floor() { return {build_date(), store_->newest_entry()}; }

void House::heed_clock(const playout::ClockNews& news) {
  const auto now = clock_.now();
  keep_reckoning();
  if (news.what.step) {
    ++clock_steps_;
    const auto before = zone_.rfc3339(news.what.expected);
    const auto after = zone_.rfc3339(news.shown);
    spdlog::warn("event=clock_stepped from={} to={}", before, after);
    store::AuditEntry entry;
    entry.at = news.shown;
    entry.who = "station";
    entry.action = "clock.step";
    entry.target = "clock";
    entry.before = '"' + before + '"';
    entry.after = '"' + after + '"';
    const bool posted = desk_->post([this, entry] {
      if (const auto kept = store_->append(entry); !kept)
        spdlog::error("audit: a step of the clock cannot be written down: {}", kept.error().detail);
    });
    if (!posted) spdlog::error("audit: a step of the clock cannot be written down: the desk is too busy");
  }
  if (!news.why.empty()) faults_.raise("clock_wrong", kClockWrong, news.why, now);
  if (!desk_->post([this] { plan_changed(); })) spdlog::warn("the desk is too busy to plan anew after a clock step");
}

void House::keep_reckoning() {
  const auto now = clock_.now();
  clock_wrong_ = engine_->clock().wrong();
  reckoning_us_ = micros(engine_->clock().reckoned(now)) - micros(now.steady);
  if (!clock_wrong_) faults_.clear(kClockWrong, "The clock can be right again.", now);
  if (const auto until = engine_->accounted_until()) accounted_us_ = micros(*until);
}

WallTime House::reckoned() const {
  const auto now = clock_.now();
  return clock_wrong_ ? WallTime{microseconds{reckoning_us_ + micros(now.steady)}} : now.wall;
}

void House::keep_alive_mark() {
  // A wrong clock says nothing of when we were alive; the mark is where the next start begins to count what it missed.
  if (!clock_wrong_) (void)store_->put_setting(kLastAlive, std::to_string(micros(clock_.now().wall)));
}

}  // namespace wardcast
