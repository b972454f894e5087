// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "daemon/health/fault_register.hpp"

namespace wardcast::editorial {

/// A fault as /faults and the event "faults" tell it.
boost::json::object fault_json(const health::Fault& fault, const TimeZone& zone);

}  // namespace wardcast::editorial
