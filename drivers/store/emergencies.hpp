// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Emergencies as people raised and acknowledged them. The calls are those of Store.
class Emergencies {
 public:
  explicit Emergencies(Database& database) : database_(database) {}

  Result<void> append(const Emergency& emergency);
  Result<void> append(const EmergencyAcknowledgement& acknowledged);
  std::vector<EmergencyRecord> newest(int most);

 private:
  Database& database_;
};

}  // namespace wardcast::store
