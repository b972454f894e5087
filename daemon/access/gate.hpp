// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "daemon/access/roles.hpp"
#include "daemon/access/throttle.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::access {

/// What to verify a given password against. For a name that is not known it is a hash that no password fits.
struct Challenge {
  std::string name;
  std::string peer;  ///< the address it was asked from
  store::UserId user = 0;
  std::string hash;
};
struct TooManyAttempts {
  seconds retry_after{0};
};

struct OpenedSession {
  std::string cookie;  ///< to be given to the browser; only its hash is kept
  std::string csrf;    ///< to be sent back with every change
  WallTime expires{};
  Principal who;
};
struct KnownSession {
  Principal who;
  std::string key;  ///< the session's hash
  std::string csrf;
  WallTime expires{};
};
struct KnownToken {
  Principal who;
  std::string key;  ///< the token's hash
};

/// Who is it? Logging in takes three steps, since a password takes long to verify:
///   desk thread:  gate.challenge(name, peer, steady)            → Challenge, or TooManyAttempts
///   elsewhere:    verify_password(challenge.hash, password)     → one at a time
///   desk thread:  gate.open_session(challenge, verified, peer, wall)  → OpenedSession, or forbidden
class Gate {
 public:
  /// A session ends this long after the login, whatever is done in it.
  static constexpr std::chrono::hours kSession{12};
  /// It ends earlier when it was not used for so long; a page that listens to /events uses it.
  static constexpr std::chrono::hours kIdle{2};

  explicit Gate(store::Store& store) : store_(store) {}

  /// Capital letters, which phones like to begin with, are taken for small ones.
  std::variant<Challenge, TooManyAttempts> challenge(std::string_view name, std::string_view peer, SteadyTime now);
  /// forbidden: name or password is wrong, or the account is disabled; which of them is not told.
  Result<OpenedSession> open_session(const Challenge& challenge, bool verified, std::string peer, WallTime now);
  /// The account whose password was given; the same errors.
  Result<store::User> confirm(const Challenge& challenge, bool verified);

  /// Nothing when the cookie is unknown or its time is over, or the account is disabled.
  std::optional<KnownSession> by_cookie(std::string_view cookie, WallTime now);
  /// Nothing when the token is unknown, revoked or expired.
  std::optional<KnownToken> by_token(std::string_view text, WallTime now);
  Result<void> close_session(std::string_view key);

  /// Is the session neither over nor idle for too long?
  [[nodiscard]] bool lives(const store::Session& session, WallTime now) const;
  [[nodiscard]] WallTime last_seen(const store::Session& session) const;
  [[nodiscard]] std::optional<WallTime> last_used(const store::Token& token) const;
  /// Of those who listen and those who are only remembered, which session or token has ended, also by another program's
  /// hand? The other listeners are using theirs; to be remembered is no use.
  std::vector<std::string> no_longer_welcome(const std::vector<std::string>& listening,
                                             const std::vector<std::string>& remembered, WallTime now);
  /// Keeps in the store who was seen when, to the minute: from time to time, so that nobody waits for the disk to be
  /// let in. On an error it is tried again with the next.
  Result<void> write_down_use();

 private:
  struct Use {
    WallTime at;
    std::int64_t token = 0;  ///< 0: a session
  };
  enum class Counts { as_use, as_nothing };
  bool welcome(const std::string& key, Counts counts, WallTime now);
  void used(const std::string& key, const std::optional<WallTime>& kept, std::int64_t token, WallTime now);

  store::Store& store_;
  LoginThrottle throttle_;
  std::map<std::string, Use, std::less<>> uses_;  ///< by key: newer than what the store has
};

}  // namespace wardcast::access
