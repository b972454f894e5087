// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/audit.hpp"

#include <algorithm>

namespace wardcast::store {

Result<void> Audit::append(const AuditEntry& entry) {
  return database_.change([&]() -> Result<void> {
    auto insert =
        database_.query("INSERT INTO audit (at, who, action, target, before, after) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    (void)insert.bind(entry.at, entry.who, entry.action, entry.target, entry.before, entry.after).run();
    return {};
  });
}

std::vector<AuditEntry> Audit::audit(std::int64_t after, int limit) {
  auto query = database_.query(
      "SELECT id, at, who, action, target, before, after FROM audit WHERE id > ?1 ORDER BY id LIMIT ?2");
  query.bind(after, std::max(limit, 0));
  std::vector<AuditEntry> entries;
  while (query.step()) {
    auto& entry = entries.emplace_back();
    query.read(entry.id, entry.at, entry.who, entry.action, entry.target, entry.before, entry.after);
  }
  return entries;
}

}  // namespace wardcast::store
