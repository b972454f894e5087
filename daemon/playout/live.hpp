// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "daemon/playout/plan.hpp"
#include "drivers/modbus/relay_boards.hpp"
#include "drivers/rtp/audio_out.hpp"
#include "drivers/store/records.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::playout {

struct LineLive {
  std::string id, name;
  modbus::RelayState relay = modbus::RelayState::unknown;
  bool wanted_closed = false;
  bool latched = false;  ///< shorted: kept open for everything but its test
  bool tested = false;   ///< a test has it now
};
struct ZoneLive {
  std::string id, name;
  std::string source;  ///< "none" | "programme" | "emergency" | "drill"
  std::string airing, edition, programme_title, item_title;
  std::optional<WallTime> since;  ///< of the airing in this zone
  /// When the item's first packet was on air, or would have been: it may have been joined in progress.
  std::optional<WallTime> item_since;
  nanoseconds item_length{0};       ///< of its recording
  std::optional<float> level_dbfs;  ///< of the 100 ms on air now
  std::vector<LineLive> lines;
};
struct NextUp {
  std::string edition, title;
  WallTime start{};
  std::vector<std::string> zones;
  std::vector<scheduler::Warning> warnings = {};
};
struct BoardLive {
  std::string id;
  bool reachable = false;
  std::string problem;
};
/// What somebody asks for in an emergency: its zones are the site's, its item may air.
struct EmergencyCall {
  std::vector<std::string> zones;
  PlanItem item;
  int repeat = 3;
  seconds interval{5};
  seconds expires_in{600};
  bool drill = false;
  std::string who;
};
/// An emergency, on air or over.
struct EmergencyLive {
  store::EmergencyRecord record;
  std::string title;    ///< of its message
  int messages = 0;     ///< how often the message was put on air
  std::string problem;  ///< why only the tone sounds: missing_file | unreadable | withdrawn | …; empty when all is well
};
/// Everything a person may see of the station at one moment.
struct Live {
  WallTime at{};
  bool hold = false;        ///< the station is kept silent
  std::string clock_wrong;  ///< why the clock cannot be right: nothing scheduled airs; empty when it can
  std::vector<ZoneLive> zones;
  std::vector<NextUp> next;  ///< soonest first, at most ten
  std::vector<BoardLive> boards;
  std::vector<EmergencyLive> emergencies;  ///< on air, the newest first
};

/// What people may do to the station, and see of it. io thread only.
class StationControl {
 public:
  virtual ~StationControl() = default;
  [[nodiscard]] virtual Live live() const = 0;
  /// By index in the site's list.
  [[nodiscard]] virtual rtp::AmplifierStatus amplifier(std::size_t index) const = 0;
  /// Everything silent now; what was on air never rejoins. With hold nothing scheduled starts until release().
  virtual void stop_all(const std::string& who, bool hold) = 0;
  virtual void release(const std::string& who) = 0;
  /// not_found when no such airing is on air.
  virtual Result<void> stop_airing(std::string_view airing, const std::string& who) = 0;
  /// Tells when all that was stopped has sent its last packet and its end has been given to the journal; at once when
  /// nothing was on air.
  virtual void when_stopped(std::function<void()> told) = 0;
  /// On air before this returns, whatever boards, disk and desk do. Returns its id. Errors: invalid (a drill outside
  /// hours), conflict (a drill while the station is held or an emergency has all its zones; too many at once).
  virtual Result<std::string> raise_emergency(const EmergencyCall& call) = 0;
  /// The first who acknowledges is kept. not_found when no such emergency is remembered.
  virtual Result<void> acknowledge_emergency(std::string_view id, const std::string& who) = 0;
  /// Ends it. not_found as above, conflict when it is over.
  virtual Result<void> reset_emergency(std::string_view id, const std::string& who) = 0;
  /// Those on air and those remembered, the newest first.
  [[nodiscard]] virtual std::vector<EmergencyLive> emergencies() const = 0;
  /// An approved item that is known without asking the desk.
  [[nodiscard]] virtual std::optional<PlanItem> message(scheduler::ItemId item) const = 0;
};

}  // namespace wardcast::playout
