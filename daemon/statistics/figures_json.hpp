// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "daemon/statistics/figures.hpp"
#include "drivers/store/records.hpp"

// What /airings and /statistics say, and what a rehearsal prints. Pure; any thread.
namespace wardcast::statistics {

/// One airing with its segments and skips: all that is needed to count it again by other means.
boost::json::object airing_json(const store::AsRun& run, const TimeZone& zone);

/// The figures of a period, seconds exact to the packet.
boost::json::object figures_json(const Figures& figures, Period period);

}  // namespace wardcast::statistics
