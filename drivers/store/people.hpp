// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Users, tokens and sessions. The calls are those of Store.
class People {
 public:
  explicit People(Database& database) : database_(database) {}

  Result<User> add_user(User user);
  Result<void> update_user(const User& user);
  std::optional<User> user_by_name(std::string_view name);
  std::optional<User> user(UserId id);
  std::vector<User> users();
  Result<Token> add_token(Token token);
  std::optional<Token> token_by_hash(std::string_view hash);
  std::vector<Token> tokens();
  Result<void> revoke_token(std::int64_t id);
  Result<void> token_used(std::int64_t id, WallTime at);
  Result<void> add_session(const Session& session);
  std::optional<Session> session_by_hash(std::string_view hash);
  std::vector<Session> user_sessions(UserId user);
  std::optional<Session> session(std::int64_t id);
  Result<void> session_seen(std::string_view hash, WallTime at);
  Result<void> remove_session(std::string_view hash);
  Result<void> remove_user_sessions(UserId user);
  Result<void> remove_expired_sessions(WallTime now);

 private:
  Database& database_;
};

}  // namespace wardcast::store
