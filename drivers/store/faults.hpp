// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Faults with their history, and warnings given before air. The calls are those of Store.
class Faults {
 public:
  explicit Faults(Database& database) : database_(database) {}

  Result<void> append(const FaultOpened& fault);
  Result<void> append(const FaultEvent& event);
  std::vector<FaultHistory> faults(int newest);
  std::optional<FaultHistory> fault(std::int64_t id);
  std::int64_t newest_fault();
  std::int64_t faults_found(CivilDate from, CivilDate to);
  std::vector<FaultHistory> faults_of(CivilDate from, CivilDate to);
  Result<bool> warned(std::string_view edition, std::string_view stage, WallTime at, std::string_view warnings);

 private:
  std::vector<FaultHistory> read_all(Database::Query& query);
  void read_events(FaultHistory& history);

  Database& database_;
};

}  // namespace wardcast::store
