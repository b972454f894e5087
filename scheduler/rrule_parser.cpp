// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <charconv>
#include <span>

#include "base/text.hpp"
#include "base/time_zone.hpp"
#include "scheduler/recurrence.hpp"

namespace wardcast::scheduler {
namespace {

constexpr std::array<std::string_view, 7> kWeekdays{"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr std::array<std::string_view, 14> kParts{"FREQ",     "INTERVAL", "COUNT",      "UNTIL",     "WKST",
                                                  "BYDAY",    "BYMONTH",  "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
                                                  "BYSETPOS", "BYHOUR",   "BYMINUTE",   "BYSECOND"};
constexpr int kMaxInterval = 10000;

Error wrong(std::string sentence) { return invalid("rrule", std::move(sentence)); }

std::string quoted(std::string_view text) { return "'" + std::string{text} + "'"; }

std::string upper(std::string_view text) {
  std::string result{text};
  for (char& c : result) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// A whole number with an optional sign and nothing behind it.
std::optional<int> number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

template <class T>
void order(std::vector<T>& values) {
  std::ranges::sort(values);
  // Not std::ranges::unique: clang 14, whose clang-tidy reads this, cannot with the ranges of libstdc++ 12.
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

std::optional<int> weekday(std::string_view text) {
  const auto found = std::ranges::find(kWeekdays, text);
  if (found == kWeekdays.end()) return std::nullopt;
  return static_cast<int>(found - kWeekdays.begin()) + 1;
}

Result<void> read_numbers(std::string_view name, std::string_view value, int largest, bool negative,
                          std::vector<int>& into) {
  for (const auto part : split(value, ',')) {
    const auto read = number(part);
    if (!read || *read == 0 || *read > largest || *read < -largest || (*read < 0 && !negative)) {
      return wrong(std::string{name} + " wants numbers from 1 to " + std::to_string(largest) +
                   (negative ? " (or negative, counted from the end)" : "") + ", separated by commas; " + quoted(part) +
                   " is none");
    }
    into.push_back(*read);
  }
  order(into);
  return {};
}

Result<void> read_days(std::string_view value, std::vector<WeekdayNumber>& into) {
  for (const auto part : split(value, ',')) {
    const auto day = part.size() >= 2 ? weekday(part.substr(part.size() - 2)) : std::nullopt;
    const auto before = part.substr(0, part.size() >= 2 ? part.size() - 2 : 0);
    const auto ordinal = before.empty() ? std::optional{0} : number(before);
    if (!day || !ordinal || (!before.empty() && *ordinal == 0) || *ordinal > 53 || *ordinal < -53) {
      return wrong("BYDAY wants weekdays MO, TU, WE, TH, FR, SA, SU, with an ordinal as in 1MO or -1FR where needed; " +
                   quoted(part) + " is none");
    }
    into.push_back({*ordinal, *day});
  }
  order(into);
  return {};
}

/// 20261231, 20261231T170000 or 20261231T100000Z.
Result<Until> read_until(std::string_view value) {
  const auto bad =
      wrong("UNTIL wants a date such as 20261231, a local time such as 20261231T170000, or UTC with a Z at its end; " +
            quoted(value) + " is none");
  if (value.size() != 8 && value.size() != 15 && value.size() != 16) return bad;
  std::string text{value.substr(0, 4)};
  text.append("-").append(value.substr(4, 2)).append("-").append(value.substr(6, 2));
  if (value.size() == 8) {
    const auto date = parse_date(text);
    if (!date) return bad;
    return Until{CivilTime{std::chrono::local_days{*date}} + std::chrono::days{1} - seconds{1}, false};
  }
  if (value[8] != 'T' || (value.size() == 16 && value[15] != 'Z')) return bad;
  text.append("T")
      .append(value.substr(9, 2))
      .append(":")
      .append(value.substr(11, 2))
      .append(":")
      .append(value.substr(13, 2));
  const auto civil = parse_civil(text);
  if (!civil) return bad;
  return Until{*civil, value.size() == 16};
}

Result<void> read_frequency(std::string_view value, RecurrenceRule& rule) {
  constexpr std::array<std::string_view, 4> kNames{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  const auto found = std::ranges::find(kNames, value);
  if (found == kNames.end()) {
    if (value == "HOURLY" || value == "MINUTELY" || value == "SECONDLY") {
      return wrong("FREQ=" + std::string{value} +
                   " is too often for a programme: make one programme for each time of day");
    }
    return wrong("FREQ wants DAILY, WEEKLY, MONTHLY or YEARLY, not " + quoted(value));
  }
  rule.frequency = static_cast<Frequency>(found - kNames.begin());
  return {};
}

Result<void> read_part(std::string_view name, std::string_view value, RecurrenceRule& rule) {
  if (value.empty()) return wrong(std::string{name} + " has no value: leave the part out or give it one");
  if (name == "FREQ") return read_frequency(value, rule);
  if (name == "INTERVAL") {
    const auto read = number(value);
    if (!read || *read < 1 || *read > kMaxInterval)
      return wrong("INTERVAL wants a number from 1 to 10000, not " + quoted(value));
    rule.interval = *read;
    return {};
  }
  if (name == "COUNT") {
    const auto read = number(value);
    if (!read || *read < 1) return wrong("COUNT wants a number from 1, not " + quoted(value));
    rule.count = *read;
    return {};
  }
  if (name == "UNTIL") {
    auto read = read_until(value);
    if (!read) return read.error();
    rule.until = *read;
    return {};
  }
  if (name == "WKST") {
    const auto read = weekday(value);
    if (!read) return wrong("WKST wants one of MO, TU, WE, TH, FR, SA, SU, not " + quoted(value));
    rule.week_start = *read;
    return {};
  }
  if (name == "BYDAY") return read_days(value, rule.by_day);
  if (name == "BYMONTH") return read_numbers(name, value, 12, false, rule.by_month);
  if (name == "BYMONTHDAY") return read_numbers(name, value, 31, true, rule.by_month_day);
  if (name == "BYYEARDAY") return read_numbers(name, value, 366, true, rule.by_year_day);
  if (name == "BYWEEKNO") return read_numbers(name, value, 53, true, rule.by_week_no);
  if (name == "BYSETPOS") return read_numbers(name, value, 366, true, rule.by_set_pos);
  return wrong(std::string{name} + " would move the time of day, which comes from the programme's start: leave it out");
}

/// What may stand together (RFC 5545 section 3.3.10, table of BYxxx by FREQ), less what is ambiguous there.
Result<void> check_together(const RecurrenceRule& rule) {
  const bool yearly = rule.frequency == Frequency::yearly;
  const bool monthly = rule.frequency == Frequency::monthly;
  const bool ordinals = std::ranges::any_of(rule.by_day, [](const WeekdayNumber& day) { return day.ordinal != 0; });
  if (rule.count && rule.until) return wrong("COUNT and UNTIL exclude each other: keep one");
  if (ordinals && !monthly && !yearly)
    return wrong("an ordinal in BYDAY (1MO) needs FREQ=MONTHLY or FREQ=YEARLY; write the bare weekday");
  if (ordinals && (monthly || !rule.by_month.empty()) &&
      std::ranges::any_of(rule.by_day, [](const WeekdayNumber& day) { return day.ordinal > 5 || day.ordinal < -5; })) {
    return wrong("a month has at most 5 of a weekday: an ordinal in BYDAY goes from 1 to 5, or -1 to -5");
  }
  if (ordinals && std::ranges::any_of(rule.by_day, [](const WeekdayNumber& day) { return day.ordinal == 0; })) {
    return wrong("BYDAY mixes weekdays with and without an ordinal: write two programmes, or give each an ordinal");
  }
  if (ordinals && !rule.by_month_day.empty())
    return wrong("an ordinal in BYDAY and BYMONTHDAY exclude each other: keep one");
  if (!rule.by_month_day.empty() && rule.frequency == Frequency::weekly) {
    return wrong("BYMONTHDAY does not go with FREQ=WEEKLY: use FREQ=MONTHLY");
  }
  if ((!rule.by_year_day.empty() || !rule.by_week_no.empty()) && !yearly) {
    return wrong("BYYEARDAY and BYWEEKNO need FREQ=YEARLY");
  }
  if (!rule.by_year_day.empty() && !(rule.by_day.empty() && rule.by_month.empty() && rule.by_month_day.empty() &&
                                     rule.by_week_no.empty() && rule.by_set_pos.empty())) {
    return wrong("BYYEARDAY stands alone: leave the other BY parts out");
  }
  if (!rule.by_week_no.empty() && (ordinals || rule.interval != 1 || !rule.by_month.empty() ||
                                   !rule.by_month_day.empty() || !rule.by_set_pos.empty())) {
    return wrong(
        "BYWEEKNO goes with bare weekdays in BYDAY alone, every year: leave INTERVAL and the other BY parts out");
  }
  if (!rule.by_set_pos.empty() && !monthly && !yearly) {
    return wrong("BYSETPOS needs FREQ=MONTHLY or FREQ=YEARLY; name the days in BYDAY instead");
  }
  if (!rule.by_set_pos.empty() && rule.by_day.empty() && rule.by_month_day.empty()) {
    return wrong("BYSETPOS picks from a set of days: add BYDAY or BYMONTHDAY");
  }
  return {};
}

}  // namespace

Result<RecurrenceRule> parse_rrule(std::string_view text) {
  if (text.empty()) return wrong("the rule is empty: write for example FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
  const std::string rule_text = upper(text);
  if (rule_text.starts_with("RRULE:")) return wrong("leave 'RRULE:' out: the rule starts with FREQ=");
  RecurrenceRule rule;
  std::vector<std::string_view> seen;
  for (const auto part : split(rule_text, ';')) {
    const auto equals = part.find('=');
    const auto name = part.substr(0, equals);
    if (equals == std::string_view::npos) {
      return wrong(part.empty()
                       ? "the rule has an empty part: parts are separated by one ';' and none stands at the end"
                       : quoted(part) + " is not of the form NAME=VALUE");
    }
    if (std::ranges::find(kParts, name) == kParts.end()) {
      const auto near = nearest(name, kParts);
      return wrong(quoted(name) + " is not a part of a rule" +
                   (near.empty() ? std::string{} : "; did you mean " + near + "?"));
    }
    if (std::ranges::find(seen, name) != seen.end()) return wrong(std::string{name} + " is given twice: keep one");
    seen.push_back(name);
    auto read = read_part(name, part.substr(equals + 1), rule);
    if (!read) return read.error();
  }
  if (std::ranges::find(seen, std::string_view{"FREQ"}) == seen.end()) {
    return wrong("FREQ is missing: write FREQ=DAILY, WEEKLY, MONTHLY or YEARLY");
  }
  auto together = check_together(rule);
  if (!together) return together.error();
  return rule;
}

}  // namespace wardcast::scheduler
