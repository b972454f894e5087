// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "daemon/statistics/report.hpp"
#include "daemon/statistics/report_words.hpp"

namespace wardcast::statistics {

/// The report with the names machines use: the fields of /statistics, and beside them months, lists and comparisons.
/// `language` is that of the counting rules.
boost::json::object report_json(const Report& report, Language language, const TimeZone& zone);

}  // namespace wardcast::statistics
