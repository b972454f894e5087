// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "scheduler/programme.hpp"

namespace wardcast::test {

/// One programme as the tables of docs/arbitration.md see it. Times are frames of 20 ms.
struct Part {
  std::string name;
  int priority = 64;
  scheduler::OnBusy on_busy = scheduler::OnBusy::reject;
  scheduler::OnInterrupt on_interrupt = scheduler::OnInterrupt::continue_;
  std::set<std::string> zones;
  int start = 0, slot_end = 0;
  std::vector<int> items;  ///< packets of each
};

struct Sent {
  std::string part;
  int packet = 0;  ///< within the rundown
  bool operator==(const Sent&) const = default;
};
struct Change {
  std::string standing;
  std::set<std::string> zones, given_up;
  bool operator==(const Change&) const = default;
};
struct Fate {
  std::string reason;  ///< of the end
  std::set<int> sent;  ///< packets of the rundown that somebody heard
  std::vector<Change> changes;
};
struct Expected {
  std::map<std::string, std::map<int, Sent>> on_amplifier;  ///< by amplifier and frame
  std::map<std::string, Fate> fates;                        ///< by part
};

/// docs/arbitration.md, walked through frame by frame and in the plainest way. It shares no code with what it checks.
/// Rundowns must be over within their slots.
Expected expect(const std::vector<Part>& parts, const std::map<std::string, std::string>& amplifier_of);

}  // namespace wardcast::test
