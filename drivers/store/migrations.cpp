// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/migrations.hpp"

namespace wardcast::store {

int schema_version(Database& database, const std::string& schema) {
  auto query = database.query("PRAGMA " + schema + ".user_version");
  int version = 0;
  if (query.step()) query.read(version);
  return version;
}

Result<void> migrate(Database& database, std::span<const Migration> steps) {
  const int newest = steps.empty() ? 0 : steps.back().version;
  for (const auto& step : steps) {
    auto done = database.change([&]() -> Result<void> {
      // Read within the transaction: another process may just have made the same step.
      if (schema_version(database) >= step.version) return {};
      database.execute(step.sql);
      database.execute(("PRAGMA user_version = " + std::to_string(step.version)).c_str());
      return {};
    });
    if (!done) return done;
  }
  const int found = schema_version(database);
  if (found > newest) {
    return conflict("The database was written by a newer Wardcast: its schema is " + std::to_string(found) +
                    ", this program knows " + std::to_string(newest) + ". Use the newer program, or restore a backup.");
  }
  return {};
}

}  // namespace wardcast::store
