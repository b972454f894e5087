// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/audit_chain.hpp"

#include <sodium.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace wardcast::store {
namespace {

constexpr std::size_t kHash = 32;

void put(std::string& into, std::uint64_t number) {
  for (int shift = 0; shift < 64; shift += 8) into += static_cast<char>(number >> shift & 0xFFU);
}
void put(std::string& into, std::string_view text) {
  put(into, static_cast<std::uint64_t>(text.size()));
  into += text;
}

std::string hex(const std::string& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text += kDigits[static_cast<unsigned char>(byte) >> 4U];
    text += kDigits[static_cast<unsigned char>(byte) & 0x0FU];
  }
  return text;
}

}  // namespace

std::string hash_before_all() { return std::string(kHash, '\0'); }

std::string audit_hash(std::string_view before, const AuditEntry& entry) {
  std::string all;
  all.reserve(128 + entry.before.size() + entry.after.size());
  put(all, before);
  put(all, static_cast<std::uint64_t>(entry.id));
  put(all, static_cast<std::uint64_t>(entry.at.time_since_epoch().count()));
  for (const auto* text : {&entry.who, &entry.action, &entry.target, &entry.before, &entry.after}) put(all, *text);
  std::array<unsigned char, kHash> digest{};
  if (sodium_init() < 0 ||
      crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(all.data()), all.size(),
                         nullptr, 0) != 0) {
    throw std::runtime_error{"libsodium cannot hash"};
  }
  return {digest.begin(), digest.end()};
}

void ChainCheck::tell(AuditFault fault) {
  ++verdict_.wrong;
  if (verdict_.faults.size() < AuditVerdict::kTold) verdict_.faults.push_back(std::move(fault));
}

void ChainCheck::next(const AuditEntry& entry, const std::string& hash, bool whole) {
  const auto expected = verdict_.newest + 1;
  if (entry.id > expected) {
    tell({AuditFault::Kind::missing, expected, entry.id - 1, {}, {}});
    unknown_ = true;
  }
  ++verdict_.entries;
  // A number that a damaged file gives twice or backwards is no number to go on from.
  const bool in_order = entry.id >= expected;
  if (in_order) verdict_.newest = entry.id;
  const auto on_stored = audit_hash(stored_, entry);
  const bool fits = hash == on_stored || (right_ != stored_ && hash == audit_hash(right_, entry));
  // Behind a gap the hash before is not known, so this entry cannot be judged by it.
  if (!in_order || !whole || hash.size() != kHash || (!fits && !unknown_))
    tell({AuditFault::Kind::changed, entry.id, entry.id, entry.at, entry.who});
  if (entry.id == noted_ && noted_ != 0) verdict_.noted = hex(hash);
  right_ = fits || unknown_ ? hash : on_stored;
  stored_ = hash;
  unknown_ = false;
}

AuditVerdict ChainCheck::end(std::int64_t counted) {
  if (counted > verdict_.newest) tell({AuditFault::Kind::missing, verdict_.newest + 1, counted, {}, {}});
  verdict_.head = hex(stored_);
  return std::move(verdict_);
}

}  // namespace wardcast::store
