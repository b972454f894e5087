// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_zone.hpp"
#include "daemon/config/site.hpp"
#include "daemon/health/fault.hpp"
#include "daemon/statistics/remarks.hpp"
#include "drivers/store/store.hpp"

// The minutes of one session of line tests, as facts. How they are printed: minutes_csv.hpp, minutes_json.hpp.
namespace wardcast::statistics {

/// Sessions that a ward holds each month.
inline constexpr int kSessionsAMonth = 4;

/// What the minutes conclude of a line or an amplifier. Nothing that was not measured is ever called good.
enum class Standing : std::uint8_t { good, watch, broken, not_measured };
std::string_view word(Standing standing);  ///< "good", …

/// How many loudspeakers sound: the true number is thought to lie in [low, high].
struct Sounding {
  int low = 0, best = 0, high = 0;
};

/// A loudspeaker as a person heard it; nothing: nobody said.
struct HeardSpeaker {
  std::string id, name;
  std::optional<Remark> heard;  ///< one of kHearings
  std::optional<Remark> note;
};

struct MinutesLine {
  std::string id, name, zone;  ///< names as in the site file today; of a line that is gone its id, and no zone
  std::string amplifier;
  std::optional<double> length_m;
  std::optional<store::Measurement> measured;  ///< its last test in the session
  std::string verdict = "not_tested";          ///< health::word
  Standing standing = Standing::not_measured;
  std::optional<double> ohms;  ///< infinite where no current flowed
  std::optional<double> reference_ohms, reference_watts;
  std::optional<bool> open, shorted, leaks;   ///< nothing: that was not measured
  std::vector<HeardSpeaker> speakers;         ///< of the site file today, in wire order
  std::array<int, kHearings.size()> heard{};  ///< how many sounded so
  int heard_at_all = 0;
  std::optional<Sounding> sounding;  ///< nothing: not known
};

struct MinutesAmplifier {
  std::string id, name;
  Standing standing = Standing::not_measured;
  std::optional<Remark> state, volts, amps, celsius, note;  ///< as a person found it
};

struct MinutesTotals {
  int lines = 0, lines_good = 0, lines_not_measured = 0;
  int speakers = 0, speakers_unknown = 0;  ///< unknown: on lines of which nothing is known
  Sounding speakers_good;                  ///< among those that are not unknown
  int amplifiers = 0, amplifiers_good = 0, amplifiers_not_measured = 0;
};

/// The sessions of one local month. A session that a person began is beside the plan.
struct MonthOfSessions {
  std::string key;  ///< 2018-03
  int held = 0;     ///< planned ones that were held
  int by_person = 0;
  int missed = 0;  ///< planned ones that were not held
};

struct Minutes {
  std::string station;
  store::SweepRecord session;
  std::vector<store::SweepRemark> written;  ///< every remark, oldest first
  Remarks remarks;
  MonthOfSessions month;
  std::optional<int> number;  ///< its place among the month's; nothing: missed, dry, or beside the plan
  std::vector<MinutesLine> lines;
  std::vector<MinutesAmplifier> amplifiers;
  /// As they stood when the session, with what it had to confirm, was over.
  std::vector<health::Fault> found, old;
  MinutesTotals totals;
};

/// Each month that has a day in [from, to], in order, those without a session too.
std::vector<MonthOfSessions> months_of_sessions(store::Store& store, CivilDate from, CivilDate to);

/// not_found when there is no such session. Desk thread, or the command line; throws what Store's readers throw.
/// `now`: until when things are told of a session that is not over.
Result<Minutes> minutes_of(store::Store& store, const site::Site& site, std::string_view sweep, WallTime now);

}  // namespace wardcast::statistics
