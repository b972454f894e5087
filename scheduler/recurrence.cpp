// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/recurrence.hpp"

#include <algorithm>
#include <array>

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::local_days;

int iso_weekday(local_days day) { return static_cast<int>(std::chrono::weekday{day}.iso_encoding()); }

local_days week_of(local_days day, int week_start) { return day - days{(iso_weekday(day) - week_start + 7) % 7}; }

int month_number(local_days day) {
  const CivilDate date{day};
  return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
}

void append_list(std::string& text, std::string_view name, const std::vector<int>& values) {
  if (values.empty()) return;
  text.append(";").append(name).append("=");
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 0) text += ',';
    text += std::to_string(values[i]);
  }
}

void append_days(std::string& text, const std::vector<WeekdayNumber>& values) {
  constexpr std::array<std::string_view, 7> kNames{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  if (values.empty()) return;
  text += ";BYDAY=";
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 0) text += ',';
    if (values[i].ordinal != 0) text += std::to_string(values[i].ordinal);
    text += kNames[static_cast<std::size_t>(values[i].weekday - 1)];
  }
}

std::string_view name_of(Frequency frequency) {
  constexpr std::array<std::string_view, 4> kNames{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  return kNames[static_cast<std::size_t>(frequency)];
}

}  // namespace

void complete_from_start(RecurrenceRule& rule, local_days first) {
  const CivilDate date{first};
  const int day = static_cast<int>(static_cast<unsigned>(date.day()));
  const int month = static_cast<int>(static_cast<unsigned>(date.month()));
  switch (rule.frequency) {
    case Frequency::daily:
      return;
    case Frequency::weekly:
      if (rule.by_day.empty()) rule.by_day.push_back({0, iso_weekday(first)});
      return;
    case Frequency::monthly:
      if (rule.by_day.empty() && rule.by_month_day.empty()) rule.by_month_day.push_back(day);
      return;
    case Frequency::yearly:
      if (!rule.by_year_day.empty()) return;
      if (!rule.by_week_no.empty()) {
        if (rule.by_day.empty()) rule.by_day.push_back({0, iso_weekday(first)});
        return;
      }
      if (rule.by_day.empty() && rule.by_month_day.empty()) {
        rule.by_month_day.push_back(day);
        if (rule.by_month.empty()) rule.by_month.push_back(month);
      }
      // A day of the month without a month means that day of every month; libical takes DTSTART's month alone.
      if (!rule.by_month_day.empty() && rule.by_month.empty()) rule.by_month = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
      return;
  }
}

bool in_phase(const RecurrenceRule& rule, local_days first, local_days day) {
  if (rule.interval == 1) return true;
  const auto n = rule.interval;
  switch (rule.frequency) {
    case Frequency::daily:
      return (day - first).count() % n == 0;
    case Frequency::weekly:
      return (week_of(day, rule.week_start) - week_of(first, rule.week_start)).count() / 7 % n == 0;
    case Frequency::monthly:
      return (month_number(day) - month_number(first)) % n == 0;
    case Frequency::yearly:
      return (static_cast<int>(CivilDate{day}.year()) - static_cast<int>(CivilDate{first}.year())) % n == 0;
  }
  return false;
}

std::optional<std::int64_t> dates_between(const RecurrenceRule& rule, local_days first, local_days day) {
  if (!rule.by_month.empty() || !rule.by_month_day.empty()) return std::nullopt;
  if (rule.frequency == Frequency::daily && rule.by_day.empty()) {
    return ((day - first).count() + rule.interval - 1) / rule.interval;
  }
  if (rule.frequency != Frequency::weekly) return std::nullopt;
  const auto days_before = [&](local_days limit) {  // of its week
    const local_days week = week_of(limit, rule.week_start);
    return std::ranges::count_if(rule.by_day, [&](const WeekdayNumber& each) {
      return week + days{(each.weekday - rule.week_start + 7) % 7} < limit;
    });
  };
  const auto week = (week_of(day, rule.week_start) - week_of(first, rule.week_start)).count() / 7;
  const auto whole =
      (week + rule.interval - 1) / rule.interval;  // active weeks before that of `day`, the first week being one
  return whole * std::ssize(rule.by_day) - days_before(first) + (week % rule.interval == 0 ? days_before(day) : 0);
}

std::string dates_text(const RecurrenceRule& rule) {
  // The same days, said in the way libical gets right: 3.0.16 finds nothing for a daily rule with BYMONTHDAY=-1.
  const bool as_monthly = rule.frequency == Frequency::daily && !rule.by_month_day.empty();
  std::string text{"FREQ="};
  text += name_of(as_monthly ? Frequency::monthly : rule.frequency);
  append_list(text, "BYMONTH", rule.by_month);
  append_list(text, "BYWEEKNO", rule.by_week_no);
  append_list(text, "BYYEARDAY", rule.by_year_day);
  append_list(text, "BYMONTHDAY", rule.by_month_day);
  append_days(text, rule.by_day);
  return text;
}

bool has_possible_day(const RecurrenceRule& rule) {
  constexpr std::array<int, 12> kLongest{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (rule.by_month_day.empty() || rule.by_month.empty()) return true;
  return std::ranges::any_of(rule.by_month, [&](int month) {
    return std::ranges::any_of(rule.by_month_day,
                               [&](int day) { return std::abs(day) <= kLongest[static_cast<std::size_t>(month - 1)]; });
  });
}

}  // namespace wardcast::scheduler
