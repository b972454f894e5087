// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// What is known of programme logs from elsewhere. The calls are those of Store.
class ImportedLog {
 public:
  explicit ImportedLog(Database& database) : database_(database) {}

  Result<void> append(const ImportedRow& row);
  std::vector<ImportedRow> rows(CivilDate from, CivilDate to);
  Result<ItemId> item(const ImportedRow& row);
  Result<std::int64_t> programme(std::string_view name);
  bool aired_here(std::string_view local_date, WallTime planned_start, std::string_view title);

 private:
  Database& database_;
};

}  // namespace wardcast::store
