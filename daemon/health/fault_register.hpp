// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/time_zone.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::health {

/// new → acknowledged → resolved → closed. A resolved one whose cause comes back within a day is new again.
enum class FaultState { fresh, acknowledged, resolved, closed };
std::string_view word(FaultState state);  ///< "new", "acknowledged", …

struct Fault {
  std::int64_t id = 0;
  std::string kind;    ///< the contract's class: no_comm, welded, …
  std::string cause;   ///< "no_comm:board/b1"
  std::string detail;  ///< the newest sentence
  FaultState state = FaultState::fresh;
  WallTime since{};           ///< first found
  WallTime last{};            ///< newest evidence
  std::int64_t evidence = 1;  ///< how often it was found
  std::string acknowledged_by;
  std::optional<WallTime> acknowledged_at, resolved_at;
  [[nodiscard]] bool open() const { return state == FaultState::fresh || state == FaultState::acknowledged; }
};

/// What is wrong now, by cause, as told by those who watch. Keeps the whole picture in memory, so that it also serves
/// while the disk is full, and hands every change on as a fact to be written. io thread only.
///
/// Rules against storms: one open fault for each cause; new evidence of it at most every five minutes; one that came
/// back soon after it had gone must stay away for five minutes before it counts as gone again.
class FaultRegister {
 public:
  static constexpr seconds kQuiet{300};
  static constexpr std::chrono::hours kSameTrouble{24};
  static constexpr int kRemembered = 1000;  ///< faults known after a restart, beside all that are open

  struct Doors {
    std::function<void(const store::FaultOpened&)> opened;
    std::function<void(const store::FaultEvent&)> happened;
    std::function<void(const Fault&)> changed;  ///< for listeners
  };

  /// `known`: what the store has; `newest`: the highest id ever given.
  FaultRegister(TimeZone zone, const std::vector<store::FaultHistory>& known, std::int64_t newest, Doors doors);

  /// The trouble is there, and goes on until clear() says it is gone. Telling again changes nothing.
  void raise(const std::string& kind, const std::string& cause, const std::string& detail, Now now);
  /// Something happened that is over already (a programme missed): it stays on the list until a person deals with it.
  void record(const std::string& kind, const std::string& cause, const std::string& detail, Now now);
  /// The cause is gone: the fault resolves by itself. Unknown causes are no matter.
  void clear(std::string_view cause, const std::string& detail, Now now);
  /// Once a second: those that had to stay away for a while.
  void advance(Now now);
  /// not_found; conflict when it is resolved. Acknowledging twice changes nothing.
  Result<Fault> acknowledge(std::int64_t id, const std::string& who, Now now);

  /// By id, newest first: all open ones and at least the kRemembered newest others.
  [[nodiscard]] std::vector<Fault> all() const;
  [[nodiscard]] std::map<std::string, int> open_by_kind() const;
  /// Causes of open faults of that class.
  [[nodiscard]] std::vector<std::string> open_causes(std::string_view kind) const;

 private:
  struct Entry {
    Fault fault;
    bool present = false;               ///< not gone since it was last raised
    bool flaps = false;                 ///< came back soon after it had gone
    std::optional<SteadyTime> told_at;  ///< newest evidence of this run of the daemon
    std::optional<SteadyTime> gone_at;  ///< when it may count as gone
    std::string gone_detail;
  };

  Entry* latest(std::string_view cause);
  void note(const std::string& kind, const std::string& cause, const std::string& detail, bool lasting, Now now);
  void open(const std::string& kind, const std::string& cause, const std::string& detail, bool lasting, Now now);
  void happen(Entry& entry, const std::string& what, const std::string& who, const std::string& detail, Now now);
  void resolve(Entry& entry, const std::string& detail, Now now);
  void forget_old();

  const TimeZone zone_;
  const Doors doors_;
  std::int64_t newest_;
  std::map<std::int64_t, Entry> entries_;
  std::map<std::string, std::int64_t, std::less<>> by_cause_;  ///< the newest fault of each cause
};

/// One fact more in a fault's life. The register and a reader of the history agree on what it means. Pure.
void apply(Fault& fault, const store::FaultEvent& event);
Fault fault_of(const store::FaultHistory& history);

}  // namespace wardcast::health
