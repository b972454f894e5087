// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/audit.hpp"

#include <algorithm>
#include <utility>

#include "drivers/store/audit_chain.hpp"

namespace wardcast::store {
namespace {

constexpr auto kToChain = "audit_to_chain";  // a setting, left by the step that brought the chain

void read_entry(Database::Query& row, AuditEntry& entry) {
  row.read(entry.id, entry.at, entry.who, entry.action, entry.target, entry.before, entry.after);
}

/// The highest number that was ever given, also to an entry that is gone.
std::int64_t counted(Database& database) {
  auto query = database.query("SELECT seq FROM sqlite_sequence WHERE name = 'audit'");
  std::int64_t seq = 0;
  if (query.step()) query.read(seq);
  return seq;
}

}  // namespace

Result<void> Audit::append(const AuditEntry& entry) {
  return database_.change([&]() -> Result<void> {
    // The transaction is IMMEDIATE: nobody writes between this look and the entry.
    std::int64_t last = 0;
    std::string before = hash_before_all();
    {
      auto query = database_.query("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1");
      if (query.step()) query.read(last, before);
    }
    auto chained = entry;
    chained.id = std::max(last, counted(database_)) + 1;
    const auto hash = audit_hash(before, chained);
    auto insert = database_.query(
        "INSERT INTO audit (id, at, who, action, target, before, after, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    insert.bind(chained.id, entry.at, entry.who, entry.action, entry.target, entry.before, entry.after, Bytes{hash});
    (void)insert.run();
    return {};
  });
}

std::vector<AuditEntry> Audit::audit(std::int64_t after, int limit) {
  auto query = database_.query(
      "SELECT id, at, who, action, target, before, after FROM audit WHERE id > ?1 ORDER BY id LIMIT ?2");
  query.bind(after, std::max(limit, 0));
  std::vector<AuditEntry> entries;
  while (query.step()) read_entry(query, entries.emplace_back());
  return entries;
}

std::vector<AuditEntry> Audit::audit(const AuditFilter& filter) {
  // Conditions are put together from fixed pieces, so that each combination can use the index that serves it.
  std::string sql = "SELECT id, at, who, action, target, before, after FROM audit WHERE 1";
  if (filter.before) sql += " AND id < ?1";
  if (filter.from) sql += " AND at >= ?2";
  if (filter.until) sql += " AND at < ?3";
  if (!filter.who.empty()) sql += " AND who = ?4";
  if (!filter.target.empty()) sql += " AND target = ?5";
  if (!filter.action.empty()) sql += " AND substr(action, 1, length(?6)) = ?6";
  sql += " ORDER BY id DESC LIMIT ?7";
  auto query = database_.query(sql);
  if (filter.before) query.bind_at(1, *filter.before);
  if (filter.from) query.bind_at(2, *filter.from);
  if (filter.until) query.bind_at(3, *filter.until);
  if (!filter.who.empty()) query.bind_at(4, filter.who);
  if (!filter.target.empty()) query.bind_at(5, filter.target);
  if (!filter.action.empty()) query.bind_at(6, filter.action);
  query.bind_at(7, std::max(filter.limit, 0));
  std::vector<AuditEntry> entries;
  while (query.step()) read_entry(query, entries.emplace_back());
  return entries;
}

Result<AuditVerdict> Audit::verify(std::int64_t noted) {
  try {
    const Database::Snapshot one_state{database_};
    // NOT INDEXED: the entries themselves, never what an index says of them.
    auto query = database_.query(
        "SELECT id, at, who, action, target, before, after, hash, typeof(at) = 'integer' AND typeof(hash) = 'blob' AND "
        "typeof(who) = 'text' AND typeof(action) = 'text' AND typeof(target) = 'text' AND typeof(before) = 'text' AND "
        "typeof(after) = 'text' FROM audit NOT INDEXED ORDER BY id");
    ChainCheck check{noted};
    AuditEntry entry;
    std::string hash;
    bool whole = false;
    while (query.step()) {
      query.read(entry.id, entry.at, entry.who, entry.action, entry.target, entry.before, entry.after, hash, whole);
      check.next(entry, hash, whole);
    }
    auto verdict = check.end(counted(database_));
    // What no entry shows: a cell that overlaps another, an index that says something else than the entries.
    auto look = database_.query("PRAGMA integrity_check(audit)");
    if (look.step()) look.read(verdict.damage);
    if (verdict.damage == "ok") verdict.damage.clear();
    return verdict;
  } catch (const SQLite::Exception& failure) {
    return error_of(failure);
  }
}

Result<void> Audit::chain_earlier() {
  const auto due = [this] {
    auto query = database_.query("SELECT 1 FROM settings WHERE key = ?1");
    query.bind(kToChain);
    return query.step();
  };
  if (!due()) return {};
  return database_.change([&]() -> Result<void> {
    if (!due()) return {};  // another process was quicker
    auto before = hash_before_all();
    for (std::int64_t last = 0;;) {
      const auto some = audit(last, 1000);
      if (some.empty()) break;
      for (const auto& entry : some) {
        before = audit_hash(before, entry);
        auto update = database_.query("UPDATE audit SET hash = ?2 WHERE id = ?1");
        (void)update.bind(entry.id, Bytes{before}).run();
      }
      last = some.back().id;
    }
    auto done = database_.query("DELETE FROM settings WHERE key = ?1");
    (void)done.bind(kToChain).run();
    return {};
  });
}

}  // namespace wardcast::store
