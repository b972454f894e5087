// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/occurrences.hpp"

#include <algorithm>

#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;

/// Left out by the programme itself or by its calendar.
bool excepted(const Programme& programme, local_days day) {
  const CivilDate date{day};
  if (std::ranges::find(programme.exdates, date) != programme.exdates.end()) return true;
  return programme.calendar != nullptr && std::ranges::binary_search(programme.calendar->days_off, date);
}

/// Takes the days of a rule one by one and keeps those that are starts within the window.
class Sieve {
 public:
  Sieve(const Programme& programme, const RecurrenceRule& rule, const TimeZone& zone, CivilTime from, CivilTime to)
      : programme_(programme), rule_(rule), zone_(zone), from_(from), to_(to), first_(floor<days>(programme.start)) {}

  /// False when no later day can be a start either.
  bool take(local_days day) {
    if (day < first_ || !in_phase(rule_, first_, day)) return true;
    const CivilTime start = day + (programme_.start - first_);
    if (start >= to_ || is_past_until(start)) return false;
    if (rule_.count && ++counted_ > *rule_.count) return false;
    if (rule_.count && counted_ == *rule_.count) last_ = day;
    if (start >= from_ && !excepted(programme_, day)) starts_.push_back(start);
    return true;
  }
  void begin_after(std::int64_t counted) { counted_ = counted; }
  /// After the last day was taken.
  std::vector<CivilTime> starts() && {
    if (programme_.calendar != nullptr && !programme_.calendar->extra_working_days.empty()) add_extra_days();
    return std::move(starts_);
  }

 private:
  void add_extra_days() {
    const auto& extra = programme_.calendar->extra_working_days;
    const local_days begin = std::max(first_, floor<days>(from_));
    for (auto date = std::ranges::lower_bound(extra, CivilDate{begin}); date != extra.end(); ++date) {
      const local_days day{*date};
      const CivilTime start = day + (programme_.start - first_);
      if (start >= to_ || is_past_until(start) || day > last_) break;
      if (start >= from_ && !excepted(programme_, day)) starts_.push_back(start);
    }
    std::ranges::sort(starts_);
    starts_.erase(std::unique(starts_.begin(), starts_.end()), starts_.end());  // the rule has such days too
  }
  [[nodiscard]] bool is_past_until(CivilTime start) const {
    if (!rule_.until) return false;
    if (!rule_.until->utc) return start > rule_.until->last;
    return zone_.to_wall(start) > WallTime{rule_.until->last.time_since_epoch()};
  }

  const Programme& programme_;
  const RecurrenceRule& rule_;
  const TimeZone& zone_;
  CivilTime from_, to_;
  local_days first_;
  local_days last_ = local_days::max();  ///< the day COUNT ends with, once it is met
  std::int64_t counted_ = 0;
  std::vector<CivilTime> starts_;
};

int year_of(CivilTime time) { return static_cast<int>(CivilDate{floor<days>(time)}.year()); }

}  // namespace

std::vector<CivilTime> occurrences_in(const Programme& programme, const TimeZone& zone, CivilTime from, CivilTime to,
                                      RuleDates& known) {
  if (programme.start >= to || from >= to) return {};
  const local_days first = floor<days>(programme.start);
  if (programme.rrule.empty()) {
    return programme.start < from || excepted(programme, first) ? std::vector<CivilTime>{}
                                                                : std::vector{programme.start};
  }
  auto rule = parse_rrule(programme.rrule);
  if (!rule) return {};
  complete_from_start(*rule, first);
  if (rule->until && !rule->until->utc && rule->until->last < from) return {};
  Sieve sieve{programme, *rule, zone, from, to};
  const local_days begin = std::max(first, known.from());
  const auto counted = rule->count ? dates_between(*rule, first, begin) : std::optional<std::int64_t>{0};
  if (counted) {
    if (rule->count && *counted >= *rule->count) return {};
    sieve.begin_after(*counted);
    const auto& dates = known.in_window(*rule);
    for (auto day = std::ranges::lower_bound(dates, begin); day != dates.end() && sieve.take(*day);) ++day;
    return std::move(sieve).starts();
  }
  const int last_year = std::min(year_of(to), kLastYear);
  for (int year = year_of(programme.start); year <= last_year; ++year) {
    for (const local_days day : known.in_year(*rule, year)) {
      if (!sieve.take(day)) return std::move(sieve).starts();
    }
  }
  return std::move(sieve).starts();
}

std::vector<CivilTime> occurrences(const Programme& programme, const TimeZone& zone, CivilTime from, CivilTime to) {
  const CivilTime begin = std::max(from, programme.start);
  if (begin >= to) return {};
  RuleDates known{floor<days>(begin), floor<days>(to)};
  return occurrences_in(programme, zone, from, to, known);
}

std::optional<CivilTime> first_occurrence(const Programme& programme, const TimeZone& zone) {
  // Most series begin within a fortnight; the rarest date, 29 February on a given weekday, comes every 28 years.
  for (const int horizon : {14, 366, 5 * 366, 41 * 366}) {
    const auto starts = occurrences(programme, zone, programme.start, programme.start + days{horizon});
    if (!starts.empty()) return starts.front();
  }
  return std::nullopt;
}

Result<void> check_rrule(std::string_view text) {
  auto rule = parse_rrule(text);
  if (!rule) return rule.error();
  const local_days start{std::chrono::year{2001} / std::chrono::January / 1};
  complete_from_start(*rule, start);
  if (rule->by_set_pos.empty() && has_possible_day(*rule)) return {};
  // The sizes of months and years, and the weekdays they begin with, come round within 28 years.
  for (const int horizon : {366, 28 * 366}) {
    if (!rule_dates(*rule, start, start + days{horizon}).empty()) return {};
  }
  return invalid(
      "rrule",
      "no date ever matches this rule: change BYMONTH, BYMONTHDAY, BYDAY or BYSETPOS, which together leave none");
}

}  // namespace wardcast::scheduler
