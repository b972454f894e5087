// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Who did what, append-only. The calls are those of Store.
class Audit {
 public:
  explicit Audit(Database& database) : database_(database) {}

  Result<void> append(const AuditEntry& entry);
  std::vector<AuditEntry> audit(std::int64_t after, int limit);

 private:
  Database& database_;
};

}  // namespace wardcast::store
