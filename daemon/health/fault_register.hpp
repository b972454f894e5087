// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/time_zone.hpp"
#include "daemon/health/fault.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::health {

/// What became of a re-test.
struct Retested {
  enum class Kind {
    passed,
    failed,  ///< the trouble is still there
    busy     ///< not possible now: it is done later, and told then
  };
  Kind kind = Kind::passed;
  std::string detail;  ///< a sentence: what was found
  Now at{};
  std::string evidence = {};  ///< what was measured, a JSON object
};
/// Tests again what a fault is about. `told` is called on the io thread, at once or later: with passed or failed, or
/// with busy and then once more.
using Retest = std::function<void(const Fault&, Now now, std::function<void(Retested)> told)>;

/// What asking for a fault to be resolved came to.
struct Resolution {
  Fault fault;
  bool later = false;  ///< the re-test has to wait; when it passes the fault resolves by itself
};

/// What is wrong now, by cause, as told by those who watch. Keeps the whole picture in memory, so that it also serves
/// while the disk is full, and hands every change on as a fact to be written. io thread only.
///
/// Rules against storms: one open fault for each cause; new evidence of it at most every five minutes; one that came
/// back soon after it had gone must stay away for five minutes before it counts as gone again.
///
/// Faults of manual classes (a short, a welded contact, …) never resolve because their cause is gone: a person resolves
/// them, and only a re-test that passes lets them.
class FaultRegister {
 public:
  static constexpr seconds kQuiet{300};
  static constexpr std::chrono::hours kSameTrouble{24};
  static constexpr std::size_t kPhotos = 40;  ///< of one fault
  static constexpr int kRemembered = 1000;    ///< faults known after a restart, beside all that are open

  struct Doors {
    std::function<void(const store::FaultOpened&)> opened;
    std::function<void(const store::FaultEvent&)> happened;
    /// For listeners. `what` happened: opened, or the word of the event.
    std::function<void(const Fault&, std::string_view what)> changed;
  };

  /// `known`: what the store has; `newest`: the highest id ever given.
  FaultRegister(TimeZone zone, const std::vector<store::FaultHistory>& known, std::int64_t newest, Doors doors);

  /// The trouble is there, and goes on until clear() says it is gone. Telling again changes nothing.
  /// `evidence`: what was measured, a JSON object; its "severity" may differ from the class's.
  void raise(const std::string& kind, const std::string& cause, const std::string& detail, Now now,
             const std::string& evidence = {});
  /// Something happened that is over already (a programme missed): it stays on the list until a person deals with it.
  void record(const std::string& kind, const std::string& cause, const std::string& detail, Now now,
              const std::string& evidence = {});
  /// The cause is gone: the fault resolves by itself, unless its class is manual. Unknown causes are no matter.
  void clear(std::string_view cause, const std::string& detail, Now now);
  /// Another fault took its place (a partial loss turned into a break): it resolves whatever its class. `detail` says
  /// which.
  void supersede(std::string_view cause, const std::string& detail, Now now);
  /// Once a second: those that had to stay away for a while.
  void advance(Now now);
  /// not_found; conflict when it is resolved. Acknowledging twice changes nothing.
  Result<Fault> acknowledge(std::int64_t id, const std::string& who, Now now);

  // What people do about it, in their names. not_found; conflict when its state forbids it.
  Result<Fault> assign(std::int64_t id, const std::string& to, std::optional<WallTime> deadline, const std::string& who,
                       Now now);
  Result<Fault> add_note(std::int64_t id, const std::string& text, const std::string& who, Now now);
  /// The same photo twice changes nothing.
  Result<Fault> add_photo(std::int64_t id, const std::string& name, const std::string& who, Now now);
  /// Asks for a re-test; `done` is told once, at once or later, with a conflict when the trouble is still there.
  void resolve(std::int64_t id, const std::string& note, const std::string& who, Now now,
               const std::function<void(const Result<Resolution>&)>& done);
  Result<Fault> close(std::int64_t id, const std::string& note, const std::string& who, Now now);
  /// Without one, a re-test fails while whoever watches says that the trouble is there, and passes otherwise.
  void set_retest(Retest retest) { retest_ = std::move(retest); }

  /// By id, newest first: all open ones and at least the kRemembered newest others.
  [[nodiscard]] std::vector<Fault> all() const;
  /// New or acknowledged, newest first.
  [[nodiscard]] std::vector<Fault> still_open() const;
  [[nodiscard]] std::optional<Fault> find(std::int64_t id) const;
  /// The newest of that cause, while it is open.
  [[nodiscard]] std::optional<Fault> open_fault(std::string_view cause) const;
  /// The trouble was raised and has not gone since.
  [[nodiscard]] bool present(std::int64_t id) const;
  [[nodiscard]] std::map<std::string, int> open_by_kind() const;
  /// What an alarm at the station shows: of faults that are major or worse.
  struct Alarm {
    bool lamp = false;    ///< one is not closed
    bool buzzer = false;  ///< one is not acknowledged
  };
  [[nodiscard]] Alarm alarm() const;
  /// Causes of open faults of that class.
  [[nodiscard]] std::vector<std::string> open_causes(std::string_view kind) const;

 private:
  using Done = std::function<void(const Result<Resolution>&)>;
  struct Asked {
    std::string who, note;
    std::uint64_t ticket = 0;
    bool waits = false;  ///< whoever asked was told that it comes later

    /// The note, and what the re-test found.
    [[nodiscard]] std::string said(const std::string& found) const {
      return note + (note.empty() || found.empty() ? "" : " ") + found;
    }
  };
  struct Entry {
    Fault fault;
    bool present = false;               ///< not gone since it was last raised
    bool flaps = false;                 ///< came back soon after it had gone
    std::optional<SteadyTime> told_at;  ///< newest evidence of this run of the daemon
    std::optional<SteadyTime> gone_at;  ///< when it may count as gone
    std::string gone_detail;
    std::optional<SteadyTime> gone_told_at;  ///< of a manual class
    std::optional<Asked> asked;              ///< a re-test is on its way
  };

  Entry* latest(std::string_view cause);
  [[nodiscard]] const Entry* latest(std::string_view cause) const;
  Result<Entry*> by_id(std::int64_t id);
  /// As people see it.
  [[nodiscard]] static Fault shown(const Entry& entry);
  struct Finding;
  void note(const Finding& finding, bool lasting, Now now);
  void open(const Finding& finding, bool lasting, Now now);
  void happen(Entry& entry, store::FaultEvent event);
  void retested(std::int64_t id, std::uint64_t ticket, const Done& done, const Retested& outcome);
  void end(Entry& entry, const std::string& who, const std::string& detail, Now now);
  void forget_old();

  const TimeZone zone_;
  const Doors doors_;
  std::int64_t newest_;
  Retest retest_;
  std::uint64_t tickets_ = 0;
  std::map<std::int64_t, Entry> entries_;
  std::map<std::string, std::int64_t, std::less<>> by_cause_;  ///< the newest fault of each cause
};

}  // namespace wardcast::health
