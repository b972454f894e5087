// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/rule_dates.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::local_days;

struct Free {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};

/// Floating, a date without a time: no time zone is ever looked up.
icaltimetype to_ical(local_days day) {
  const CivilDate date{day};
  icaltimetype time = icaltime_null_time();
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  time.is_date = 1;
  return time;
}

local_days from_ical(const icaltimetype& time) {
  return local_days{CivilDate{std::chrono::year{time.year}, std::chrono::month{static_cast<unsigned>(time.month)},
                              std::chrono::day{static_cast<unsigned>(time.day)}}};
}

/// First day of the period that holds `day`. Starting libical there gives whole sets to BYSETPOS and lets it skip
/// nothing.
local_days period_start(const RecurrenceRule& rule, local_days day) {
  using namespace std::chrono;
  const CivilDate date{day};
  switch (rule.frequency) {
    case Frequency::daily:
      // A daily rule by days of the month is asked as a monthly one, see dates_text.
      return rule.by_month_day.empty() ? day : local_days{date.year() / date.month() / 1};
    case Frequency::weekly:
      return day - days{static_cast<int>(weekday{day}.iso_encoding()) - 1};
    case Frequency::monthly:
      return local_days{date.year() / date.month() / 1};
    case Frequency::yearly:
      return local_days{date.year() / January / 1};
  }
  return day;
}

/// Rules with equal keys have equal dates.
std::string memory_key(const RecurrenceRule& rule) {
  std::string key = dates_text(rule);
  if (!rule.by_week_no.empty()) key.append(" ").append(std::to_string(rule.week_start));
  for (const int position : rule.by_set_pos) key.append(" ").append(std::to_string(position));
  return key;
}

/// First day after the period that holds `day`, where periods matter to the set of days: months and years.
local_days period_end(const RecurrenceRule& rule, local_days day) {
  using namespace std::chrono;
  const CivilDate date{day};
  if (rule.frequency == Frequency::yearly) return local_days{(date.year() + years{1}) / January / 1};
  return local_days{(date.year() / date.month() + months{1}) / 1};
}

/// A rule that looks at the weekday alone, which needs no library: thousands of days in the time libical takes for ten.
bool by_weekday_alone(const RecurrenceRule& rule) {
  return (rule.frequency == Frequency::daily || rule.frequency == Frequency::weekly) && rule.by_month.empty() &&
         rule.by_month_day.empty();
}

std::vector<local_days> days_of_week(const RecurrenceRule& rule, local_days from, local_days to) {
  std::array<bool, 8> wanted{};  // by ISO weekday
  wanted.fill(rule.by_day.empty());
  for (const auto& each : rule.by_day) wanted[static_cast<std::size_t>(each.weekday)] = true;
  std::vector<local_days> dates;
  for (local_days day = from; day < to; day += days{1}) {
    if (wanted[std::chrono::weekday{day}.iso_encoding()]) dates.push_back(day);
  }
  return dates;
}

/// Does a date tell by itself, or by the month around it, whether the rule matches? Not where days of the year, weeks
/// or weekdays of a year are numbered.
bool by_month_alone(const RecurrenceRule& rule) {
  const bool numbered_in_year = rule.frequency == Frequency::yearly && rule.by_month.empty() &&
                                std::ranges::any_of(rule.by_day, [](const auto& each) { return each.ordinal != 0; });
  return rule.by_year_day.empty() && rule.by_week_no.empty() && !numbered_in_year;
}

/// Days of one month as bits 1 to 31.
using MonthDays = std::uint32_t;

/// The days of BYDAY in a month that begins with `first` (ISO weekday) and has `length` days.
MonthDays weekdays_in_month(const std::vector<WeekdayNumber>& by_day, int first, int length) {
  MonthDays wanted = 0;
  for (const auto& each : by_day) {
    const int earliest = 1 + (each.weekday - first + 7) % 7;
    const int latest = earliest + (length - earliest) / 7 * 7;
    if (each.ordinal == 0) {
      for (int day = earliest; day <= latest; day += 7) wanted |= MonthDays{1} << day;
      continue;
    }
    const int day = each.ordinal > 0 ? earliest + 7 * (each.ordinal - 1) : latest + 7 * (each.ordinal + 1);
    if (day >= earliest && day <= latest) wanted |= MonthDays{1} << day;
  }
  return wanted;
}

MonthDays numbered_days(const std::vector<int>& by_month_day, int length) {
  MonthDays wanted = 0;
  for (const int number : by_month_day) {
    const int day = number > 0 ? number : length + 1 + number;
    if (day >= 1 && day <= length) wanted |= MonthDays{1} << day;
  }
  return wanted;
}

