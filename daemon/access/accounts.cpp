// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/accounts.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "daemon/access/secrets.hpp"

namespace wardcast::access {
namespace {

constexpr std::size_t kShortestPassword = 10;   // letters
constexpr std::size_t kLongestPassword = 1000;  // bytes
constexpr std::size_t kLongestTokenName = 64;   // letters

bool in_user_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

/// Code points of UTF-8 text: every byte that does not continue one.
std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

Result<void> check_user_name(std::string_view name) {
  if (name.size() < 2 || name.size() > 32 || !std::all_of(name.begin(), name.end(), in_user_name)) {
    return invalid("name", "A user name has 2 to 32 of the characters a-z, 0-9, dot, underscore and hyphen.");
  }
  return {};
}

Result<void> check_password(std::string_view name, std::string_view password) {
  const auto text = to_nfc(password);
  if (!text) return invalid("password", "The password is not valid UTF-8.");
  if (letters(*text) < kShortestPassword) return invalid("password", "A password has at least 10 characters.");
  if (text->size() > kLongestPassword) return invalid("password", "A password has at most 1000 bytes.");
  if (*text == name) return invalid("password", "The password must not be the user's name.");
  return {};
}

Result<store::User> Accounts::add_user(std::string_view name, Role role, bool self_approve, std::string password_hash,
                                       bool disabled) {
  if (const auto fits = check_user_name(name); !fits) return fits.error();
  store::User user;
  user.name = name;
  user.role = role;
  user.self_approve = self_approve;
  user.disabled = disabled;
  user.password_hash = std::move(password_hash);
  return store_.add_user(std::move(user));
}

bool Accounts::another_administrator(store::UserId than) const {
  const auto users = store_.users();
  return std::any_of(users.begin(), users.end(), [than](const store::User& user) {
    return user.id != than && user.role == Role::admin && !user.disabled;
  });
}

Result<ChangedUser> Accounts::change_user(store::UserId id, const UserChange& change, std::string_view keep) {
  ChangedUser changed;
  const auto done = store_.atomically([&]() -> Result<void> {
    const auto before = store_.user(id);
    if (!before) return not_found("There is no user " + std::to_string(id) + ".");
    auto& user = changed.user = *before;
    if (change.role) user.role = *change.role;
    if (change.disabled) user.disabled = *change.disabled;
    if (change.self_approve) user.self_approve = *change.self_approve;
    if (change.password_hash) user.password_hash = *change.password_hash;
    const bool governed = before->role == Role::admin && !before->disabled;
    const bool governs = user.role == Role::admin && !user.disabled;
    if (governed && !governs && !another_administrator(id)) {
      return conflict("'" + user.name + "' is the last administrator; make another one first.",
                      Reason::last_administrator);
    }
    if (auto updated = store_.update_user(user); !updated) return updated;
    if (!user.disabled && !change.password_hash && user.role == before->role) return {};
    for (const auto& session : store_.user_sessions(id)) {
      if (session.hash == keep) continue;
      if (auto removed = store_.remove_session(session.hash); !removed) return removed;
      changed.ended.push_back(session.hash);
    }
    return {};
  });
  if (!done) return done.error();
  return changed;
}

Result<NewToken> Accounts::create_token(std::string_view name, Role role, std::optional<WallTime> expires,
                                        WallTime now) {
  auto text = to_nfc(name);
  if (!text || text->empty() || letters(*text) > kLongestTokenName ||
      std::any_of(text->begin(), text->end(), control)) {
    return invalid("name", "A token's name has 1 to 64 characters, none of them control characters.");
  }
  if (expires && *expires <= now) return invalid("expires_at", "A token must expire later than now, or never.");
  NewToken made;
  made.text = "wc_" + random_secret();
  made.token.name = std::move(*text);
  made.token.role = role;
  made.token.hash = secret_hash(made.text);
  made.token.created = now;
  made.token.expires = expires;
  auto added = store_.add_token(made.token);
  if (!added) return added.error();
  made.token = std::move(*added);
  return made;
}

}  // namespace wardcast::access
