// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <vector>

#include "daemon/statistics/counting.hpp"
#include "daemon/statistics/periods.hpp"
#include "drivers/store/records.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::statistics {

struct Row {
  std::string key;
  int programmes = 0;
  microseconds on_air{0};
  int items = 0;
  int item_airings = 0;
};

/// The headline and the rows by month, kind, theme and unit count own airings only; by_origin sets relay, notice and
/// emergency beside them. Drills and tests are nowhere. Rows stand in the order of their keys (months as 2018-01); a
/// row appears when there is something in it, under an empty key what has no kind, theme or unit.
struct Figures {
  int programmes = 0;           ///< editions of which something was heard: full and partial ones, no repeats
  int programmes_partial = 0;   ///< those among them that ended without being full
  int programmes_missed = 0;    ///< ended, and nothing of them was heard: not among the programmes
  microseconds on_air{0};       ///< union of the airings' time, repeats too
  microseconds unconfirmed{0};  ///< that much of it where no board could be read
  int items = 0;                ///< distinct items first aired in the period
  int item_airings = 0;         ///< times an item was aired whole
  std::vector<Row> by_month, by_kind, by_theme, by_unit, by_origin;
  int sweeps = 0;  ///< sessions of the period in which lines were measured
  int faults = 0;  ///< raised in the period
};

/// An airing of the period that may count, with its entries, which point into it.
struct PeriodRun {
  const store::AsRun* run = nullptr;
  std::vector<Entry> entries;
};
/// Those among `runs`, which must outlive them, in order of planned start: the first airing of an item is the first
/// here.
std::vector<PeriodRun> period_runs(const std::vector<store::AsRun>& runs, Period period);

/// Items that count in the period, under each origin: those to ask Store::aired_before about.
std::vector<store::AiredItem> candidates(const std::vector<PeriodRun>& runs);

/// Marks in `runs` what is the first airing of an item. `before` are the candidates aired before the period; an item
/// first aired under another origin is still new under this one, since origins are kept apart.
void note_first_airings(std::vector<PeriodRun>& runs, const std::vector<store::AiredItem>& before);

/// Of runs with their first airings marked.
Figures figures(const std::vector<PeriodRun>& runs);

/// The same for each month of the period (2018-01, …) of which there is anything: what a month aired is not new in the
/// next.
std::map<std::string, Figures> figures_by_month(const std::vector<PeriodRun>& runs);

/// Reads what it needs and counts. Desk thread; throws what Store's readers throw.
Figures figures_of(store::Store& store, Period period);

}  // namespace wardcast::statistics
