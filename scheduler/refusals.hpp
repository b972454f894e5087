// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <vector>

#include "base/time_zone.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::scheduler {

/// Fills in `refusals`: a zone the station does not have (not_a_zone), or one whose hours do not hold the whole edition
/// (hours_guard). One for each zone, in the edition's order.
void mark_refusals(std::span<Edition> editions, const Zones& zones, const TimeZone& zone);

}  // namespace wardcast::scheduler
