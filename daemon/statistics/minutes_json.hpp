// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "daemon/statistics/minutes.hpp"

namespace wardcast::statistics {

/// The minutes with the names machines use; ohms and loads that are not finite are null.
boost::json::object minutes_json(const Minutes& minutes, const TimeZone& zone);

/// The newest value of each field that people gave, with who and when.
boost::json::object remarks_json(const Remarks& remarks, const TimeZone& zone);

/// {"2018-03": {"held": 4, "by_person": 0, "missed": 0, "target": 4}}
boost::json::object months_json(const std::vector<MonthOfSessions>& months);

}  // namespace wardcast::statistics
