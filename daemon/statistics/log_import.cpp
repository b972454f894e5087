// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/log_import.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "daemon/statistics/counting.hpp"

namespace wardcast::statistics {
namespace {

using store::ImportedRow;
using AiringKey = std::tuple<std::string, WallTime, std::string>;
using RowKey = std::tuple<std::string, WallTime, std::string, int>;
using Rows = std::vector<const LogRow*>;

AiringKey airing_key(const ImportedRow& row) { return {row.local_date, row.planned_start, row.programme}; }
RowKey row_key(const ImportedRow& row) { return {row.local_date, row.planned_start, row.programme, row.position}; }

/// What the journal has of the dates the log speaks of.
struct Known {
  std::map<RowKey, ImportedRow> rows;
  std::map<AiringKey, std::string> origins;
};

Known known_of(store::Store& store, const std::vector<LogRow>& rows) {
  Known known;
  if (rows.empty()) return known;
  const auto [first, last] = std::minmax_element(
      rows.begin(), rows.end(), [](const LogRow& a, const LogRow& b) { return a.row.local_date < b.row.local_date; });
  for (auto& row :
       store.imported_rows(parse_date(first->row.local_date).value(), parse_date(last->row.local_date).value())) {
    known.origins.emplace(airing_key(row), row.origin);
    auto key = row_key(row);
    known.rows.emplace(std::move(key), std::move(row));
  }
  return known;
}

/// Tells where a row differs from what was imported before under its key.
class Comparison {
 public:
  Comparison(const TimeZone& zone, Problems& problems) : zone_(zone), problems_(problems) {}

  void differs(const LogRow& now, const ImportedRow& before) {
    const auto& row = now.row;
    text(now, LogColumn::started_at, time(before.started_at), time(row.started_at));
    text(now, LogColumn::ended_at, time(before.ended_at), time(row.ended_at));
    text(now, LogColumn::title, before.title, row.title);
    text(now, LogColumn::kind, before.kind, row.kind);
    text(now, LogColumn::theme, before.theme, row.theme);
    text(now, LogColumn::author, before.author, row.author);
    text(now, LogColumn::unit, before.unit, row.unit);
    text(now, LogColumn::origin, before.origin, row.origin);
    text(now, LogColumn::zones, list(before.zones), list(row.zones));
    text(now, LogColumn::result, before.result, row.result);
    text(now, LogColumn::reason, before.reason, row.reason);
  }

 private:
  void text(const LogRow& row, LogColumn column, const std::string& before, const std::string& now) {
    if (before == now) return;
    problems_.add(row.place(column), std::string{kLogColumns[static_cast<std::size_t>(column)]} +
                                         ": this row was imported with '" + before + "', now it says '" + now +
                                         "'; what is in the journal stays, so nothing of this file was imported");
  }
  [[nodiscard]] std::string time(const std::optional<WallTime>& instant) const {
    return instant ? zone_.rfc3339(*instant) : std::string{};
  }
  static std::string list(const std::vector<std::string>& names) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : ",") + name;
    return text;
  }

  const TimeZone& zone_;
  Problems& problems_;
};

std::string reason_of(const Rows& rows) {
  std::vector<std::string> told;
  for (const auto* row : rows) {
    const auto& reason = row->row.reason;
    if (!reason.empty() && std::find(told.begin(), told.end(), reason) == told.end()) told.push_back(reason);
  }
  std::string text;
  for (const auto& reason : told) text += (text.empty() ? "" : "; ") + reason;
  return text.empty() ? "imported" : text;
}

std::string result_of_rows(const Rows& rows) {
  const auto are = [&](std::string_view result) {
    return std::all_of(rows.begin(), rows.end(), [&](const LogRow* row) { return row->row.result == result; });
  };
  if (are("missed")) return "missed";
  return are("full") ? "full" : "partial";
}

store::Airing airing_of(const Rows& rows, std::string id) {
  const auto& first = rows.front()->row;
  store::Airing airing;
  airing.id = std::move(id);
  airing.title = first.programme;
  airing.origin = first.origin.substr(0, first.origin.find(' '));
  airing.repeat = first.origin.ends_with(" repeat");
  airing.drill = first.origin.ends_with(" drill");
  airing.planned_start = first.planned_start;
  airing.local_date = first.local_date;
  std::optional<WallTime> started;
  WallTime ended = first.planned_start;
  for (const auto* row : rows) {
    for (const auto& zone : row->row.zones) {
      if (std::find(airing.zones.begin(), airing.zones.end(), zone) == airing.zones.end()) airing.zones.push_back(zone);
    }
    if (!row->row.started_at) continue;
    started = std::min(started.value_or(*row->row.started_at), *row->row.started_at);
    ended = std::max(ended, *row->row.ended_at);
  }
  airing.started_at = started.value_or(first.planned_start);
  airing.planned_duration = std::chrono::round<seconds>(ended - first.planned_start);
  return airing;
}

