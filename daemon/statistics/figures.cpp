// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/figures.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "base/time_zone.hpp"

namespace wardcast::statistics {
namespace {

using Segments = std::vector<const store::Segment*>;

/// Rows under one heading (by month, by kind, …), on their way.
class Rows {
 public:
  void heard(const std::string& key, const store::Segment& segment) { at(key).segments.push_back(&segment); }
  void programme(const std::string& key) { ++at(key).row.programmes; }
  void item(const std::string& key) { ++at(key).row.items; }
  void item_airing(const std::string& key) { ++at(key).row.item_airings; }

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
  using Table = std::map<std::string, Making>;

  /// Most often the key is the one before.
  Making& at(const std::string& key) {
    if (last_ == table_.end() || last_->first != key) last_ = table_.try_emplace(key).first;
    return last_->second;
  }

  Table table_;
  Table::iterator last_ = table_.end();
};

bool belongs(const store::Airing& airing, const std::string& first, const std::string& last) {
  return !airing.drill && airing.local_date >= first && airing.local_date <= last;
}

/// One headline's and its breakdowns' state.
class Counting {
 public:
  void add(const PeriodRun& counted) {
    const auto& run = *counted.run;
    const auto& aired = counted.entries;
    if (run.airing.origin == "own") {
      headline(run, aired);
      by_segment(run);
    }
    for (const auto& segment : run.segments) {
      if (counted_packets(segment) > 0) by_origin_.heard(run.airing.origin, segment);
    }
    if (!aired.empty() && !run.airing.repeat) by_origin_.programme(run.airing.origin);
    for (const auto& entry : aired) {
      if (entry.whole) item_aired(run.airing, *entry.first, entry.first_airing);
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
  /// Different ones of one airing: a handful.
  using Keys = std::vector<const std::string*>;
  static void note(const std::string& key, Keys& keys) {
    if (std::none_of(keys.rbegin(), keys.rend(), [&](const auto* known) { return *known == key; }))
      keys.push_back(&key);
  }

  static std::string month_of(const store::Airing& airing) { return airing.local_date.substr(0, 7); }

  void headline(const store::AsRun& run, const std::vector<Entry>& aired) {
    if (run.airing.repeat) return;  // another airing, not another programme
    if (!aired.empty()) {
      ++figures_.programmes;
      by_month_.programme(month_of(run.airing));
      if (run.end && result_of(run, aired) == Outcome::partial) ++figures_.programmes_partial;
    } else if (run.end) {
      ++figures_.programmes_missed;
    }
  }

  void by_segment(const store::AsRun& run) {
    const auto month = month_of(run.airing);
    Keys kinds, themes, units;
    for (const auto& segment : run.segments) {
      if (counted_packets(segment) == 0) continue;
      own_.push_back(&segment);
      if (segment.confirmation == store::Confirmation::unconfirmed) unconfirmed_.push_back(&segment);
      by_month_.heard(month, segment);
      by_kind_.heard(segment.kind, segment);
      by_theme_.heard(segment.theme, segment);
      by_unit_.heard(segment.unit, segment);
      note(segment.kind, kinds);
      note(segment.theme, themes);
      note(segment.unit, units);
    }
    if (run.airing.repeat) return;
    for (const auto* kind : kinds) by_kind_.programme(*kind);
    for (const auto* theme : themes) by_theme_.programme(*theme);
    for (const auto* unit : units) by_unit_.programme(*unit);
  }

  void item_aired(const store::Airing& airing, const store::Segment& entry, bool is_new) {
    const bool own = airing.origin == "own";
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

  Figures figures_;
  Segments own_, unconfirmed_;
  Rows by_month_, by_kind_, by_theme_, by_unit_, by_origin_;
};

std::string month_of(const PeriodRun& counted) { return counted.run->airing.local_date.substr(0, 7); }

}  // namespace

std::vector<PeriodRun> period_runs(const std::vector<store::AsRun>& runs, Period period) {
  const auto first = format_date(period.from);
  const auto last = format_date(period.to);
  std::vector<PeriodRun> chosen;
  for (const auto& run : runs) {
    if (belongs(run.airing, first, last)) chosen.push_back({&run, entries(run)});
  }
  std::sort(chosen.begin(), chosen.end(), [](const PeriodRun& a, const PeriodRun& b) {
    return std::tie(a.run->airing.planned_start, a.run->airing.id) <
           std::tie(b.run->airing.planned_start, b.run->airing.id);
  });
  return chosen;
}

std::vector<store::AiredItem> candidates(const std::vector<PeriodRun>& runs) {
  std::map<std::string_view, std::vector<store::ItemId>> whole;
  for (const auto& counted : runs) {
    auto& of_origin = whole[counted.run->airing.origin];
    for (const auto& entry : counted.entries) {
      if (entry.whole && entry.first->item) of_origin.push_back(*entry.first->item);
    }
  }
  std::vector<store::AiredItem> list;
  for (auto& [origin, items] : whole) {
    // In order: neighbours in the index are asked for one after the other.
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end());
    for (const auto item : items) list.push_back({item, std::string{origin}});
  }
  return list;
}

void note_first_airings(std::vector<PeriodRun>& runs, const std::vector<store::AiredItem>& before) {
  std::map<std::string_view, std::unordered_set<store::ItemId>> known;
  for (const auto& aired : before) known[aired.origin].insert(aired.item);
  for (auto& counted : runs) {
    auto& of_origin = known[counted.run->airing.origin];
    for (auto& entry : counted.entries) {
      entry.first_airing = entry.whole && entry.first->item && of_origin.insert(*entry.first->item).second;
    }
  }
}

Figures figures(const std::vector<PeriodRun>& runs) {
  Counting counting;
  for (const auto& counted : runs) counting.add(counted);
  return counting.done();
}

std::map<std::string, Figures> figures_by_month(const std::vector<PeriodRun>& runs) {
  std::map<std::string, Counting> months;
  for (const auto& counted : runs) months[month_of(counted)].add(counted);
  std::map<std::string, Figures> told;
  for (auto& [month, counting] : months) told.emplace(month, counting.done());
  return told;
}

Figures figures_of(store::Store& store, Period period) {
  const auto runs = store.as_run_to_count(period.from, period.to);
  auto chosen = period_runs(runs, period);
  note_first_airings(chosen, store.aired_before(candidates(chosen), period.from));
  auto told = figures(chosen);
  told.sweeps = static_cast<int>(store.sweeps_held(period.from, period.to));
  told.faults = static_cast<int>(store.faults_found(period.from, period.to));
  return told;
}

}  // namespace wardcast::statistics
