// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "base/time_zone.hpp"

namespace wardcast::scheduler {

/// Both must allow: station ∩ zone, ordered, merged. No window at all means never. Windows may be given in any order
/// and overlap; one over midnight is written as two (20:00–24:00 and 00:00–02:00).
std::vector<DailyWindow> intersect(std::span<const DailyWindow> station, std::span<const DailyWindow> zone);
/// May this zone sound at this instant? By what the clock on the wall shows in the station's zone.
bool allowed_at(std::span<const DailyWindow> hours, const TimeZone& zone, WallTime instant);
/// The first instant at or after `from` when the hours end; nullopt when they never do ("00:00-24:00"). `from` itself
/// when it is not allowed now. Midnight between two windows that touch is no end. A clock change ends them where the
/// wall clock jumps out of them.
std::optional<WallTime> allowed_until(std::span<const DailyWindow> hours, const TimeZone& zone, WallTime from);
/// "05:30-21:30" or "05:30-11:00, 13:00-21:30"; "none" without a window.
std::string format_hours(std::span<const DailyWindow> hours);

}  // namespace wardcast::scheduler
