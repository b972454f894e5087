// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/rule_dates.hpp"

#include <libical/ical.h>

#include <algorithm>
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
    // Week 1 may begin in the year before, so ask for one year more.
    case Frequency::yearly:
      return local_days{(date.year() - years{rule.by_week_no.empty() ? 0 : 1}) / January / 1};
  }
  return day;
}

/// Rules with equal keys have equal dates.
std::string memory_key(const RecurrenceRule& rule) {
  std::string key = dates_text(rule);
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

}  // namespace

std::vector<local_days> rule_dates(const RecurrenceRule& rule, local_days from, local_days to) {
  to = std::min(to, local_days{std::chrono::year{kLastYear + 1} / std::chrono::January / 1});
  if (from >= to || !has_possible_day(rule)) return {};
  if (rule.by_set_pos.empty()) return ask_libical(rule, from, to);
  auto picked = pick_positions(rule, ask_libical(rule, period_start(rule, from), period_end(rule, to - days{1})));
  std::erase_if(picked, [&](local_days day) { return day < from || day >= to; });
  return picked;
}

const std::vector<local_days>& RuleDates::in_window(const RecurrenceRule& rule) {
  const auto [found, added] = window_.try_emplace(memory_key(rule));
  if (added) found->second = rule_dates(rule, from_, last_ + days{1});
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
