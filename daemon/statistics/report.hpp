// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "daemon/statistics/figures.hpp"
#include "daemon/statistics/periods.hpp"
#include "drivers/store/store.hpp"

// The report a board hands in, as figures. How it is printed: report_csv.hpp, report_json.hpp.
namespace wardcast::statistics {

/// An own programme that was not, or not wholly, heard.
struct Shortfall {
  std::string airing;
  WallTime planned_start{};
  std::string title;
  std::vector<std::string> zones;
  microseconds on_air{0};
  std::vector<std::string> reasons;  ///< words of the journal, or what an imported log says; the end's first
  std::string detail;
};

struct MonthFigures {
  std::string key;  ///< 2018-01
  Figures figures;
};

/// Headline of another period, for comparison.
struct Compared {
  Period period;
  std::optional<Figures> figures;  ///< nothing: the journal holds nothing of that time
};

struct Report {
  std::string station;
  Period period;
  WallTime as_of{};  ///< the figures are those the journal held then
  Figures figures;
  std::vector<MonthFigures> months;  ///< items count in the month they were first aired in
  std::vector<Shortfall> missed, partial;
  Compared before, year_before;
};

/// Programmes that had ended or begun by then: what was planned and came to its time.
inline int planned(const Figures& figures) { return figures.programmes + figures.programmes_missed; }
/// Time on air under one origin.
microseconds on_air_of(const Figures& figures, std::string_view origin);
/// The row of that key, if there is one.
const Row* row_of(const std::vector<Row>& rows, std::string_view key);

/// Desk thread, or the command line; throws what Store's readers throw.
Report report_of(store::Store& store, std::string station, Period period, WallTime now);

}  // namespace wardcast::statistics
