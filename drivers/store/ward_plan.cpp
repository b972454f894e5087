// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/ward_plan.hpp"

#include <string>

namespace wardcast::store {

Result<void> WardPlan::put(const PlanPlace& place) {
  return database_.change([&]() -> Result<void> {
    auto put = database_.query(
        "INSERT INTO ward_plan_places (speaker, x, y) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (speaker) DO UPDATE SET x = excluded.x, y = excluded.y");
    (void)put.bind(place.speaker, place.x, place.y).run();
    return {};
  });
}

Result<void> WardPlan::remove(std::string_view speaker) {
  return database_.change([&]() -> Result<void> {
    auto remove = database_.query("DELETE FROM ward_plan_places WHERE speaker = ?1");
    if (remove.bind(speaker).run() == 0)
      return not_found("Loudspeaker '" + std::string{speaker} + "' is not on the plan.");
    return {};
  });
}

std::vector<PlanPlace> WardPlan::all() {
  auto query = database_.query("SELECT speaker, x, y FROM ward_plan_places ORDER BY speaker");
  std::vector<PlanPlace> all;
  while (query.step()) {
    auto& place = all.emplace_back();
    query.read(place.speaker, place.x, place.y);
  }
  return all;
}

}  // namespace wardcast::store
