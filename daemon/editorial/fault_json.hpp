// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "daemon/config/site.hpp"
#include "daemon/health/fault.hpp"

namespace wardcast::editorial {

/// A fault as /faults, the event "faults" and the webhook tell it. `now`: until when an outage that lasts is counted.
boost::json::object fault_json(const health::Fault& fault, const site::Site& site, const TimeZone& zone, WallTime now);

/// What happened to it, oldest first, beginning with how it was found.
boost::json::array fault_story(const store::FaultHistory& history, const TimeZone& zone);

}  // namespace wardcast::editorial
