// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "daemon/health/alert_policy.hpp"
#include "daemon/health/fault_register.hpp"

namespace wardcast::health {

/// Brings alerts to their recipients: one letter at a time each, again after a while when it could not be delivered.
/// When that goes on it is a fault itself (alert_failed), which the next letter that arrives clears. io thread; time
/// comes in.
class Alerter {
 public:
  /// Between the tries of one letter; the last goes on.
  static constexpr std::array<seconds, 4> kPauses{seconds{5}, seconds{20}, seconds{60}, seconds{300}};
  static constexpr std::size_t kTries = 4;         ///< failed ones before it is a fault
  static constexpr std::chrono::hours kTooOld{6};  ///< a letter that old is not sent any more, only counted
  static constexpr std::size_t kWaiting = 50;      ///< letters of one recipient

  /// Delivers one letter to a recipient, by its index in the site's list. `done` is told once, on the io thread and
  /// never within the call; an empty text: delivered, else why not.
  using Deliver =
      std::function<void(std::size_t recipient, const Letter& letter, std::function<void(std::string problem)> done)>;

  Alerter(const site::Site& site, FaultRegister& faults, const Clock& clock, Deliver deliver);

  void tell(const Alert& alert);
  /// Once a second.
  void advance();
  /// Letters delivered since the start, and tries that failed.
  [[nodiscard]] std::uint64_t delivered() const { return delivered_; }
  [[nodiscard]] std::uint64_t failed() const { return failed_; }

 private:
  struct Waiting {
    Letter letter;
    SteadyTime since{};
  };
  struct Recipient {
    std::string id;
    AlertPolicy policy;
    std::deque<Waiting> letters = {};
    bool sending = false;      ///< the first letter is on its way
    SteadyTime next_try{};     ///< of the first letter
    std::size_t failures = 0;  ///< in a row
  };
  void queue(std::size_t index, Letter letter);
  void send_next(std::size_t index);
  void done(std::size_t index, const std::string& problem);

  FaultRegister& faults_;
  const Clock& clock_;
  const Deliver deliver_;
  std::vector<Recipient> recipients_;
  std::uint64_t delivered_ = 0, failed_ = 0;
};

}  // namespace wardcast::health
