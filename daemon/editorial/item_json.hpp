// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::editorial {

/// An item as the API shows it; durations in seconds, exact to the sample.
boost::json::object item_to_json(const store::Item& item, const TimeZone& zone);

}  // namespace wardcast::editorial
