// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "daemon/statistics/report.hpp"
#include "daemon/statistics/report_words.hpp"

namespace wardcast::statistics {

/// The report as a spreadsheet opens it: UTF-8 with a byte order mark, ';' between columns, one table under another.
std::string report_csv(const Report& report, Language language, const TimeZone& zone);

}  // namespace wardcast::statistics
