// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::access {

/// {id, at, who, action, target, before, after}; before and after as JSON where they are, null where there is none.
boost::json::object audit_json(const store::AuditEntry& entry, const TimeZone& zone);

}  // namespace wardcast::access
