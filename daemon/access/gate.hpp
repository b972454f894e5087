// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"
#include "base/time.hpp"
#include "daemon/access/roles.hpp"
#include "daemon/access/throttle.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::access {

/// What to verify a given password against. For a name that is not known it is a hash that no password fits.
struct Challenge {
  std::string name;
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
  std::string csrf;
  WallTime expires{};
};

/// Who is it? Logging in takes three steps, since a password takes long to verify:
///   desk thread:  gate.challenge(name, steady)                  → Challenge, or TooManyAttempts
///   elsewhere:    verify_password(challenge.hash, password)     → one at a time
///   desk thread:  gate.open_session(challenge, verified, wall)  → OpenedSession, or forbidden
class Gate {
 public:
  /// A session ends this long after the login, whatever is done in it.
  static constexpr std::chrono::hours kSession{12};

  explicit Gate(store::Store& store) : store_(store) {}

  /// Capital letters, which phones like to begin with, are taken for small ones.
  std::variant<Challenge, TooManyAttempts> challenge(std::string_view name, SteadyTime now);
  /// forbidden: name or password is wrong, or the account is disabled; which of them is not told.
  Result<OpenedSession> open_session(const Challenge& challenge, bool verified, WallTime now);

  /// Nothing when the cookie is unknown or its time is over, or the account is disabled.
  std::optional<KnownSession> by_cookie(std::string_view cookie, WallTime now);
  /// Nothing when the token is unknown or revoked.
  std::optional<Principal> by_token(std::string_view text);
  Result<void> close_session(std::string_view cookie);

 private:
  store::Store& store_;
  LoginThrottle throttle_;
};

}  // namespace wardcast::access
