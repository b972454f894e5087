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

Result<store::User> Accounts::add_user(std::string_view name, Role role, bool self_approve, std::string password_hash) {
  if (const auto fits = check_user_name(name); !fits) return fits.error();
  store::User user;
  user.name = name;
  user.role = role;
  user.self_approve = self_approve;
  user.password_hash = std::move(password_hash);
  return store_.add_user(std::move(user));
}

Result<store::User> Accounts::change_user(store::UserId id, const UserChange& change) {
  auto user = store_.user(id);
  if (!user) return not_found("There is no user " + std::to_string(id) + ".");
  if (change.role) user->role = *change.role;
  if (change.disabled) user->disabled = *change.disabled;
  if (change.self_approve) user->self_approve = *change.self_approve;
  if (change.password_hash) user->password_hash = *change.password_hash;
  const auto changed = store_.atomically([&]() -> Result<void> {
    if (auto updated = store_.update_user(*user); !updated) return updated;
    if (!user->disabled && !change.password_hash) return {};
    return store_.remove_user_sessions(id);
  });
  if (!changed) return changed.error();
  return std::move(*user);
}

Result<NewToken> Accounts::create_token(std::string_view name, Role role, WallTime now) {
  auto text = to_nfc(name);
  if (!text || text->empty() || letters(*text) > kLongestTokenName ||
      std::any_of(text->begin(), text->end(), control)) {
    return invalid("name", "A token's name has 1 to 64 characters, none of them control characters.");
  }
  NewToken made;
  made.text = "wc_" + random_secret();
  made.token.name = std::move(*text);
  made.token.role = role;
  made.token.hash = secret_hash(made.text);
  made.token.created = now;
  auto added = store_.add_token(made.token);
  if (!added) return added.error();
  made.token = std::move(*added);
  return made;
}

}  // namespace wardcast::access
