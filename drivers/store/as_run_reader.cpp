// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "drivers/store/journal.hpp"

namespace wardcast::store {
namespace {

/// Room for that many is made at once.
constexpr std::size_t kUsualSegments = 8;

Airing read_airing(Database::Query& row) {
  Airing airing;
  std::string zones;
  row.read(airing.local_date, airing.planned_start, airing.id, airing.edition_id, airing.programme, airing.title,
           airing.origin, airing.drill, airing.repeat, zones, airing.planned_duration, airing.started_at);
  airing.zones = columns::lines_of(zones);
  return airing;
}

/// Every column of a segment, in the order of read_segment.
constexpr const char* kWholeSegments =
    "SELECT airing, run, steady_ns, position, started_at, first_packet, item, role, title, kind, theme, author, unit, "
    "item_packets, packets, confirmation, end_reason FROM segments ";

void read_segment(Database::Query& row, Segment& segment) {
  row.read(segment.airing, segment.run, segment.steady_ns, segment.position, segment.started_at, segment.first_packet,
           segment.item, segment.role, segment.title, segment.kind, segment.theme, segment.author, segment.unit,
           segment.item_packets, segment.packets, segment.confirmation, segment.end_reason);
}

/// What is counted of a segment, in the order of read_counted: each column read of a quarter's thousands takes its
/// time.
constexpr const char* kCountedSegments =
    "SELECT airing, run, steady_ns, position, started_at, item, role, kind, theme, unit, item_packets, packets, "
    "confirmation, end_reason FROM segments ";

void read_counted(Database::Query& row, Segment& segment) {
  row.read(segment.airing, segment.run, segment.steady_ns, segment.position, segment.started_at, segment.item,
           segment.role, segment.kind, segment.theme, segment.unit, segment.item_packets, segment.packets,
           segment.confirmation, segment.end_reason);
}

Skip read_skip(Database::Query& row) {
  Skip skip;
  row.read(skip.airing, skip.position, skip.at, skip.reason, skip.item, skip.title, skip.role);
  return skip;
}

ZoneChange read_zone_change(Database::Query& row) {
  ZoneChange change;
  std::string zones, given_up;
  row.read(change.airing, change.run, change.steady_ns, change.at, change.standing, zones, given_up);
  change.zones = columns::lines_of(zones);
  change.given_up = columns::lines_of(given_up);
  return change;
}

bool planned_earlier(const AsRun& a, const AsRun& b) {
  return std::tie(a.airing.planned_start, a.airing.id) < std::tie(b.airing.planned_start, b.airing.id);
}

AiringEnd read_end(Database::Query& row) {
  AiringEnd end;
  row.read(end.airing, end.ended_at, end.result, end.reason, end.detail);
  return end;
}

}  // namespace

std::vector<AsRun> AsRunReader::period(const std::string& from, const std::string& to, Fields fields) {
  std::vector<AsRun> runs;
  std::unordered_map<std::string, std::size_t> place;
  {
    auto query = database_.query(
        "SELECT local_date, planned_start, id, edition_id, programme, title, origin, drill, repeat, zones, "
        "planned_duration_s, started_at FROM airings WHERE local_date BETWEEN ?1 AND ?2 "
        "ORDER BY local_date, planned_start, id");
    query.bind(from, to);
    while (query.step()) {
      runs.push_back({.airing = read_airing(query), .segments = {}, .skips = {}, .zone_changes = {}, .end = {}});
      place.emplace(runs.back().airing.id, runs.size() - 1);
    }
  }
  // Each of the others is one range too: they begin with the same date. In the order of their keys, hence of time.
  AsRun* last = nullptr;
  const auto owner = [&](const std::string& airing) -> AsRun& {
    if (last == nullptr || last->airing.id != airing) last = &runs.at(place.at(airing));
    return *last;
  };
  {
    const bool whole = fields == Fields::all;
    auto query = database_.query(std::string{whole ? kWholeSegments : kCountedSegments} +
                                 "WHERE local_date BETWEEN ?1 AND ?2 "
                                 "ORDER BY local_date, airing, run, steady_ns, position, started_at, first_packet");
    query.bind(from, to);
    std::string airing;
    while (query.step()) {
      query.read(airing);
      auto& segments = owner(airing).segments;
      if (segments.empty()) segments.reserve(kUsualSegments);
      // Where it stays: moving a row of so many texts takes as long as reading one of them.
      auto& segment = segments.emplace_back();
      whole ? read_segment(query, segment) : read_counted(query, segment);
    }
  }
  {
    auto query = database_.query(
        "SELECT airing, position, at, reason, item, title, role FROM skips WHERE local_date BETWEEN ?1 AND ?2 "
        "ORDER BY local_date, airing, position, at, reason");
    query.bind(from, to);
    while (query.step()) {
      auto skip = read_skip(query);
      auto& run = owner(skip.airing);
      run.skips.push_back(std::move(skip));
    }
  }
  {
    auto query = database_.query(
        "SELECT airing, run, steady_ns, at, standing, zones, given_up FROM zone_changes "
        "WHERE local_date BETWEEN ?1 AND ?2 ORDER BY local_date, airing, run, steady_ns, at, standing");
    query.bind(from, to);
    while (query.step()) {
      auto change = read_zone_change(query);
      auto& run = owner(change.airing);
      run.zone_changes.push_back(std::move(change));
    }
  }
  {
    auto query = database_.query(
        "SELECT airing, ended_at, result, reason, detail FROM airing_ends WHERE local_date BETWEEN ?1 AND ?2");
    query.bind(from, to);
    while (query.step()) {
      auto end = read_end(query);
      auto& run = owner(end.airing);
      run.end = std::move(end);
    }
  }
  return runs;
}

std::optional<AsRun> AsRunReader::one(std::string_view id) {
  AsRun run;
  {
    auto query = database_.query(
        "SELECT local_date, planned_start, id, edition_id, programme, title, origin, drill, repeat, zones, "
        "planned_duration_s, started_at FROM airings WHERE id = ?1");
    query.bind(id);
    if (!query.step()) return std::nullopt;
    run.airing = read_airing(query);
  }
  {
    auto query = database_.query(std::string{kWholeSegments} +
                                 "WHERE local_date = ?1 AND airing = ?2 "
                                 "ORDER BY run, steady_ns, position, started_at, first_packet");
    query.bind(run.airing.local_date, id);
    while (query.step()) read_segment(query, run.segments.emplace_back());
  }
  {
    auto query = database_.query(
        "SELECT airing, position, at, reason, item, title, role FROM skips WHERE local_date = ?1 AND airing = ?2 "
        "ORDER BY position, at, reason");
    query.bind(run.airing.local_date, id);
    while (query.step()) run.skips.push_back(read_skip(query));
  }
  {
    auto query = database_.query(
        "SELECT airing, run, steady_ns, at, standing, zones, given_up FROM zone_changes "
        "WHERE local_date = ?1 AND airing = ?2 ORDER BY run, steady_ns, at, standing");
    query.bind(run.airing.local_date, id);
    while (query.step()) run.zone_changes.push_back(read_zone_change(query));
  }
  {
    auto query = database_.query(
        "SELECT airing, ended_at, result, reason, detail FROM airing_ends WHERE local_date = ?1 AND airing = ?2");
    query.bind(run.airing.local_date, id);
    if (query.step()) run.end = read_end(query);
  }
  return run;
}

std::vector<AsRun> AsRunReader::open() {
  std::vector<std::string> ids;
  {
    auto query = database_.query("SELECT airing FROM open_airings");
    while (query.step()) query.read(ids.emplace_back());
  }
  std::vector<AsRun> runs;
  for (const auto& id : ids) {
    if (auto run = one(id)) runs.push_back(std::move(*run));
  }
  return runs;
}

std::optional<AsRun> AsRunReader::airing(std::string_view id) {
  const Database::Snapshot frozen{database_};
  return one(id);
}

std::vector<AsRun> AsRunReader::unfinished() {
  const Database::Snapshot frozen{database_};
  auto runs = open();
  std::sort(runs.begin(), runs.end(), planned_earlier);
  return runs;
}

std::vector<AsRun> AsRunReader::as_run(CivilDate from, CivilDate to, Fields fields) {
  const Database::Snapshot frozen{database_};
  const auto first = format_date(from);
  const auto last = format_date(to);
  auto runs = period(first, last, fields);
  for (auto& run : open()) {
    if (run.airing.local_date < first || run.airing.local_date > last) runs.push_back(std::move(run));
  }
  // Nearly always they come in order; a date's airings do, and dates do where the clock keeps its offset.
  if (!std::is_sorted(runs.begin(), runs.end(), planned_earlier)) std::sort(runs.begin(), runs.end(), planned_earlier);
  return runs;
}

std::optional<WallTime> AsRunReader::newest_entry() {
  const Database::Snapshot frozen{database_};
  std::optional<WallTime> newest;
  // The newest date of each table is the end of its key: a look at one day, however long the history.
  for (const char* sql :
       {"SELECT max(started_at + packets * 20000) FROM segments "
        "WHERE local_date = (SELECT max(local_date) FROM segments)",
        "SELECT max(ended_at) FROM airing_ends WHERE local_date = (SELECT max(local_date) FROM airing_ends)",
        "SELECT max(started_at) FROM airings WHERE local_date = (SELECT max(local_date) FROM airings)"}) {
    auto query = database_.query(sql);
    std::optional<WallTime> found;
    if (query.step()) query.read(found);
    if (found && (!newest || *found > *newest)) newest = found;
  }
  return newest;
}

std::vector<AiredItem> AsRunReader::aired_before(const std::vector<AiredItem>& candidates, CivilDate date) {
  std::map<std::string, std::string> lists;  // of each origin, as JSON
  for (const auto& candidate : candidates) {
    auto& list = lists[candidate.origin];
    list += list.empty() ? '[' : ',';
    list += std::to_string(candidate.item);
  }
  const Database::Snapshot frozen{database_};
  std::vector<AiredItem> found;
  for (const auto& [origin, list] : lists) {
    // Most items were never aired before: one look into the index tells, before anything is added up. Of the others the
    // index gives the airings in the order of the groups: the first that counts ends the search.
    auto query = database_.query(
        "SELECT value FROM json_each(?1) WHERE EXISTS ("
        "SELECT 1 FROM segments WHERE item = value AND origin = ?2 AND local_date < ?3 AND item IS NOT NULL "
        "AND role = 'item' AND drill = 0 AND confirmation <> 'not_heard') "
        "AND EXISTS ("
        "SELECT 1 FROM segments WHERE item = value AND origin = ?2 AND local_date < ?3 AND item IS NOT NULL "
        "AND role = 'item' AND drill = 0 AND confirmation <> 'not_heard' "
        "GROUP BY local_date, airing, position "
        "HAVING max(item_packets) > 0 AND sum(packets) * 100 >= max(item_packets) * 95 LIMIT 1)");
    query.bind(list + "]", origin, date);
    while (query.step()) {
      auto& aired = found.emplace_back();
      query.read(aired.item);
      aired.origin = origin;
    }
  }
  return found;
}

}  // namespace wardcast::store
