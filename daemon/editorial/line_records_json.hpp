// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "base/time_zone.hpp"
#include "drivers/store/records.hpp"

// What the journal knows of line tests, as the API and the command line tell it. Pure.
namespace wardcast::editorial {

boost::json::object measurement_json(const store::Measurement& measurement, const TimeZone& zone);
boost::json::object reference_json(const store::LineReference& reference, const TimeZone& zone);
boost::json::object sweep_json(const store::SweepRecord& record, const TimeZone& zone);

}  // namespace wardcast::editorial
