// SPDX-License-Identifier: GPL-3.0-or-later
// Reads series, one a line, and prints what the scheduler makes of each: "ok" and the instants of its editions in
// seconds since 1970, or "refused" and the sentence. Fields of a line, with tabs between:
//   zone, start, RRULE, exdates, days off, extra working days (dates with commas), from, to (civil)
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0;;) {
    const auto end = text.find(separator, begin);
    parts.push_back(text.substr(begin, end - begin));
    if (end == std::string::npos) return parts;
    begin = end + 1;
  }
}

std::vector<CivilDate> dates(const std::string& text) {
  std::vector<CivilDate> all;
  if (text.empty()) return all;
  for (const auto& part : split(text, ',')) all.push_back(parse_date(part).value());
  return all;
}

void answer(const std::string& line) {
  const auto field = split(line, '\t');
  const auto zone = TimeZone::locate(field.at(0)).value();
  Programme series;
  series.id = 1;
  series.start = parse_civil(field.at(1)).value();
  series.rrule = field.at(2);
  series.exdates = dates(field.at(3));
  series.calendar =
      std::make_shared<const HolidayCalendar>(HolidayCalendar{"", dates(field.at(4)), dates(field.at(5))});
  if (const auto checked = check_rrule(series.rrule); !checked) {
    std::cout << "refused " << checked.error().detail << '\n';
    return;
  }
  std::cout << "ok";
  for (const auto start : occurrences(series, zone, parse_civil(field.at(6)).value(), parse_civil(field.at(7)).value()))
    std::cout << ' ' << std::chrono::floor<seconds>(zone.to_wall(start)).time_since_epoch().count();
  std::cout << '\n';
}

}  // namespace
}  // namespace wardcast::scheduler

int main() {
  std::ios::sync_with_stdio(false);
  for (std::string line; std::getline(std::cin, line);) wardcast::scheduler::answer(line);
}
