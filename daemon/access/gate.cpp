// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/gate.hpp"

#include <algorithm>
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

bool valid(const store::Token& token, WallTime now) {
  return !token.revoked && (!token.expires || now < *token.expires);
}

Principal principal_of(const store::User& user) { return {user.name, user.role, user.id, user.self_approve}; }

}  // namespace

std::variant<Challenge, TooManyAttempts> Gate::challenge(std::string_view name, std::string_view peer, SteadyTime now) {
  Challenge made;
  made.name = small_letters(name);
  made.peer = peer;
  if (const auto wait = throttle_.attempt(made.name, made.peer, now); wait > seconds{0}) return TooManyAttempts{wait};
  const auto user = store_.user_by_name(made.name);
  if (user && !user->disabled && !user->password_hash.empty()) {
    made.user = user->id;
    made.hash = user->password_hash;
  } else {
    made.hash = hash_of_nobody();
  }
  return made;
}

Result<store::User> Gate::confirm(const Challenge& challenge, bool verified) {
  const Error wrong{ErrorCode::forbidden, "The name or the password is wrong, or the account is disabled."};
  if (!verified || challenge.user == 0) return wrong;
  // Time has passed: the password may have been changed, or the account disabled.
  auto user = store_.user(challenge.user);
  if (!user || user->disabled || user->password_hash != challenge.hash) return wrong;
  throttle_.succeeded(challenge.name, challenge.peer);
  return std::move(*user);
}

Result<OpenedSession> Gate::open_session(const Challenge& challenge, bool verified, std::string peer, WallTime now) {
  const auto user = confirm(challenge, verified);
  if (!user) return user.error();
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
  session.last_seen = now;
  session.peer = std::move(peer);
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
  if (!session || !lives(*session, now)) return std::nullopt;
  const auto user = store_.user(session->user);
  if (!user || user->disabled) return std::nullopt;
  used(session->hash, session->last_seen, 0, now);
  return KnownSession{principal_of(*user), std::move(session->hash), std::move(session->csrf), session->expires};
}

std::optional<KnownToken> Gate::by_token(std::string_view text, WallTime now) {
  if (!text.starts_with("wc_") || text.size() > kLongestSecret) return std::nullopt;
  auto token = store_.token_by_hash(secret_hash(text));
  if (!token || !valid(*token, now)) return std::nullopt;
  used(token->hash, token->last_used, token->id, now);
  return KnownToken{Principal{token->name + "#" + std::to_string(token->id), token->role, 0, false},
                    std::move(token->hash)};
}

Result<void> Gate::close_session(std::string_view key) { return store_.remove_session(key); }

bool Gate::lives(const store::Session& session, WallTime now) const {
  return now < session.expires && now - last_seen(session) < kIdle;
}

WallTime Gate::last_seen(const store::Session& session) const {
  const auto use = uses_.find(session.hash);
  return use == uses_.end() ? session.last_seen : std::max(session.last_seen, use->second.at);
}

std::optional<WallTime> Gate::last_used(const store::Token& token) const {
  const auto use = uses_.find(token.hash);
  return use == uses_.end() ? token.last_used : std::max(token.last_used, std::optional{use->second.at});
}

void Gate::used(const std::string& key, const std::optional<WallTime>& kept, std::int64_t token, WallTime now) {
  const WallTime minute = std::chrono::floor<std::chrono::minutes>(now);
  if (kept && *kept >= minute) return;
  uses_.insert_or_assign(key, Use{minute, token});
}

bool Gate::welcome(const std::string& key, Counts counts, WallTime now) {
  if (const auto token = store_.token_by_hash(key); token && valid(*token, now)) {
    if (counts == Counts::as_use) used(key, token->last_used, token->id, now);
    return true;
  }
  const auto session = store_.session_by_hash(key);
  const auto user = session && lives(*session, now) ? store_.user(session->user) : std::nullopt;
  if (!user || user->disabled) return false;
  if (counts == Counts::as_use) used(key, session->last_seen, 0, now);
  return true;
}

std::vector<std::string> Gate::no_longer_welcome(const std::vector<std::string>& listening,
                                                 const std::vector<std::string>& remembered, WallTime now) {
  std::vector<std::string> gone;
  for (const auto& key : listening)
    if (!welcome(key, Counts::as_use, now)) gone.push_back(key);
  for (const auto& key : remembered)
    if (!welcome(key, Counts::as_nothing, now)) gone.push_back(key);
  return gone;
}

Result<void> Gate::write_down_use() {
  if (uses_.empty()) return {};
  auto written = store_.atomically([this]() -> Result<void> {
    for (const auto& [key, use] : uses_) {
      auto kept = use.token == 0 ? store_.session_seen(key, use.at) : store_.token_used(use.token, use.at);
      if (!kept) return kept;
    }
    return {};
  });
  if (!written) return written;
  uses_.clear();
  return {};
}

}  // namespace wardcast::access
