// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/faults.hpp"

#include <algorithm>

namespace wardcast::store {

Result<void> Faults::append(const FaultOpened& fault) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO faults (id, class, cause, at, local_date, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
        "ON CONFLICT (id) DO NOTHING");
    (void)insert.bind(fault.id, fault.kind, fault.cause, fault.at, fault.local_date, fault.detail).run();
    return {};
  });
}

Result<void> Faults::append(const FaultEvent& event) {
  return database_.change([&]() -> Result<void> {
    auto insert =
        database_.query("INSERT INTO fault_events (fault, at, what, who, detail) VALUES (?1, ?2, ?3, ?4, ?5)");
    (void)insert.bind(event.fault, event.at, event.what, event.who, event.detail).run();
    return {};
  });
}

std::vector<FaultHistory> Faults::faults(int newest) {
  const Database::Snapshot frozen{database_};
  std::vector<FaultHistory> all;
  {
    auto query = database_.query(
        "SELECT id, class, cause, at, local_date, detail FROM faults WHERE id IN (SELECT fault FROM unresolved_faults) "
        "OR id IN (SELECT id FROM faults ORDER BY id DESC LIMIT ?1) ORDER BY id");
    query.bind(std::max(newest, 0));
    while (query.step()) {
      auto& fault = all.emplace_back().opened;
      query.read(fault.id, fault.kind, fault.cause, fault.at, fault.local_date, fault.detail);
    }
  }
  for (auto& history : all) {
    auto query = database_.query("SELECT fault, at, what, who, detail FROM fault_events WHERE fault = ?1 ORDER BY id");
    query.bind(history.opened.id);
    while (query.step()) {
      auto& event = history.events.emplace_back();
      query.read(event.fault, event.at, event.what, event.who, event.detail);
    }
  }
  return all;
}

std::int64_t Faults::newest_fault() {
  auto query = database_.query("SELECT coalesce(max(id), 0) FROM faults");
  std::int64_t id = 0;
  if (query.step()) query.read(id);
  return id;
}

std::int64_t Faults::faults_found(CivilDate from, CivilDate to) {
  auto query = database_.query("SELECT count(*) FROM faults WHERE local_date BETWEEN ?1 AND ?2");
  query.bind(from, to);
  std::int64_t count = 0;
  if (query.step()) query.read(count);
  return count;
}

Result<bool> Faults::warned(std::string_view edition, std::string_view stage, WallTime at, std::string_view warnings) {
  return database_.change([&]() -> Result<bool> {
    auto insert = database_.query(
        "INSERT INTO edition_warnings (edition, stage, at, warnings) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (edition, stage) DO NOTHING");
    insert.bind(edition, stage, at, warnings);
    return insert.run() > 0;
  });
}

}  // namespace wardcast::store
