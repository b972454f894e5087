// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/series.hpp"

#include <algorithm>
#include <string>

#include "scheduler/recurrence.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::floor;

/// The rule as written, less COUNT and UNTIL.
std::string endless(std::string_view rule) {
  std::string kept;
  for (;;) {
    const auto semicolon = rule.find(';');
    const auto part = rule.substr(0, semicolon);
    std::string name{part.substr(0, part.find('='))};
    for (char& c : name) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (name != "COUNT" && name != "UNTIL") kept.append(kept.empty() ? "" : ";").append(part);
    if (semicolon == std::string_view::npos) return kept;
    rule.remove_prefix(semicolon + 1);
  }
}

/// 20261123T165959
std::string until_text(CivilTime last) {
  std::string text = format_civil(last);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

/// As the rule alone has it.
Programme without_exceptions(Programme series) {
  series.exdates.clear();
  series.calendar.reset();
  return series;
}

}  // namespace

Result<CivilTime> edition_at(const Programme& programme, const TimeZone& zone, std::string_view at) {
  const auto date = parse_date(at);
  auto civil = parse_civil(at);
  if (!civil) {
    if (const auto start = parse_rfc3339(at)) civil = zone.to_civil(*start);
  }
  if (!date && !civil)
    return invalid(
        "at",
        "Name the edition by its local date or start, such as at=2026-11-24, at=2026-11-24T17:00 or as the timetable "
        "gives it.");
  const auto found = edition_on_date(programme, zone, date ? CivilTime{std::chrono::local_days{*date}} : *civil);
  if (!found || (civil && *found != *civil))
    return invalid("at", "The programme has no edition at " + std::string{at} +
                             "; GET /api/v1/timetable lists its editions by their planned start.");
  return *found;
}

std::optional<CivilTime> edition_on_date(const Programme& programme, const TimeZone& zone, CivilTime start) {
  const CivilTime day = floor<days>(start);
  const auto starts = occurrences(programme, zone, day, day + days{1});
  return starts.empty() ? std::nullopt : std::optional{starts.front()};
}

std::optional<Programme> without_edition(const Programme& series, const TimeZone& zone, CivilTime at) {
  Programme rest = series;
  rest.exdates.emplace_back(floor<days>(at));
  if (!first_occurrence(rest, zone)) return std::nullopt;
  return rest;
}

Result<SplitSeries> split_series(const Programme& series, const TimeZone& zone, CivilTime at) {
  SplitSeries parts{series, series};
  parts.later.id = 0;
  parts.later.start = at;
  if (occurrences(series, zone, series.start, at).empty()) {
    parts.earlier.reset();
    return parts;
  }
  const auto rule = parse_rrule(series.rrule);
  const Programme plain = without_exceptions(series);
  if (!rule || occurrences(plain, zone, at, at + seconds{1}).empty())
    return invalid("at",
                   "That edition is an extra working day of the calendar; name the next one that the series' own "
                   "rule gives.");
  const std::string endless_rule = endless(series.rrule);
  parts.earlier->rrule = endless_rule + ";UNTIL=" + until_text(at - seconds{1});
  if (rule->count) {
    const auto before = std::ssize(occurrences(plain, zone, series.start, at));
    parts.later.rrule = endless_rule + ";COUNT=" + std::to_string(*rule->count - before);
  }
  const CivilDate date{floor<days>(at)};
  std::erase_if(parts.earlier->exdates, [&](CivilDate each) { return each >= date; });
  std::erase_if(parts.later.exdates, [&](CivilDate each) { return each < date; });
  return parts;
}

}  // namespace wardcast::scheduler
