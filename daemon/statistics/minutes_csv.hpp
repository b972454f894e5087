// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>

#include "daemon/statistics/minutes.hpp"
#include "daemon/statistics/report_words.hpp"

namespace wardcast::statistics {

/// The minutes as a spreadsheet opens them: UTF-8 with a byte order mark, ';' between columns, one table under another.
/// What was not measured, or nobody said, is "–"; no cell is empty but the signatures'.
std::string minutes_csv(const Minutes& minutes, Language language, const TimeZone& zone);

}  // namespace wardcast::statistics
