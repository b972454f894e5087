// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "daemon/health/fault_class.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::health {

/// new → acknowledged → resolved → closed. A resolved one whose cause comes back within a day is new again.
enum class FaultState { fresh, acknowledged, resolved, closed };
std::string_view word(FaultState state);  ///< "new", "acknowledged", …

/// A fault as it stands: what the facts of its history come to.
struct Fault {
  std::int64_t id = 0;
  std::string kind;      ///< the contract's class: no_comm, welded, …
  std::string cause;     ///< "no_comm:board/b1"
  std::string detail;    ///< the newest sentence
  std::string measured;  ///< the newest measurement, a JSON object; empty: nothing was measured
  Severity severity = Severity::minor;
  FaultState state = FaultState::fresh;
  WallTime since{};           ///< first found
  WallTime last{};            ///< newest evidence
  std::int64_t evidence = 1;  ///< how often it was found
  WallTime new_since{};       ///< first found, or the last time it came back
  std::string owner;          ///< who is to repair it; empty: nobody yet
  std::optional<WallTime> deadline;
  std::string acknowledged_by, resolved_by, closed_by;  ///< resolved_by empty: the station itself
  std::optional<WallTime> acknowledged_at, resolved_at, closed_at;
  std::vector<std::string> photos;     ///< names, oldest first
  microseconds past_outage{0};         ///< how long it was there before it was resolved
  std::optional<WallTime> down_since;  ///< nothing: resolved
  std::string retest_by;               ///< who asked for the re-test that is not done yet; not of the history

  [[nodiscard]] bool open() const { return state == FaultState::fresh || state == FaultState::acknowledged; }
  /// All the time it was there.
  [[nodiscard]] microseconds outage(WallTime now) const;
};

/// One fact more in a fault's life. The register and a reader of the history agree on what it means. Pure.
void apply(Fault& fault, const store::FaultEvent& event);
Fault fault_of(const store::FaultOpened& opened);
Fault fault_of(const store::FaultHistory& history);

}  // namespace wardcast::health
