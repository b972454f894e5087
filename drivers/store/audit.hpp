// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Who did what, append-only, each entry chained to the one before it. The calls are those of Store.
class Audit {
 public:
  explicit Audit(Database& database) : database_(database) {}

  Result<void> append(const AuditEntry& entry);
  std::vector<AuditEntry> audit(std::int64_t after, int limit);
  std::vector<AuditEntry> audit(const AuditFilter& filter);
  Result<AuditVerdict> verify(std::int64_t noted);
  /// Once, after the step of the schema that brought the chain: gives the entries from before it their hashes.
  Result<void> chain_earlier();

 private:
  Database& database_;
};

}  // namespace wardcast::store
