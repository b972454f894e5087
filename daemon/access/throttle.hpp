// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace wardcast::access {

/// Slows down whoever guesses passwords, and nobody else: for one name from one address after five attempts by 1, 2, 4
/// … 300 seconds; for all names from one address beyond 20 at once and one in three seconds; for everybody together
/// beyond 60 at once and one a second. Somebody who guesses from one machine neither locks a name for the others nor
/// uses up what everybody has. Remembers at most 1 000 pairs and 1 000 addresses, each for an hour. One thread.
class LoginThrottle {
 public:
  /// Zero: the attempt may be made, and is counted as a failure until it succeeds, so that many at once do not slip
  /// through. Else how long to wait; the attempt is not counted. `peer` is the address asked from.
  seconds attempt(std::string_view name, std::string_view peer, SteadyTime now);
  /// The attempt that was let through had the right password.
  void succeeded(std::string_view name, std::string_view peer);

  [[nodiscard]] std::size_t remembered() const { return pairs_.size() + peers_.size(); }

  static constexpr int kFree = 5;
  static constexpr seconds kLongest{300};
  static constexpr int kPeerBurst = 20;
  static constexpr seconds kPeerPace{3};
  static constexpr int kBurst = 60;
  static constexpr seconds kPace{1};
  static constexpr std::size_t kMost = 1000;
  static constexpr seconds kMemory{3600};

 private:
  /// So many at once, then one each `pace`.
  struct Bucket {
    int left = 0;
    SteadyTime last{};  ///< when it was last filled
    void fill(int burst, seconds pace, SteadyTime now);
  };
  struct Pair {
    int failures = 0;
    SteadyTime last{};
  };
  static std::string key(std::string_view name, std::string_view peer);

  std::map<std::string, Pair> pairs_;
  std::map<std::string, Bucket, std::less<>> peers_;
  Bucket everybody_{kBurst, {}};
};

}  // namespace wardcast::access
