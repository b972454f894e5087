// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Where loudspeakers are on the picture of the ward. The calls are those of Store.
class WardPlan {
 public:
  explicit WardPlan(Database& database) : database_(database) {}

  Result<void> put(const PlanPlace& place);
  Result<void> remove(std::string_view speaker);
  std::vector<PlanPlace> all();

 private:
  Database& database_;
};

}  // namespace wardcast::store
