// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "base/time_zone.hpp"

namespace wardcast::scheduler {

/// Both must allow: station ∩ zone, ordered, merged.
std::vector<DailyWindow> intersect(std::span<const DailyWindow> station, std::span<const DailyWindow> zone);
/// May this zone sound at this instant?
bool allowed_at(std::span<const DailyWindow> hours, const TimeZone& zone, WallTime instant);
/// The first instant at or after `from` when the hours end; nullopt when they never do ("00:00-24:00"). `from` itself when it is
/// not allowed now.
std::optional<WallTime> allowed_until(std::span<const DailyWindow> hours, const TimeZone& zone, WallTime from);

}  // namespace wardcast::scheduler
