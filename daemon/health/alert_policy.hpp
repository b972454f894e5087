// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "daemon/config/site.hpp"
#include "daemon/health/alert.hpp"

namespace wardcast::health {

/// What is said to one recipient.
struct Letter {
  std::string subject, text;
  boost::json::object json;
  std::size_t stands_for = 1;  ///< alerts: its own, if it has one, and those held back that it tells of
};

/// What one recipient is told, and when: only what concerns them; the same alert at most once in five minutes; of what
/// is not urgent at most five in ten minutes. What was held back is told with the next letter, or in one of its own
/// once there is room. Pure: time comes in.
class AlertPolicy {
 public:
  static constexpr seconds kSame{300};
  static constexpr seconds kWindow{600};
  static constexpr std::size_t kInWindow = 5;
  static constexpr std::size_t kListed = 20;  ///< of what was held back; more is only counted

  explicit AlertPolicy(const site::AlertRecipient& recipient);

  /// The letter to send now, if any.
  std::optional<Letter> tell(const Alert& alert, SteadyTime now);
  /// Once a second or so: what was held back long enough.
  std::optional<Letter> advance(SteadyTime now);
  /// A letter that was taken out of the queue unsent: what it stood for counts as held back.
  void dropped(const Letter& letter, SteadyTime now);
  /// Does it concern them at all?
  [[nodiscard]] bool wants(const Alert& alert) const;

 private:
  void hold(const std::string& subject, SteadyTime now);
  [[nodiscard]] bool room(SteadyTime now);
  void forget_old(SteadyTime now);
  void add_held(Letter& letter);

  const site::AlertRecipient recipient_;
  const Tongue tongue_;
  const Severity least_;
  std::map<std::string, SteadyTime> told_;  ///< by key, all-clears by theirs
  std::set<std::string> waiting_;           ///< keys of trouble they know of and have no all-clear of
  std::deque<SteadyTime> sent_;             ///< not urgent ones, within the window
  std::deque<std::string> held_;            ///< subjects, the first kListed
  std::size_t held_count_ = 0;
  std::optional<SteadyTime> held_since_;
};

/// What a role is told of unless the site file names classes: people who run programmes of programmes, technicians of
/// the ward's wires and devices, the board of what is critical, an administrator of everything.
bool role_wants(std::string_view role, const Alert& alert);

}  // namespace wardcast::health
