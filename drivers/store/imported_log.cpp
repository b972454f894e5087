// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/imported_log.hpp"

#include <utility>

namespace wardcast::store {

Result<void> ImportedLog::append(const ImportedRow& row) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO imported_rows (local_date, planned_start, programme, position, started_at, ended_at, title, kind, "
        "theme, author, unit, origin, zones, result, reason) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT DO NOTHING");
    insert.bind(row.local_date, row.planned_start, row.programme, row.position, row.started_at, row.ended_at, row.title,
                row.kind, row.theme, row.author, row.unit, row.origin, columns::one_a_line(row.zones), row.result,
                row.reason);
    if (insert.run() == 0) return conflict("That row of '" + row.programme + "' was imported before.");
    return {};
  });
}

std::vector<ImportedRow> ImportedLog::rows(CivilDate from, CivilDate to) {
  auto query = database_.query(
      "SELECT local_date, planned_start, programme, position, started_at, ended_at, title, kind, theme, author, unit, "
      "origin, zones, result, reason FROM imported_rows WHERE local_date BETWEEN ?1 AND ?2 "
      "ORDER BY local_date, planned_start, programme, position");
  query.bind(from, to);
  std::vector<ImportedRow> all;
  while (query.step()) {
    auto& row = all.emplace_back();
    std::string zones;
    query.read(row.local_date, row.planned_start, row.programme, row.position, row.started_at, row.ended_at, row.title,
               row.kind, row.theme, row.author, row.unit, row.origin, zones, row.result, row.reason);
    row.zones = columns::lines_of(zones);
  }
  return all;
}

Result<ItemId> ImportedLog::item(const ImportedRow& row) {
  return database_.change([&]() -> Result<ItemId> {
    {
      auto known = database_.query(
          "SELECT id FROM imported_items WHERE title = ?1 AND kind = ?2 AND theme = ?3 AND author = ?4 AND unit = ?5");
      known.bind(row.title, row.kind, row.theme, row.author, row.unit);
      if (known.step()) {
        ItemId id = 0;
        known.read(id);
        return -id;
      }
    }
    auto insert =
        database_.query("INSERT INTO imported_items (title, kind, theme, author, unit) VALUES (?1, ?2, ?3, ?4, ?5)");
    (void)insert.bind(row.title, row.kind, row.theme, row.author, row.unit).run();
    return -database_.last_id();
  });
}

Result<std::int64_t> ImportedLog::programme(std::string_view name) {
  return database_.change([&]() -> Result<std::int64_t> {
    {
      auto known = database_.query("SELECT id FROM imported_programmes WHERE name = ?1");
      known.bind(name);
      if (known.step()) {
        std::int64_t id = 0;
        known.read(id);
        return id;
      }
    }
    auto insert = database_.query("INSERT INTO imported_programmes (name) VALUES (?1)");
    (void)insert.bind(name).run();
    return database_.last_id();
  });
}

bool ImportedLog::aired_here(std::string_view local_date, WallTime planned_start, std::string_view title) {
  // Programmes of the station have numbers from 1; airings that came from a log have 0.
  auto query = database_.query(
      "SELECT 1 FROM airings WHERE local_date = ?1 AND planned_start = ?2 AND title = ?3 AND programme <> 0 LIMIT 1");
  query.bind(local_date, planned_start, title);
  return query.step();
}

}  // namespace wardcast::store
