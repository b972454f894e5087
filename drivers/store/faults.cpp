// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/faults.hpp"

#include <algorithm>

namespace wardcast::store {

Result<void> Faults::append(const FaultOpened& fault) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO faults (id, class, cause, at, local_date, detail, evidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
        "ON CONFLICT (id) DO NOTHING");
    (void)insert.bind(fault.id, fault.kind, fault.cause, fault.at, fault.local_date, fault.detail, fault.evidence)
        .run();
    return {};
  });
}

Result<void> Faults::append(const FaultEvent& event) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO fault_events (fault, at, what, who, detail, evidence, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    (void)insert.bind(event.fault, event.at, event.what, event.who, event.detail, event.evidence, event.due).run();
    return {};
  });
}

std::vector<FaultHistory> Faults::faults(int newest) {
  const Database::Snapshot frozen{database_};
  auto query = database_.query(
      "SELECT id, class, cause, at, local_date, detail, evidence FROM faults WHERE id IN (SELECT fault FROM "
      "unresolved_faults) "
      "OR id IN (SELECT id FROM faults ORDER BY id DESC LIMIT ?1) ORDER BY id");
  query.bind(std::max(newest, 0));
  return read_all(query);
}

std::vector<FaultHistory> Faults::faults_of(CivilDate from, CivilDate to) {
  const Database::Snapshot frozen{database_};
  auto query = database_.query(
      "SELECT id, class, cause, at, local_date, detail, evidence FROM faults WHERE local_date BETWEEN ?1 AND ?2 "
      "ORDER BY id");
  query.bind(from, to);
  return read_all(query);
}

std::vector<FaultHistory> Faults::read_all(Database::Query& query) {
  std::vector<FaultHistory> all;
  while (query.step()) {
    auto& fault = all.emplace_back().opened;
    query.read(fault.id, fault.kind, fault.cause, fault.at, fault.local_date, fault.detail, fault.evidence);
  }
  for (auto& history : all) read_events(history);
  return all;
}

std::optional<FaultHistory> Faults::fault(std::int64_t id) {
  const Database::Snapshot frozen{database_};
  FaultHistory history;
  auto& fault = history.opened;
  {
    auto query = database_.query("SELECT id, class, cause, at, local_date, detail, evidence FROM faults WHERE id = ?1");
    query.bind(id);
    if (!query.step()) return std::nullopt;
    query.read(fault.id, fault.kind, fault.cause, fault.at, fault.local_date, fault.detail, fault.evidence);
  }
  read_events(history);
  return history;
}

void Faults::read_events(FaultHistory& history) {
  auto query = database_.query(
      "SELECT fault, at, what, who, detail, evidence, due FROM fault_events WHERE fault = ?1 ORDER BY id");
  query.bind(history.opened.id);
  while (query.step()) {
    auto& event = history.events.emplace_back();
    query.read(event.fault, event.at, event.what, event.who, event.detail, event.evidence, event.due);
  }
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
