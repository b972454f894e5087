// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/time_zone.hpp"

namespace wardcast::scheduler {

/// When a session of line tests is due: it begins as early in the window as zones are free and ends with it.
struct SweepSlot {
  CivilDate date{};
  WallTime from{}, until{};
};

/// The sessions of local dates in [from, to], in order: dates of an RFC 5545 rule whose phase counts from Saturday
/// 1 January 2000 (INTERVAL, and weeks of INTERVAL > 1). Nothing when the rule is not valid; parse_rrule tells why.
std::vector<SweepSlot> sweep_slots(std::string_view rule, DailyWindow window, const TimeZone& zone, CivilDate from,
                                   CivilDate to);

}  // namespace wardcast::scheduler
