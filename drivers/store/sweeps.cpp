// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/sweeps.hpp"

#include <string>

namespace wardcast::store {
namespace {

constexpr const char* kSweep =
    "SELECT s.id, s.local_date, s.planned_start, s.planned_end, s.origin, s.who, s.dry, s.started_at, s.lines, e.at, "
    "e.result, e.in_order, e.faulty, e.unjudged, e.not_tested, e.detail FROM sweeps s "
    "LEFT JOIN sweep_ends e ON e.sweep = s.id ";

SweepRecord record_of(Database::Query& row) {
  SweepRecord record;
  auto& sweep = record.sweep;
  std::string lines;
  std::optional<WallTime> at;
  std::optional<std::string> result, detail;
  std::optional<int> in_order, faulty, unjudged, not_tested;
  row.read(sweep.id, sweep.local_date, sweep.planned_start, sweep.planned_end, sweep.origin, sweep.who, sweep.dry,
           sweep.started_at, lines, at, result, in_order, faulty, unjudged, not_tested, detail);
  sweep.lines = columns::lines_of(lines);
  if (at) {
    record.end = SweepEnd{sweep.id,
                          *at,
                          result.value_or(""),
                          in_order.value_or(0),
                          faulty.value_or(0),
                          unjudged.value_or(0),
                          not_tested.value_or(0),
                          detail.value_or("")};
  }
  return record;
}

}  // namespace

Result<void> Sweeps::append(const Sweep& sweep) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO sweeps (id, local_date, planned_start, planned_end, origin, who, dry, started_at, lines) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING");
    insert.bind(sweep.id, sweep.local_date, sweep.planned_start, sweep.planned_end, sweep.origin, sweep.who, sweep.dry,
                sweep.started_at, columns::one_a_line(sweep.lines));
    (void)insert.run();
    return {};
  });
}

Result<void> Sweeps::append(const SweepEnd& end) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO sweep_ends (sweep, at, result, in_order, faulty, unjudged, not_tested, detail) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (sweep) DO NOTHING");
    insert.bind(end.sweep, end.at, end.result, end.in_order, end.faulty, end.unjudged, end.not_tested, end.detail);
    (void)insert.run();
    return {};
  });
}

Result<void> Sweeps::append(const SweepRemark& remark) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query("INSERT INTO sweep_remarks (sweep, at, who, fields) VALUES (?1, ?2, ?3, ?4)");
    insert.bind(remark.sweep, remark.at, remark.who, remark.fields);
    (void)insert.run();
    return {};
  });
}

std::vector<SweepRecord> Sweeps::sweeps(CivilDate from, CivilDate to) {
  const auto sql = std::string{kSweep} + "WHERE s.local_date BETWEEN ?1 AND ?2 ORDER BY s.planned_start, s.id";
  auto query = database_.query(sql.c_str());
  query.bind(from, to);
  std::vector<SweepRecord> found;
  while (query.step()) found.push_back(record_of(query));
  return found;
}

std::optional<SweepRecord> Sweeps::sweep(std::string_view id) {
  const auto sql = std::string{kSweep} + "WHERE s.id = ?1";
  auto query = database_.query(sql.c_str());
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return record_of(query);
}

std::vector<SweepRemark> Sweeps::remarks(std::string_view sweep) {
  auto query = database_.query("SELECT id, sweep, at, who, fields FROM sweep_remarks WHERE sweep = ?1 ORDER BY id");
  query.bind(sweep);
  std::vector<SweepRemark> found;
  while (query.step()) {
    auto& one = found.emplace_back();
    query.read(one.id, one.sweep, one.at, one.who, one.fields);
  }
  return found;
}

std::int64_t Sweeps::held(CivilDate from, CivilDate to) {
  auto query = database_.query(
      "SELECT count(*) FROM sweeps s JOIN sweep_ends e ON e.sweep = s.id "
      "WHERE s.local_date BETWEEN ?1 AND ?2 AND s.dry = 0 AND e.result <> 'missed'");
  query.bind(from, to);
  std::int64_t count = 0;
  if (query.step()) query.read(count);
  return count;
}

}  // namespace wardcast::store
