// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrence rules as people and other calendars write them. Lines: rule, start, dates left out, days off, days added.
#include <algorithm>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

#include "scheduler/series.hpp"
#include "scheduler/timetable.hpp"
#include "tests/fuzz/must.hpp"

namespace {

using namespace wardcast;
using namespace wardcast::scheduler;

constexpr std::size_t kMostDates = 20;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    lines.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  lines.resize(5);
  return lines;
}

std::vector<CivilDate> dates_of(const std::string& text) {
  std::vector<CivilDate> dates;
  for (std::size_t begin = 0; begin < text.size() && dates.size() < kMostDates;) {
    const auto end = std::min(text.find(',', begin), text.size());
    if (const auto date = parse_date(text.substr(begin, end - begin))) dates.push_back(*date);
    begin = end + 1;
  }
  std::sort(dates.begin(), dates.end());
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  return dates;
}

/// Processor time of this thread: a busy machine makes nothing slow.
double cpu_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto lines = lines_of({reinterpret_cast<const char*>(data), size});
  const double begun = cpu_seconds();
  const auto checked = check_rrule(lines[0]);
  if (!checked) fuzz::must(checked.error().field == "rrule" && !checked.error().detail.empty(), "a refusal says why");

  static const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  static const auto zone_with_gaps = TimeZone::locate("Europe/Berlin").value();
  Programme series;
  series.id = 1;
  series.duration = seconds{1800};
  const auto start = parse_civil(lines[1]);
  if (!checked || !start) return 0;
  series.start = *start;
  series.rrule = lines[0];
  series.exdates = dates_of(lines[2]);
  series.calendar =
      std::make_shared<const HolidayCalendar>(HolidayCalendar{"", dates_of(lines[3]), dates_of(lines[4])});

  using std::chrono::hours;
  constexpr hours kYear{365 * 24};
  for (const auto* const where : {&zone, &zone_with_gaps}) {
    const auto from = series.start - kYear / 2;
    const auto middle = series.start + kYear;
    const auto to = series.start + 5 * kYear;
    auto starts = occurrences(series, *where, from, middle);
    const auto later = occurrences(series, *where, middle, to);
    starts.insert(starts.end(), later.begin(), later.end());
    fuzz::must(std::is_sorted(starts.begin(), starts.end()), "starts are in order");
    fuzz::must(std::adjacent_find(starts.begin(), starts.end()) == starts.end(), "no start comes twice");
    fuzz::must(starts.empty() || (starts.front() >= from && starts.back() < to),
               "starts lie where they were asked for");
    fuzz::must(occurrences(series, *where, from, to) == starts, "a window is the sum of its parts");
    if (starts.empty()) continue;
    const auto split = split_series(series, *where, starts[size % starts.size()]);
    if (split && split->earlier) {
      auto parts = occurrences(*split->earlier, *where, from, to);
      const auto rest = occurrences(split->later, *where, from, to);
      parts.insert(parts.end(), rest.begin(), rest.end());
      fuzz::must(parts == starts, "the parts of a series have the editions of the whole");
    }
  }
  // Six windows of years with sanitizers: a hundred times what it takes.
  fuzz::must(cpu_seconds() - begun < 2, "no rule takes long");
  return 0;
}
