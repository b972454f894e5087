// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/hours_guard.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::minutes;

constexpr int kDay = 1440;

std::vector<DailyWindow> merged(std::vector<DailyWindow> windows) {
  std::erase_if(windows, [](const DailyWindow& window) { return window.from_minute >= window.to_minute; });
  std::ranges::sort(windows, {}, &DailyWindow::from_minute);
  std::vector<DailyWindow> result;
  for (const auto& window : windows) {
    if (!result.empty() && window.from_minute <= result.back().to_minute) {
      result.back().to_minute = std::max(result.back().to_minute, window.to_minute);
    } else {
      result.push_back(window);
    }
  }
  return result;
}

seconds time_of_day(CivilTime civil) { return civil - floor<days>(civil); }

/// Where the window that holds this time of day ends, after local midnight; nullopt outside all windows.
std::optional<minutes> window_end(std::span<const DailyWindow> hours, seconds time) {
  std::optional<minutes> end;
  for (const auto& window : hours) {
    if (time >= minutes{window.from_minute} && time < minutes{window.to_minute})
      end = std::max(end.value_or(minutes{0}), minutes{window.to_minute});
  }
  return end;
}

/// Offset of civil time from UTC, in effect at an instant.
seconds offset_at(const TimeZone& zone, WallTime instant) {
  return zone.to_civil(instant).time_since_epoch() - floor<seconds>(instant).time_since_epoch();
}

/// First whole second in (from, to] at which the offset differs from that at `from`; it must differ at `to`.
WallTime change_between(const TimeZone& zone, WallTime from, WallTime to) {
  const seconds before = offset_at(zone, from);
  auto low = floor<seconds>(from);
  auto high = floor<seconds>(to);
  while (high - low > seconds{1}) {
    const auto middle = low + (high - low) / 2;
    (offset_at(zone, middle) == before ? low : high) = middle;
  }
  return high;
}

}  // namespace

std::vector<DailyWindow> intersect(std::span<const DailyWindow> station, std::span<const DailyWindow> zone) {
  std::vector<DailyWindow> common;
  for (const auto& a : station) {
    for (const auto& b : zone)
      common.push_back({std::max(a.from_minute, b.from_minute), std::min(a.to_minute, b.to_minute)});
  }
  return merged(std::move(common));
}

bool allowed_at(std::span<const DailyWindow> hours, const TimeZone& zone, WallTime instant) {
  return window_end(hours, time_of_day(zone.to_civil(instant))).has_value();
}

std::optional<WallTime> allowed_until(std::span<const DailyWindow> hours, const TimeZone& zone, WallTime from) {
  const auto all = merged({hours.begin(), hours.end()});
  if (all.size() == 1 && all.front().from_minute <= 0 && all.front().to_minute >= kDay) return std::nullopt;
  WallTime at = from;
  for (;;) {
    const CivilTime civil = zone.to_civil(at);
    const auto end = window_end(all, time_of_day(civil));
    if (!end) return at;
    const WallTime next = floor<seconds>(at) + (floor<days>(civil) + *end - civil);
    // The clock may be changed before: look again at what it shows then.
    at = offset_at(zone, next) == offset_at(zone, at) ? next : change_between(zone, at, next);
  }
}

std::string format_hours(std::span<const DailyWindow> hours) {
  if (hours.empty()) return "none";
  std::string text;
  for (const auto& window : hours) {
    std::array<char, 48> part{};
    (void)std::snprintf(part.data(), part.size(), "%s%02d:%02d-%02d:%02d", text.empty() ? "" : ", ",
                        window.from_minute / 60, window.from_minute % 60, window.to_minute / 60, window.to_minute % 60);
    text += part.data();
  }
  return text;
}

}  // namespace wardcast::scheduler
