// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace wardcast::scheduler {

enum class Frequency { daily, weekly, monthly, yearly };

/// "MO" (ordinal 0), "1MO", "-1FR". Weekdays are ISO: Monday 1 … Sunday 7.
struct WeekdayNumber {
  int ordinal = 0;
  int weekday = 1;
  auto operator<=>(const WeekdayNumber&) const = default;
};

/// Last moment of a series. A bare date means that whole day; Z means an instant, else the station's civil time.
struct Until {
  CivilTime last{};
  bool utc = false;
};

/// An RFC 5545 rule taken apart and found usable. Lists are ordered and hold each value once.
struct RecurrenceRule {
  Frequency frequency = Frequency::daily;
  int interval = 1;
  std::optional<std::int64_t> count;
  std::optional<Until> until;
  int week_start = 1;
  std::vector<WeekdayNumber> by_day;
  std::vector<int> by_month, by_month_day, by_year_day, by_week_no, by_set_pos;
};

/// Syntax, ranges and combinations; not whether any date matches (check_rrule asks that too). The error's field is
/// "rrule". The time of day always comes from the programme's start, so rules below a day, BYHOUR, BYMINUTE, BYSECOND
/// are refused, and so is what libical 3.0.16 works out wrongly (BYSETPOS of a week) or what RFC 5545 leaves open.
Result<RecurrenceRule> parse_rrule(std::string_view text);

/// What RFC 5545 takes from DTSTART when the rule does not say it (the weekday of a weekly rule, the day of a monthly
/// one …), written into the rule. Afterwards its dates depend on `first` only as their lower bound, their phase and
/// their count.
void complete_from_start(RecurrenceRule& rule, std::chrono::local_days first);

/// Does `day` lie in a period (day, week, month, year) that INTERVAL does not leave out? Periods are counted from the
/// one that holds `first`, the programme's own start, whether or not the rule matches that day.
bool in_phase(const RecurrenceRule& rule, std::chrono::local_days first, std::chrono::local_days day);

/// How many of the rule's dates lie in [first, day), without working them out: for daily and weekly rules, of which
/// every period holds equally many. nullopt for others, which must be counted one by one. Needs complete_from_start.
std::optional<std::int64_t> dates_between(const RecurrenceRule& rule, std::chrono::local_days first,
                                          std::chrono::local_days day);

/// The rule for libical without INTERVAL, COUNT, UNTIL and BYSETPOS, which libical 3.0.16 gets wrong in some
/// combinations or searches for ever; rule_dates and its callers apply them. Needs complete_from_start.
std::string dates_text(const RecurrenceRule& rule);

/// False when no month has such a day (30 February), which would send libical searching for half a second. Every other
/// rule that parse_rrule lets through, BYSETPOS aside, matches some day within 40 years.
bool has_possible_day(const RecurrenceRule& rule);

}  // namespace wardcast::scheduler
