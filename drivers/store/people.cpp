// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/people.hpp"

namespace wardcast::store {
namespace {

User read_user(Database::Query& row) {
  User user;
  row.read(user.id, user.name, user.role, user.disabled, user.self_approve, user.password_hash);
  return user;
}

Token read_token(Database::Query& row) {
  Token token;
  row.read(token.id, token.name, token.role, token.hash, token.created, token.revoked, token.expires, token.last_used);
  return token;
}

Session read_session(Database::Query& row) {
  Session session;
  row.read(session.id, session.hash, session.user, session.csrf, session.created, session.expires, session.last_seen,
           session.peer);
  return session;
}

}  // namespace

Result<User> People::add_user(User user) {
  return database_.change([&]() -> Result<User> {
    auto insert = database_.query(
        "INSERT INTO users (name, role, disabled, self_approve, password_hash) VALUES (?1, ?2, ?3, ?4, ?5) "
        "ON CONFLICT (name) DO NOTHING");
    insert.bind(user.name, user.role, user.disabled, user.self_approve, user.password_hash);
    if (insert.run() == 0) {
      return Error{ErrorCode::conflict, "There is already a user named '" + user.name + "'.", "name"};
    }
    user.id = database_.last_id();
    return user;
  });
}

Result<void> People::update_user(const User& user) {
  return database_.change([&]() -> Result<void> {
    auto update = database_.query(
        "UPDATE users SET name = ?2, role = ?3, disabled = ?4, self_approve = ?5, password_hash = ?6 WHERE id = ?1");
    update.bind(user.id, user.name, user.role, user.disabled, user.self_approve, user.password_hash);
    if (update.run() == 0) return not_found("There is no user " + std::to_string(user.id) + ".");
    return {};
  });
}

std::optional<User> People::user_by_name(std::string_view name) {
  auto query =
      database_.query("SELECT id, name, role, disabled, self_approve, password_hash FROM users WHERE name = ?1");
  query.bind(name);
  if (!query.step()) return std::nullopt;
  return read_user(query);
}

std::optional<User> People::user(UserId id) {
  auto query = database_.query("SELECT id, name, role, disabled, self_approve, password_hash FROM users WHERE id = ?1");
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return read_user(query);
}

std::vector<User> People::users() {
  auto query = database_.query("SELECT id, name, role, disabled, self_approve, password_hash FROM users ORDER BY name");
  std::vector<User> all;
  while (query.step()) all.push_back(read_user(query));
  return all;
}

Result<Token> People::add_token(Token token) {
  return database_.change([&]() -> Result<Token> {
    auto insert = database_.query(
        "INSERT INTO tokens (name, role, hash, created, revoked, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    insert.bind(token.name, token.role, token.hash, token.created, token.revoked, token.expires);
    (void)insert.run();
    token.id = database_.last_id();
    return token;
  });
}

std::optional<Token> People::token_by_hash(std::string_view hash) {
  auto query =
      database_.query("SELECT id, name, role, hash, created, revoked, expires, last_used FROM tokens WHERE hash = ?1");
  query.bind(hash);
  if (!query.step()) return std::nullopt;
  return read_token(query);
}

std::vector<Token> People::tokens() {
  auto query =
      database_.query("SELECT id, name, role, hash, created, revoked, expires, last_used FROM tokens ORDER BY id");
  std::vector<Token> all;
  while (query.step()) all.push_back(read_token(query));
  return all;
}

Result<void> People::revoke_token(std::int64_t id) {
  return database_.change([&]() -> Result<void> {
    auto update = database_.query("UPDATE tokens SET revoked = 1 WHERE id = ?1");
    update.bind(id);
    if (update.run() == 0) return not_found("There is no token " + std::to_string(id) + ".");
    return {};
  });
}

Result<void> People::token_used(std::int64_t id, WallTime at) {
  return database_.change([&]() -> Result<void> {
    auto update = database_.query("UPDATE tokens SET last_used = ?2 WHERE id = ?1");
    (void)update.bind(id, at).run();
    return {};
  });
}

Result<void> People::add_session(const Session& session) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO sessions (hash, user, csrf, created, expires, last_seen, peer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
        "?7)");
    insert.bind(session.hash, session.user, session.csrf, session.created, session.expires, session.last_seen,
                session.peer);
    (void)insert.run();
    return {};
  });
}

std::optional<Session> People::session_by_hash(std::string_view hash) {
  auto query =
      database_.query("SELECT id, hash, user, csrf, created, expires, last_seen, peer FROM sessions WHERE hash = ?1");
  query.bind(hash);
  if (!query.step()) return std::nullopt;
  return read_session(query);
}

std::vector<Session> People::user_sessions(UserId user) {
  auto query = database_.query(
      "SELECT id, hash, user, csrf, created, expires, last_seen, peer FROM sessions WHERE user = ?1 ORDER BY id");
  query.bind(user);
  std::vector<Session> all;
  while (query.step()) all.push_back(read_session(query));
  return all;
}

std::optional<Session> People::session(std::int64_t id) {
  auto query =
      database_.query("SELECT id, hash, user, csrf, created, expires, last_seen, peer FROM sessions WHERE id = ?1");
  query.bind(id);
  if (!query.step()) return std::nullopt;
  return read_session(query);
}

Result<void> People::session_seen(std::string_view hash, WallTime at) {
  return database_.change([&]() -> Result<void> {
    auto update = database_.query("UPDATE sessions SET last_seen = ?2 WHERE hash = ?1");
    (void)update.bind(hash, at).run();  // not there: it has just ended
    return {};
  });
}

Result<void> People::remove_session(std::string_view hash) {
  return database_.change([&]() -> Result<void> {
    auto remove = database_.query("DELETE FROM sessions WHERE hash = ?1");
    (void)remove.bind(hash).run();
    return {};
  });
}

Result<void> People::remove_user_sessions(UserId user) {
  return database_.change([&]() -> Result<void> {
    auto remove = database_.query("DELETE FROM sessions WHERE user = ?1");
    (void)remove.bind(user).run();
    return {};
  });
}

Result<void> People::remove_expired_sessions(WallTime now) {
  return database_.change([&]() -> Result<void> {
    auto remove = database_.query("DELETE FROM sessions WHERE expires <= ?1");
    (void)remove.bind(now).run();
    return {};
  });
}

}  // namespace wardcast::store
