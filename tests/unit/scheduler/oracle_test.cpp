// SPDX-License-Identifier: GPL-3.0-or-later
// Random rules against an independent oracle: a predicate asked of every day, written from RFC 5545 and knowing no
// library.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::weekday;

constexpr std::array<std::string_view, 7> kNames{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

struct Rule {
  char frequency = 'D';  ///< D W M Y
  int interval = 1;
  int count = 0;  ///< 0 = none
  std::optional<local_days> until;
  int week_start = 1;                       ///< ISO
  std::vector<std::pair<int, int>> by_day;  ///< ordinal, ISO weekday
  std::vector<int> by_month, by_month_day, by_set_pos;
};

struct Parts {
  int year, month, day, iso;
};
Parts parts(local_days date) {
  const CivilDate civil{date};
  return {static_cast<int>(civil.year()), static_cast<int>(unsigned(civil.month())),
          static_cast<int>(unsigned(civil.day())), static_cast<int>(weekday{date}.iso_encoding())};
}
int length_of_month(int year, int month) {
  return static_cast<int>(unsigned((std::chrono::year{year} / month / std::chrono::last).day()));
}
local_days day_of(int year, int month, int day) { return local_days{std::chrono::year{year} / month / day}; }

bool has(const std::vector<int>& list, int value) { return std::ranges::find(list, value) != list.end(); }

/// The how-manieth of its weekday is this day, from the front and from the back of [first, last]?
bool is_nth(local_days date, local_days first, local_days last, int ordinal) {
  const int front = static_cast<int>((date - first).count()) / 7 + 1;
  const int back = -(static_cast<int>((last - date).count()) / 7 + 1);
  return ordinal == 0 || ordinal == front || ordinal == back;
}

/// The day's BYxxx parts, BYSETPOS aside.
bool in_set(const Rule& rule, const Parts& start, local_days date) {
  const Parts p = parts(date);
  auto by_day = rule.by_day;
  auto by_month = rule.by_month;
  auto by_month_day = rule.by_month_day;
  if (rule.frequency == 'W' && by_day.empty()) by_day.emplace_back(0, start.iso);
  if (rule.frequency == 'M' && by_day.empty() && by_month_day.empty()) by_month_day.push_back(start.day);
  if (rule.frequency == 'Y' && by_day.empty() && by_month_day.empty()) {
    by_month_day.push_back(start.day);
    if (by_month.empty()) by_month.push_back(start.month);
  }
  if (!by_month.empty() && !has(by_month, p.month)) return false;
  if (!by_month_day.empty() && !has(by_month_day, p.day) &&
      !has(by_month_day, p.day - length_of_month(p.year, p.month) - 1))
    return false;
  if (by_day.empty()) return true;
  const bool of_year = rule.frequency == 'Y' && rule.by_month.empty();
  const local_days first = of_year ? day_of(p.year, 1, 1) : day_of(p.year, p.month, 1);
  const local_days last = of_year ? day_of(p.year, 12, 31) : day_of(p.year, p.month, length_of_month(p.year, p.month));
  return std::ranges::any_of(
      by_day, [&](const auto& wanted) { return wanted.second == p.iso && is_nth(date, first, last, wanted.first); });
}

int period_of(const Rule& rule, local_days date) {
  const Parts p = parts(date);
  switch (rule.frequency) {
    case 'D':
      return static_cast<int>(date.time_since_epoch().count());
    case 'W': {
      const int back = (p.iso - rule.week_start + 7) % 7;
      return static_cast<int>(floor<days>((date - days{back}).time_since_epoch()).count() + 7000000) / 7;
    }
    case 'M':
      return p.year * 12 + p.month;
    default:
      return p.year;
  }
}

bool chosen_by_position(const Rule& rule, const Parts& start, local_days date) {
  if (rule.by_set_pos.empty()) return true;
  const Parts p = parts(date);
  const bool yearly = rule.frequency == 'Y';
  const local_days first = day_of(p.year, yearly ? 1 : p.month, 1);
  const local_days last = yearly ? day_of(p.year, 12, 31) : day_of(p.year, p.month, length_of_month(p.year, p.month));
  int before = 0, after = 0;
  for (local_days other = first; other <= last; other += days{1}) {
    if (!in_set(rule, start, other)) continue;
    if (other <= date) ++before;
    if (other >= date) ++after;
  }
  return has(rule.by_set_pos, before) || has(rule.by_set_pos, -after);
}

std::vector<local_days> oracle(const Rule& rule, local_days start, local_days to) {
  std::vector<local_days> found;
  const Parts p = parts(start);
  for (local_days date = start; date < to; date += days{1}) {
    if ((period_of(rule, date) - period_of(rule, start)) % rule.interval != 0) continue;
    if (!in_set(rule, p, date) || !chosen_by_position(rule, p, date)) continue;
    if (rule.until && date > *rule.until) break;
    found.push_back(date);
    if (rule.count != 0 && std::ssize(found) == rule.count) break;
  }
  return found;
}

std::string digits(local_days date) {
  std::string text = format_date(CivilDate{date});
  std::erase(text, '-');
  return text;
}

template <class List, class Print>
void append(std::string& text, std::string_view name, const List& list, Print print) {
  for (std::size_t i = 0; i < list.size(); ++i)
    text += (i == 0 ? ";" + std::string{name} + "=" : std::string{","}) + print(list[i]);
}

std::string written(const Rule& rule) {
  std::string text = rule.frequency == 'D'   ? "FREQ=DAILY"
                     : rule.frequency == 'W' ? "FREQ=WEEKLY"
                     : rule.frequency == 'M' ? "FREQ=MONTHLY"
                                             : "FREQ=YEARLY";
  if (rule.interval != 1) text += ";INTERVAL=" + std::to_string(rule.interval);
  const auto number = [](int value) { return std::to_string(value); };
  append(text, "BYDAY", rule.by_day, [](const auto& day) {
    return (day.first == 0 ? std::string{} : std::to_string(day.first)) +
           std::string{kNames[static_cast<std::size_t>(day.second - 1)]};
  });
  append(text, "BYMONTH", rule.by_month, number);
  append(text, "BYMONTHDAY", rule.by_month_day, number);
  append(text, "BYSETPOS", rule.by_set_pos, number);
  if (rule.week_start != 1) text += ";WKST=" + std::string{kNames[static_cast<std::size_t>(rule.week_start - 1)]};
  if (rule.count != 0) text += ";COUNT=" + std::to_string(rule.count);
  if (rule.until) text += ";UNTIL=" + digits(*rule.until);
  return text;
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  int from(int low, int high) { return std::uniform_int_distribution{low, high}(engine_); }
  bool one_in(int n) { return from(1, n) == 1; }
  std::vector<int> some(int low, int high, int most) {
    std::vector<int> list;
    for (int i = from(1, most); i > 0; --i) {
      const int value = from(low, high);
      if (value != 0 && !has(list, value)) list.push_back(value);
    }
    return list;
  }

 private:
  std::mt19937 engine_;
};

Rule random_rule(Dice& dice, local_days start) {
  Rule rule;
  rule.frequency = "DWMY"[dice.from(0, 3)];
  const bool wide = rule.frequency == 'M' || rule.frequency == 'Y';
  rule.interval = dice.one_in(2) ? 1 : dice.from(2, 5);
  if (dice.one_in(3)) rule.week_start = dice.from(1, 7);
  const int shape = dice.from(0, 5);
  if (shape >= 3) {
    const bool ordinal = wide && dice.one_in(2);
    for (const int day : dice.some(1, 7, 5)) {
      int nth = 0;
      while (ordinal && nth == 0) nth = dice.from(-5, 5);
      rule.by_day.emplace_back(nth, day);
    }
    if (!ordinal && shape == 5 && rule.frequency != 'W') rule.by_month_day = dice.some(-31, 31, 8);
  } else if (shape >= 1 && rule.frequency != 'W') {
    rule.by_month_day = dice.some(-31, 31, 4);
  }
  if (dice.one_in(4)) rule.by_month = dice.some(1, 12, 4);
  if (wide && dice.one_in(4) && !(rule.by_day.empty() && rule.by_month_day.empty()))
    rule.by_set_pos = dice.some(-4, 4, 3);
  if (dice.one_in(3)) rule.count = dice.from(1, 40);
  if (rule.count == 0 && dice.one_in(3)) rule.until = start + days{dice.from(0, 2000)};
  return rule;
}

class Oracle : public testing::TestWithParam<std::string_view> {};

TEST_P(Oracle, AgreesOnRandomRules) {
  const auto zone = TimeZone::locate(GetParam()).value();
  Dice dice{static_cast<unsigned>(GetParam().size())};  // other rules for each zone
  int checked = 0;
  std::size_t found = 0;
  while (checked < 500) {
    const local_days start = day_of(2015, 1, 1) + days{dice.from(0, 2500)};
    const Rule rule = random_rule(dice, start);
    auto series = programme(1, "2018-01-01T02:30", written(rule));
    series.start = start + std::chrono::minutes{150};
    if (!check_rrule(series.rrule)) {
      // Only because no date matches: then the oracle knows none either.
      ASSERT_TRUE(oracle(rule, start, start + days{6000}).empty())
          << series.rrule << ": " << check_rrule(series.rrule).error().detail;
      ++checked;
      continue;
    }
    ++checked;
    const local_days to = start + days{2200};
    std::vector<std::string> expected;
    for (const auto day : oracle(rule, start, to)) expected.push_back(format_civil(day + std::chrono::minutes{150}));
    ASSERT_EQ(texts(occurrences(series, zone, CivilTime{start}, CivilTime{to})), expected)
        << series.rrule << " from " << format_civil(series.start);
    found += expected.size();

    // A look through a small window far along sees the same.
    const local_days from = start + days{dice.from(0, 2190)};
    const local_days end = from + days{dice.from(1, 9)};
    std::erase_if(expected, [&](const std::string& text) {
      return text < format_civil(CivilTime{from}) || text >= format_civil(CivilTime{end});
    });
    ASSERT_EQ(texts(occurrences(series, zone, CivilTime{from}, CivilTime{end})), expected) << series.rrule;

    // Editions stand at the instants of those civil starts.
    const std::vector<Programme> one{series};
    for (const auto& edition :
         timetable(one, {}, ward(), zone, zone.to_wall(CivilTime{from}), zone.to_wall(CivilTime{from} + days{5}))) {
      ASSERT_EQ(edition.start, zone.to_wall(edition.local_start));
    }
  }
  EXPECT_GT(found, 5000U);  // the rules were not all empty ones
}

INSTANTIATE_TEST_SUITE_P(Zones, Oracle, testing::Values("Asia/Ho_Chi_Minh", "Europe/Berlin"));

}  // namespace
}  // namespace wardcast::scheduler
