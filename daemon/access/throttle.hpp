// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace wardcast::access {

/// Slows down whoever guesses passwords: for one name after five attempts by 1, 2, 4 … 300 seconds, for all names
/// together beyond 60 at once and one a second. Remembers at most 1 000 names, each for an hour. One thread.
class LoginThrottle {
 public:
  /// Zero: the attempt may be made, and is counted as a failure until it succeeds, so that many at once do not slip
  /// through. Else how long to wait; the attempt is not counted.
  seconds attempt(std::string_view name, SteadyTime now);
  /// The attempt that was let through had the right password.
  void succeeded(std::string_view name);

  [[nodiscard]] std::size_t names() const { return names_.size(); }

  static constexpr int kFree = 5;
  static constexpr seconds kLongest{300};
  static constexpr int kBurst = 60;
  static constexpr std::size_t kNames = 1000;
  static constexpr seconds kMemory{3600};

 private:
  struct Name {
    int failures = 0;
    SteadyTime last{};
  };
  void make_room(SteadyTime now);

  std::map<std::string, Name, std::less<>> names_;
  int burst_left_ = kBurst;
  SteadyTime refilled_{};
};

}  // namespace wardcast::access
