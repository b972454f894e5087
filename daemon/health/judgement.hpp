// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/health/line_facts.hpp"

namespace wardcast::health {

/// What a test of a line found. docs/sweeps.md tells each one's threshold and where it comes from.
enum class Verdict : std::uint8_t {
  ok,
  partial,  ///< loudspeakers are gone
  open,     ///< less than a tenth of the load is left
  short_circuit,
  overload,  ///< more load than there should be
  earth,
  drift,         ///< in order, but it has crept over the last sweeps
  no_tone,       ///< amplifier or source: nothing is known of the line
  no_comm,       ///< relay board or meter silent: nothing is known of the line
  relay_stuck,   ///< the line's contact does not close, or does not open
  welded,        ///< current flows though the contact is open
  no_reference,  ///< measured, never judged
  not_measured,  ///< it has no meter
  not_tested     ///< it was not its turn: busy, outside hours, latched
};
std::string_view word(Verdict verdict);  ///< "short", "earth", …: the contract's words
std::optional<Verdict> verdict_of(std::string_view word);
/// Something is wrong with the line, its relay or what measures it.
bool is_fault(Verdict verdict);
/// It says something of the line itself.
bool is_judged(Verdict verdict);

/// What the line's meter read under the tone: RMS, medians of several readings.
struct Measured {
  double volts = 0, amps = 0;
  std::optional<double> leakage_amps;

  [[nodiscard]] double ohms() const;  ///< infinity without current
  /// Of the line at rated voltage, 0 without volts.
  [[nodiscard]] double watts(double rated_volts) const;
};

/// How many loudspeakers are gone. `low` and `high` hold the true number 95 times in 100 if the meter is as accurate as
/// it claims; mixed taps widen it.
struct Lost {
  int low = 0, best = 0, high = 0;
  double watts = 0, watts_uncertainty = 0;  ///< of taps; the true value lies within ± 95 times in 100
};

struct Judgement {
  Verdict verdict = Verdict::no_reference;
  double watts = 0;                  ///< measured, at rated voltage
  std::optional<double> deviation;   ///< of the resistance: Z / Z_ref − 1; +0.25: a fifth of the load is gone
  std::optional<Lost> lost;          ///< of partial and open
  std::optional<double> distance_m;  ///< of a short, along the wire
  std::string detail;                ///< one sentence
};

/// A reference is the load in watts that a person on site confirmed. `was_faulty`: the line was out of tolerance at the
/// last judgement, so it must come back within half of it (hysteresis). Pure. Source of the classes and their order:
/// the station's sweep rules, docs/sweeps.md.
Judgement judge(const LineFacts& line, const Measured& measured, std::optional<double> reference_watts,
                bool was_faulty = false);

/// Could that load be right for this line? Not when it is one that the judge would call open or shorted against what
/// the site file names; where that names no loudspeakers, any load could. A sentence why not, empty when it could.
std::string no_reference_because(const LineFacts& line, double watts);

/// Does the line creep? `watts`: of its last sweeps that found it in order, oldest first, the newest last.
bool drifts(const LineFacts& line, double reference_watts, std::span<const double> watts);
inline constexpr std::size_t kDriftSweeps = 4;

/// Relative uncertainty (one σ) of one judged load against its reference.
double uncertainty(const LineFacts& line);

/// What this line's meter and tolerance can and cannot show.
struct LineResolution {
  int speakers = 0;
  double tolerance = 0;
  double sure_deviation = 0;                ///< from here on a deviation is seen for sure: tolerance and three σ
  bool one_lost_shows = false;              ///< any single lost loudspeaker is seen for sure
  std::optional<int> lost_seen;             ///< so many lost are seen for sure, whichever they are
  std::optional<double> tolerance_for_one;  ///< the tolerance at which one lost would be seen; nothing: below the meter
  std::string detail;                       ///< a sentence
};
LineResolution resolution_of(const LineFacts& line);
/// Is the loss of exactly these loudspeakers (0-based) seen for sure?
bool surely_seen(const LineFacts& line, const std::set<std::size_t>& lost);

}  // namespace wardcast::health
