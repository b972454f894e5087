// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "daemon/playout/live.hpp"

namespace wardcast::editorial {

/// An emergency as the API tells it; state is active | ended.
boost::json::object emergency_json(const playout::EmergencyLive& emergency, const TimeZone& zone);

}  // namespace wardcast::editorial
