// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"
#include "daemon/access/gate.hpp"
#include "daemon/access/throttle.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::access {

/// Eighty random bits in groups, easy to read aloud and to type: "7KQP-2MXD-…" without I, L, O and U.
std::string random_code();
/// The same code as people type it: small letters, spaces, no dashes, 0 for O, 1 for I or L.
std::string plain_code(std::string_view typed);

/// How a station without people gets its first administrator: whoever can read the daemon's log or its data folder
/// knows a code. Over for good as soon as there is a user, however that user was made. Desk thread, except begin().
class Setup {
 public:
  Setup(store::Store& store, std::filesystem::path file) : store_(store), file_(std::move(file)) {}

  /// At start: the code, also written to the file (mode 0600), when there is no user. Nothing when there is one.
  Result<std::optional<std::string>> begin();
  /// Is there still no user? Once there is one, the code and its file are gone.
  bool needed();
  /// Counts an attempt from an address; how long to wait when there were too many.
  std::optional<TooManyAttempts> attempt(std::string_view peer, SteadyTime now);
  [[nodiscard]] bool right(std::string_view typed) const;

 private:
  void end();

  store::Store& store_;
  const std::filesystem::path file_;
  std::string code_;  ///< plain; empty: over
  LoginThrottle throttle_;
};

}  // namespace wardcast::access
