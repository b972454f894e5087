// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/gate.hpp"

#include <utility>

#include "daemon/access/secrets.hpp"

namespace wardcast::access {
namespace {

constexpr std::size_t kLongestName = 32;
constexpr std::size_t kLongestSecret = 64;

std::string small_letters(std::string_view name) {
  std::string text{name.substr(0, kLongestName + 1)};  // longer than any name, and bounded
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Principal principal_of(const store::User& user) { return {user.name, user.role, user.id, user.self_approve}; }

}  // namespace

std::variant<Challenge, TooManyAttempts> Gate::challenge(std::string_view name, SteadyTime now) {
  Challenge made;
  made.name = small_letters(name);
  if (const auto wait = throttle_.attempt(made.name, now); wait > seconds{0}) return TooManyAttempts{wait};
  const auto user = store_.user_by_name(made.name);
  if (user && !user->disabled && !user->password_hash.empty()) {
    made.user = user->id;
    made.hash = user->password_hash;
  } else {
    made.hash = hash_of_nobody();
  }
  return made;
}

Result<OpenedSession> Gate::open_session(const Challenge& challenge, bool verified, WallTime now) {
  const Error wrong{ErrorCode::forbidden, "The name or the password is wrong, or the account is disabled."};
  if (!verified || challenge.user == 0) return wrong;
  // Time has passed: the password may have been changed, or the account disabled.
  const auto user = store_.user(challenge.user);
  if (!user || user->disabled || user->password_hash != challenge.hash) return wrong;
  throttle_.succeeded(challenge.name);

  OpenedSession opened;
  opened.cookie = random_secret();
  opened.csrf = random_secret();
  opened.expires = now + kSession;
  opened.who = principal_of(*user);
  store::Session session;
  session.hash = secret_hash(opened.cookie);
  session.user = user->id;
  session.csrf = opened.csrf;
  session.created = now;
  session.expires = opened.expires;
  const auto kept = store_.atomically([&]() -> Result<void> {
    if (auto tidied = store_.remove_expired_sessions(now); !tidied) return tidied;
    return store_.add_session(session);
  });
  if (!kept) return kept.error();
  return opened;
}

std::optional<KnownSession> Gate::by_cookie(std::string_view cookie, WallTime now) {
  if (cookie.empty() || cookie.size() > kLongestSecret) return std::nullopt;
  auto session = store_.session_by_hash(secret_hash(cookie));
  if (!session || now >= session->expires) return std::nullopt;
  const auto user = store_.user(session->user);
  if (!user || user->disabled) return std::nullopt;
  return KnownSession{principal_of(*user), std::move(session->csrf), session->expires};
}

std::optional<Principal> Gate::by_token(std::string_view text) {
  if (!text.starts_with("wc_") || text.size() > kLongestSecret) return std::nullopt;
  const auto token = store_.token_by_hash(secret_hash(text));
  if (!token || token->revoked) return std::nullopt;
  return Principal{token->name + "#" + std::to_string(token->id), token->role, 0, false};
}

Result<void> Gate::close_session(std::string_view cookie) { return store_.remove_session(secret_hash(cookie)); }

}  // namespace wardcast::access