std::vector<local_days> days_of_months(const RecurrenceRule& rule, local_days from, local_days to) {
  using namespace std::chrono;
  std::vector<local_days> dates;
  const CivilDate begin{from};
  for (year_month month = begin.year() / begin.month(); local_days{month / 1} < to; month += months{1}) {
    const int number = static_cast<int>(static_cast<unsigned>(month.month()));
    if (!rule.by_month.empty() && !std::ranges::binary_search(rule.by_month, number)) continue;
    const local_days zeroth = local_days{month / 1} - days{1};
    const int length = static_cast<int>(static_cast<unsigned>((month / last).day()));
    MonthDays wanted = ~MonthDays{0} >> (31 - length) & ~MonthDays{1};
    if (!rule.by_month_day.empty()) wanted &= numbered_days(rule.by_month_day, length);
    if (!rule.by_day.empty()) {
      const int first = static_cast<int>(weekday{zeroth + days{1}}.iso_encoding());
      wanted &= weekdays_in_month(rule.by_day, first, length);
    }
    for (; wanted != 0; wanted &= wanted - 1) {
      const local_days day = zeroth + days{std::countr_zero(wanted)};
      if (day >= from && day < to) dates.push_back(day);
    }
  }
  return dates;
}

/// BYWEEKNO goes with weekdays alone. A week belongs to the year that holds its fourth day, and is numbered by it.
std::vector<local_days> days_of_numbered_weeks(const RecurrenceRule& rule, local_days from, local_days to) {
  std::vector<local_days> dates = days_of_week(rule, from, to);
  std::erase_if(dates, [&](local_days day) {
    const int into_week = (static_cast<int>(std::chrono::weekday{day}.iso_encoding()) - rule.week_start + 7) % 7;
    const local_days fourth = day - days{into_week} + days{3};
    const auto year = CivilDate{fourth}.year();
    const auto number = (fourth - local_days{year / std::chrono::January / 1}) / days{7} + 1;
    const auto from_end = -((local_days{year / std::chrono::December / 31} - fourth) / days{7} + 1);
    return std::ranges::none_of(rule.by_week_no, [&](int week) { return week == number || week == from_end; });
  });
  return dates;
}

/// Every day that the rule matches in [from, to), positions aside, in order.
std::vector<local_days> ask_libical(const RecurrenceRule& rule, local_days from, local_days to) {
  std::vector<local_days> dates;
  icalrecurrencetype recurrence = icalrecurrencetype_from_string(dates_text(rule).c_str());
  if (recurrence.freq == ICAL_NO_RECURRENCE) return dates;
  recurrence.until = to_ical(to);  // ends a search for a rare day; the bound itself is ours, below
  const std::unique_ptr<icalrecur_iterator, Free> iterator{
      icalrecur_iterator_new(recurrence, to_ical(period_start(rule, from)))};
  if (!iterator) return dates;
  for (;;) {
    const icaltimetype next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next) != 0) return dates;
    const local_days day = from_ical(next);
    if (day >= to) return dates;
    // 31 and -1 are one day in January.
    if (day >= from && (dates.empty() || dates.back() != day)) dates.push_back(day);
  }
}

/// BYSETPOS: of the days of each month or year, those at the positions asked for. `dates` must hold whole periods.
std::vector<local_days> pick_positions(const RecurrenceRule& rule, const std::vector<local_days>& dates) {
  std::vector<local_days> picked;
  for (auto first = dates.begin(); first != dates.end();) {
    const auto last = std::lower_bound(first, dates.end(), period_end(rule, *first));
    const auto size = last - first;
    for (auto day = first; day != last; ++day) {
      const auto wanted = [&](int position) {
        return position > 0 ? day - first == position - 1 : last - day == -position;
      };
      if (std::ranges::any_of(rule.by_set_pos, wanted)) picked.push_back(*day);
    }
    first += size;
  }
  return picked;
}

/// Both are in order.
void keep_near(const std::vector<DaySpan>& spans, std::vector<local_days>& dates) {
  auto span = spans.begin();
  std::erase_if(dates, [&](local_days day) {
    while (span != spans.end() && span->last < day) ++span;
    return span == spans.end() || day < span->first;
  });
}

}  // namespace

std::vector<local_days> rule_dates(const RecurrenceRule& rule, local_days from, local_days to) {
  to = std::min(to, local_days{std::chrono::year{kLastYear + 1} / std::chrono::January / 1});
  if (from >= to || !has_possible_day(rule)) return {};
  if (by_weekday_alone(rule)) return days_of_week(rule, from, to);
  if (!rule.by_week_no.empty()) return days_of_numbered_weeks(rule, from, to);  // wrong in libical, now and then
  if (rule.by_set_pos.empty() && by_month_alone(rule)) return days_of_months(rule, from, to);
  if (rule.by_set_pos.empty()) return ask_libical(rule, from, to);
  auto picked = pick_positions(rule, ask_libical(rule, period_start(rule, from), period_end(rule, to - days{1})));
  std::erase_if(picked, [&](local_days day) { return day < from || day >= to; });
  return picked;
}

const std::vector<local_days>& RuleDates::in_window(const RecurrenceRule& rule) {
  const auto [found, added] = (rule.count ? counted_ : window_).try_emplace(memory_key(rule));
  if (added) {
    found->second = rule_dates(rule, from_, last_ + days{1});
    if (!rule.count && near_) keep_near(*near_, found->second);
  }
  return found->second;
}

const std::vector<local_days>& RuleDates::in_year(const RecurrenceRule& rule, int year) {
  const auto [found, added] = years_.try_emplace({memory_key(rule), year});
  if (added) {
    using namespace std::chrono;
    found->second = rule_dates(rule, local_days{std::chrono::year{year} / January / 1},
                               local_days{std::chrono::year{year + 1} / January / 1});
  }
  return found->second;
}

}  // namespace wardcast::scheduler
