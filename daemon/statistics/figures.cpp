// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/figures.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/time_zone.hpp"

namespace wardcast::statistics {
namespace {

using Segments = std::vector<const store::Segment*>;

/// Rows under one heading (by month, by kind, …), on their way.
class Rows {
 public:
  void heard(const std::string& key, const store::Segment& segment) { table_[key].segments.push_back(&segment); }
  void programme(const std::string& key) { ++table_[key].row.programmes; }
  void item(const std::string& key) { ++table_[key].row.items; }
  void item_airing(const std::string& key) { ++table_[key].row.item_airings; }

  [[nodiscard]] std::vector<Row> done() {
    std::vector<Row> rows;
    rows.reserve(table_.size());
    for (auto& [key, made] : table_) {
      made.row.key = key;
      made.row.on_air = union_of(made.segments);
      rows.push_back(std::move(made.row));
    }
    return rows;
  }

 private:
  struct Making {
    Row row;
    Segments segments;
  };
  std::map<std::string, Making> table_;
};

bool belongs(const store::Airing& airing, const std::string& first, const std::string& last) {
  return !airing.drill && airing.local_date >= first && airing.local_date <= last;
}

/// Airings of the period that may count, in order of planned start: the first airing of an item is the first here.
std::vector<const store::AsRun*> counted_runs(const std::vector<store::AsRun>& runs, Period period) {
  const auto first = format_date(period.from);
  const auto last = format_date(period.to);
  std::vector<const store::AsRun*> chosen;
  for (const auto& run : runs) {
    if (belongs(run.airing, first, last)) chosen.push_back(&run);
  }
  std::sort(chosen.begin(), chosen.end(), [](const store::AsRun* a, const store::AsRun* b) {
    return std::tie(a->airing.planned_start, a->airing.id) < std::tie(b->airing.planned_start, b->airing.id);
  });
  return chosen;
}

/// One headline's and its breakdowns' state.
class Counting {
 public:
  explicit Counting(const std::set<store::AiredItem>& before) : before_(before) {}

  void add(const store::AsRun& run) {
    const auto aired = entries(run);
    const bool own = run.airing.origin == "own";
    if (own) {
      headline(run, !aired.empty());
      by_segment(run);
    }
    for (const auto& segment : run.segments) {
      if (counted_packets(segment) > 0) by_origin_.heard(run.airing.origin, segment);
    }
    if (!aired.empty() && !run.airing.repeat) by_origin_.programme(run.airing.origin);
    for (const auto& entry : aired) {
      if (entry.whole) item_aired(run.airing, *entry.first);
    }
  }

  [[nodiscard]] Figures done() {
    figures_.on_air = union_of(own_);
    figures_.unconfirmed = union_of(unconfirmed_);
    figures_.by_month = by_month_.done();
    figures_.by_kind = by_kind_.done();
    figures_.by_theme = by_theme_.done();
    figures_.by_unit = by_unit_.done();
    figures_.by_origin = by_origin_.done();
    return std::move(figures_);
  }

 private:
  static std::string month_of(const store::Airing& airing) { return airing.local_date.substr(0, 7); }

  void headline(const store::AsRun& run, bool heard) {
    if (run.airing.repeat) return;  // another airing, not another programme
    if (heard) {
      ++figures_.programmes;
      by_month_.programme(month_of(run.airing));
      if (run.end && result_of(run) == Outcome::partial) ++figures_.programmes_partial;
    } else if (run.end) {
      ++figures_.programmes_missed;
    }
  }

  void by_segment(const store::AsRun& run) {
    std::set<std::string> kinds, themes, units;
    for (const auto& segment : run.segments) {
      if (counted_packets(segment) == 0) continue;
      own_.push_back(&segment);
      if (segment.confirmation == store::Confirmation::unconfirmed) unconfirmed_.push_back(&segment);
      by_month_.heard(month_of(run.airing), segment);
      by_kind_.heard(segment.kind, segment);
      by_theme_.heard(segment.theme, segment);
      by_unit_.heard(segment.unit, segment);
      kinds.insert(segment.kind);
      themes.insert(segment.theme);
      units.insert(segment.unit);
    }
    if (run.airing.repeat) return;
    for (const auto& kind : kinds) by_kind_.programme(kind);
    for (const auto& theme : themes) by_theme_.programme(theme);
    for (const auto& unit : units) by_unit_.programme(unit);
  }

  void item_aired(const store::Airing& airing, const store::Segment& entry) {
    const bool own = airing.origin == "own";
    bool is_new = false;
    if (entry.item) {
      const store::AiredItem aired{*entry.item, airing.origin};
      is_new = !before_.contains(aired) && seen_.insert(aired).second;
    }
    by_origin_.item_airing(airing.origin);
    if (is_new) by_origin_.item(airing.origin);
    if (!own) return;
    ++figures_.item_airings;
    by_month_.item_airing(month_of(airing));
    by_kind_.item_airing(entry.kind);
    by_theme_.item_airing(entry.theme);
    by_unit_.item_airing(entry.unit);
    if (!is_new) return;
    ++figures_.items;
    by_month_.item(month_of(airing));
    by_kind_.item(entry.kind);
    by_theme_.item(entry.theme);
    by_unit_.item(entry.unit);
  }

  const std::set<store::AiredItem>& before_;
  std::set<store::AiredItem> seen_;
  Figures figures_;
  Segments own_, unconfirmed_;
  Rows by_month_, by_kind_, by_theme_, by_unit_, by_origin_;
};

}  // namespace

std::vector<store::AiredItem> candidates(const std::vector<store::AsRun>& runs, Period period) {
  std::set<store::AiredItem> found;
  for (const auto* run : counted_runs(runs, period)) {
    for (const auto& entry : entries(*run)) {
      if (entry.whole && entry.first->item) found.insert({*entry.first->item, run->airing.origin});
    }
  }
  return {found.begin(), found.end()};
}

Figures figures(const std::vector<store::AsRun>& runs, Period period, const std::set<store::AiredItem>& before) {
  Counting counting{before};
  for (const auto* run : counted_runs(runs, period)) counting.add(*run);
  return counting.done();
}

Figures figures_of(store::Store& store, Period period) {
  const auto runs = store.as_run(period.from, period.to);
  const auto before = store.aired_before(candidates(runs, period), period.from);
  return figures(runs, period, {before.begin(), before.end()});
}

}  // namespace wardcast::statistics
