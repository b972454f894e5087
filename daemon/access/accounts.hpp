// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "daemon/access/roles.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::access {

/// 2–32 of a–z, 0–9, dot, underscore, hyphen. Error's field: "name".
Result<void> check_user_name(std::string_view name);
/// At least ten letters, at most 1 000 bytes, not the name. Error's field: "password".
Result<void> check_password(std::string_view name, std::string_view password);

/// What to change of a user; what is empty stays.
struct UserChange {
  std::optional<Role> role;
  std::optional<bool> disabled, self_approve;
  std::optional<std::string> password_hash;
};

struct ChangedUser {
  store::User user;
  std::vector<std::string> ended;  ///< hashes of the sessions that the change has ended
};

struct NewToken {
  store::Token token;
  std::string text;  ///< shown once; only its hash is kept
};

/// People and tokens. Desk thread: every call may wait for the disk, none for a password: hashes are made before, by
/// check_password and hash_password. Errors: as the rules say, and those of the store.
class Accounts {
 public:
  explicit Accounts(store::Store& store) : store_(store) {}

  /// conflict: the name is taken.
  Result<store::User> add_user(std::string_view name, Role role, bool self_approve, std::string password_hash,
                               bool disabled = false);
  /// A new password, another role or a disabled account ends the user's sessions at once, all but the one with the hash
  /// `keep`. conflict: the last administrator who is not disabled can be neither disabled nor given another role.
  Result<ChangedUser> change_user(store::UserId id, const UserChange& change, std::string_view keep = {});
  /// Names of tokens need not differ; NAME#ID does. `expires`: nothing for never. Error's field: "name", "expires_at".
  Result<NewToken> create_token(std::string_view name, Role role, std::optional<WallTime> expires, WallTime now);

 private:
  [[nodiscard]] bool another_administrator(store::UserId than) const;

  store::Store& store_;
};

}  // namespace wardcast::access
