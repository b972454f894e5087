// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "base/time_zone.hpp"
#include "scheduler/programme.hpp"
#include "scheduler/rule_dates.hpp"

namespace wardcast::scheduler {

/// occurrences() with the dates of rules remembered in `known`, whose window must hold every day of [from, to). Outside
/// the spans that `known` cares for, if it was given any, starts may be left out.
std::vector<CivilTime> occurrences_in(const Programme& programme, const TimeZone& zone, CivilTime from, CivilTime to,
                                      RuleDates& known);

}  // namespace wardcast::scheduler
