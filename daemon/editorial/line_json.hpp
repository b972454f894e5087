// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "daemon/config/site.hpp"
#include "daemon/editorial/line_records_json.hpp"
#include "daemon/health/fault_register.hpp"
#include "daemon/health/line_book.hpp"
#include "daemon/health/sweeper.hpp"
#include "daemon/playout/live.hpp"

namespace wardcast::editorial {

/// A line with its loudspeakers, its contact, what is known of its health, what its meter can show, and those of the
/// open faults that are its own.
boost::json::object line_json(const health::LineState& line, const site::Site& site, const playout::Live& live,
                              const std::vector<health::Fault>& open, const TimeZone& zone);
boost::json::object resolution_json(const health::LineResolution& resolution);
/// Of the sessions that run now.
boost::json::array progress_json(const std::vector<health::SweepProgress>& progress, const TimeZone& zone);
boost::json::array planned_json(const std::vector<scheduler::SweepSlot>& planned, const TimeZone& zone);

}  // namespace wardcast::editorial
