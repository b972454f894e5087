// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/report.hpp"

#include <algorithm>
#include <utility>

#include "daemon/statistics/counting.hpp"

namespace wardcast::statistics {
namespace {

/// What kept the airing from being full: why it ended, why items were skipped, why others were cut.
std::vector<std::string> reasons_of(const store::AsRun& run) {
  std::vector<std::string> reasons;
  const auto add = [&](const std::string& reason) {
    if (reason.empty() || reason == "finished" || reason == "imported" || reason == "confirmation_changed") return;
    if (std::find(reasons.begin(), reasons.end(), reason) == reasons.end()) reasons.push_back(reason);
  };
  add(run.end->reason);
  for (const auto& skip : run.skips) {
    if (skip.role == "item") add(skip.reason);
  }
  const auto aired = entries(run);
  for (const auto& segment : run.segments) {
    if (segment.role != "item") continue;
    const bool whole = std::any_of(aired.begin(), aired.end(), [&](const Entry& entry) {
      return entry.whole && entry.position == segment.position && entry.first->item == segment.item;
    });
    if (whole) continue;
    add(counted_packets(segment) == 0 ? "not_heard" : segment.end_reason);
  }
  return reasons;
}

Shortfall shortfall_of(const store::AsRun& run) {
  return {.airing = run.airing.id,
          .planned_start = run.airing.planned_start,
          .title = run.airing.title,
          .zones = run.airing.zones,
          .on_air = on_air_time(run),
          .reasons = reasons_of(run),
          .detail = run.end->detail};
}

void list_shortfalls(const std::vector<PeriodRun>& runs, Report& report) {
  for (const auto& [run, aired] : runs) {
    if (!run->end || run->airing.repeat || run->airing.origin != "own") continue;
    const auto result = result_of(*run, aired);
    if (result == Outcome::missed) report.missed.push_back(shortfall_of(*run));
    if (result == Outcome::partial) report.partial.push_back(shortfall_of(*run));
  }
}

/// Every month of the period, also those of which there is nothing.
std::vector<MonthFigures> count_months(const std::vector<PeriodRun>& runs, Period period) {
  auto counted = figures_by_month(runs);
  std::vector<MonthFigures> months;
  for (const auto& month : months_of(period)) {
    auto& made = months.emplace_back();
    made.key = format_date(month.from).substr(0, 7);
    if (const auto found = counted.find(made.key); found != counted.end()) made.figures = std::move(found->second);
  }
  return months;
}

Compared compare(store::Store& store, Period period) {
  auto counted = figures_of(store, period);
  Compared compared{.period = period, .figures = {}};
  if (planned(counted) > 0 || !counted.by_origin.empty()) compared.figures = std::move(counted);
  return compared;
}

}  // namespace

const Row* row_of(const std::vector<Row>& rows, std::string_view key) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.key == key; });
  return found == rows.end() ? nullptr : &*found;
}

microseconds on_air_of(const Figures& figures, std::string_view origin) {
  const auto* row = row_of(figures.by_origin, origin);
  return row == nullptr ? microseconds{0} : row->on_air;
}

Report report_of(store::Store& store, std::string station, Period period, WallTime now) {
  const auto runs = store.as_run_to_count(period.from, period.to);
  auto chosen = period_runs(runs, period);
  note_first_airings(chosen, store.aired_before(candidates(chosen), period.from));
  Report report;
  report.station = std::move(station);
  report.period = period;
  report.as_of = now;
  report.figures = figures(chosen);
  report.figures.sweeps = static_cast<int>(store.sweeps_held(period.from, period.to));
  report.figures.faults = static_cast<int>(store.faults_found(period.from, period.to));
  report.months = count_months(chosen, period);
  list_shortfalls(chosen, report);
  report.before = compare(store, before(period));
  report.year_before = compare(store, a_year_before(period));
  return report;
}

}  // namespace wardcast::statistics