store::Segment segment_of(const ImportedRow& row, const std::string& airing, store::ItemId item) {
  store::Segment segment;
  segment.airing = airing;
  segment.position = row.position;
  segment.item = item;
  segment.role = "item";
  segment.title = row.title;
  segment.kind = row.kind;
  segment.theme = row.theme;
  segment.author = row.author;
  segment.unit = row.unit;
  const auto length = *row.ended_at - *row.started_at;
  segment.packets = static_cast<std::uint32_t>(std::max<std::int64_t>(1, (length + kFrame / 2) / kFrame));
  segment.item_packets = row.result == "full" ? segment.packets : 0;
  segment.started_at = *row.started_at;
  segment.confirmation = store::Confirmation::unconfirmed;
  segment.end_reason = row.result == "full" ? "finished" : (row.reason.empty() ? "cut" : row.reason);
  return segment;
}

Result<void> append_item(store::Store& store, const ImportedRow& row, const std::string& airing) {
  if (row.title.empty()) return {};  // nothing is known but that the programme was missed
  const auto item = store.imported_item(row);
  if (!item) return item.error();
  if (row.result != "missed") return store.append(segment_of(row, airing, *item));
  return store.append(store::Skip{airing, row.position, *item, row.title, row.reason.empty() ? "missed" : row.reason,
                                  row.planned_start, "item"});
}

/// The facts of one airing. `goes_on`: an earlier log held a part of it, its airing and end are in the journal.
Result<void> append_airing(store::Store& store, const Rows& rows, bool goes_on, const TimeZone& zone) {
  const auto& first = rows.front()->row;
  const auto number = store.imported_programme(first.programme);
  if (!number) return number.error();
  auto when = format_civil(zone.to_civil(first.planned_start));
  std::erase_if(when, [](char letter) { return letter == '-' || letter == ':'; });
  const auto airing = airing_of(rows, "i" + std::to_string(*number) + "-" + when);
  if (auto done = store.append(airing); !done) return done;
  for (const auto* row : rows) {
    if (auto done = append_item(store, row->row, airing.id); !done) return done;
    if (auto done = store.append(row->row); !done) return done;
  }
  if (goes_on) return {};
  return store.append(store::AiringEnd{airing.id, airing.planned_start + airing.planned_duration, result_of_rows(rows),
                                       reason_of(rows), ""});
}

}  // namespace

Result<Imported> import_log(store::Store& store, const std::vector<LogRow>& rows, const TimeZone& zone,
                            Problems& problems) {
  const auto known = known_of(store, rows);
  Imported imported;
  std::map<AiringKey, Rows> fresh;
  Comparison comparison{zone, problems};
  for (const auto& row : rows) {
    const auto before = known.rows.find(row_key(row.row));
    if (before == known.rows.end()) {
      fresh[airing_key(row.row)].push_back(&row);
      ++imported.fresh;
    } else {
      comparison.differs(row, before->second);
      ++imported.known;
    }
  }
  for (const auto& [key, made] : fresh) {
    const auto& first = *made.front();
    const auto origin = known.origins.find(key);
    if (origin == known.origins.end()) {
      if (store.aired_here(first.row.local_date, first.row.planned_start, first.row.programme)) {
        problems.add(first.place(LogColumn::programme),
                     "programme: the station itself has this programme of that date and time in its journal");
      }
    } else if (origin->second != first.row.origin) {
      problems.add(first.place(LogColumn::origin), "origin: the programme was imported with '" + origin->second +
                                                       "', here it is '" + first.row.origin + "'");
    }
  }
  if (problems.count() > 0) return conflict("The log contradicts the journal; nothing of it was imported.");
  for (const auto& [key, made] : fresh) {
    if (auto done = append_airing(store, made, known.origins.contains(key), zone); !done) return done.error();
  }
  imported.programmes = static_cast<int>(fresh.size());
  return imported;
}

}  // namespace wardcast::statistics
