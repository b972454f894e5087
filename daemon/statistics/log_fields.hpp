// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_zone.hpp"

// How people write single fields of a programme log. Pure.
namespace wardcast::statistics {

/// 2018-01-02 or 02/01/2018.
std::optional<CivilDate> read_log_date(std::string_view text);
/// 17:00, 17:00:00, 17:00:00.5, 17:00:00,5, 17h, 17h00: time since midnight, below a day.
std::optional<microseconds> read_log_clock(std::string_view text);

/// An instant, or a time of day that has no date yet.
struct LogMoment {
  std::optional<WallTime> instant;
  microseconds clock{0};
};
/// A time of day, a date and a time of day, or RFC 3339.
std::optional<LogMoment> read_log_moment(std::string_view text, const TimeZone& zone);
/// The instant at which the station's clocks showed that time of that day.
WallTime instant_of(CivilDate date, microseconds clock, const TimeZone& zone);

/// own | relay | notice | emergency, then " repeat" or " drill"; nothing when the word is unknown.
std::optional<std::string> read_log_origin(std::string_view text);
/// full | partial | missed; nothing when the word is unknown.
std::optional<std::string> read_log_result(std::string_view text);
/// Names with ',' between, blanks trimmed, empty ones left out.
std::vector<std::string> read_log_zones(std::string_view text);
/// NFC, runs of white space as one blank, none at the ends; nothing when it is not UTF-8.
std::optional<std::string> tidy_text(std::string_view text);

}  // namespace wardcast::statistics
