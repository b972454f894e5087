// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "drivers/store/records.hpp"

// The hashes that tie the entries of the audit log together. Pure. For the files of this folder only.
namespace wardcast::store {

/// BLAKE2b-256, 32 bytes, over the hash of the entry before and every field of this one, numbers as eight bytes and
/// each text with its length before it, so that no two different entries are written alike. Before the first entry
/// stands hash_before_all().
std::string audit_hash(std::string_view before, const AuditEntry& entry);
std::string hash_before_all();

/// Follows the chain from the first entry to the last and remembers what is wrong with it.
class ChainCheck {
 public:
  /// The hash of the entry `noted` is to be told (0: of none).
  explicit ChainCheck(std::int64_t noted) : noted_(noted) {}

  /// The next entry by number, with its own hash as stored (empty: none). `whole`: its columns are of the right kinds.
  void next(const AuditEntry& entry, const std::string& hash, bool whole);
  /// After the last: `counted` is the highest number ever given.
  AuditVerdict end(std::int64_t counted);

 private:
  void tell(AuditFault fault);

  const std::int64_t noted_;
  AuditVerdict verdict_;
  /// Of the entry before, as stored and as it should be. They differ when the stored hash itself was changed: the chain
  /// goes on from either, so that one change is told once.
  std::string stored_ = hash_before_all(), right_ = stored_;
  bool unknown_ = false;  ///< the entry before is missing: nothing is known of its hash
};

}  // namespace wardcast::store
