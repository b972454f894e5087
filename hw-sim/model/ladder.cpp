// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/ladder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wardcast::sim {
namespace {

constexpr double kNone = std::numeric_limits<double>::infinity();
constexpr double kCopper = 0.0172;  ///< Ω·mm²/m
constexpr double kBoltedShort = 0.01;
constexpr double kWetEarth = 5'000;
/// Insulation, transformers and the meter's own offset: 0.02 mA at 10 V.
constexpr double kHealthyInsulation = 500'000;

double parallel(double a, double b) {
  if (std::isinf(a)) return b;
  if (std::isinf(b)) return a;
  return a + b > 0 ? a * b / (a + b) : 0;
}

/// Both conductors of a piece of wire.
double wire_ohms(const LadderLine& line, double metres) {
  return line.wire_mm2 > 0 ? 2 * kCopper / line.wire_mm2 * std::max(0.0, metres) : 0;
}

double speaker_ohms(const LadderLine& line, double tap_watts) {
  return tap_watts > 0 ? line.rated_volts * line.rated_volts / tap_watts : kNone;
}

double total_watts(const LadderLine& line) {
  double watts = 0;
  for (const auto& speaker : line.speakers) watts += speaker.tap_watts;
  return watts;
}

/// What the fault hangs across the wires at its loudspeaker.
double fault_ohms(const LadderLine& line, const LineFault& fault) {
  if (fault.kind == LineFault::Kind::short_circuit) return fault.ohms.value_or(kBoltedShort);
  if (fault.kind == LineFault::Kind::overload) return fault.ohms.value_or(speaker_ohms(line, total_watts(line) / 2));
  return kNone;
}

bool is_gone(const LineFault& fault, int number) {
  return fault.kind == LineFault::Kind::speakers_open &&
         std::ranges::find(fault.speakers, number) != fault.speakers.end();
}

bool breaks_before(const std::optional<LineFault>& fault, int number) {
  return fault && fault->kind == LineFault::Kind::open && fault->at_speaker == number;
}

/// What hangs across the wires at one loudspeaker's place.
double rung_ohms(const LadderLine& line, const std::optional<LineFault>& fault, int number) {
  const auto& speaker = line.speakers[static_cast<std::size_t>(number) - 1];
  double ohms = speaker_ohms(line, speaker.tap_watts);
  if (!fault) return ohms;
  if (is_gone(*fault, number)) ohms = kNone;
  if (fault->at_speaker == number) ohms = parallel(ohms, fault_ohms(line, *fault));
  return ohms;
}

}  // namespace

double line_ohms(const LadderLine& line, const std::optional<LineFault>& fault) {
  const auto count = static_cast<int>(line.speakers.size());
  // A line without loudspeakers can still be shorted, at its head.
  if (count == 0) return fault ? fault_ohms(line, *fault) : kNone;
  double ohms = kNone;  // of everything from here to the end
  for (int number = count; number >= 1; --number) {
    ohms = parallel(ohms, rung_ohms(line, fault, number));
    const auto index = static_cast<std::size_t>(number) - 1;
    const double before = number > 1 ? line.speakers[index - 1].at_m : 0;
    ohms += wire_ohms(line, line.speakers[index].at_m - before);
    if (breaks_before(fault, number)) ohms = kNone;
  }
  return ohms;
}

LineLoad drive(const LadderLine& line, const std::optional<LineFault>& fault, const LineSource& source) {
  LineLoad load;
  const double ohms = line_ohms(line, fault);
  if (std::isinf(ohms)) {
    load.volts = source.volts;
  } else if (const double all = source.ohms + ohms; all > 0) {
    load.amps = source.volts / all;
    if (source.limit_amps > 0) load.amps = std::min(load.amps, source.limit_amps);
    load.volts = load.amps * ohms;
  }
  const bool to_earth = fault && fault->kind == LineFault::Kind::earth;
  const double insulation =
      to_earth ? parallel(kHealthyInsulation, fault->ohms.value_or(kWetEarth)) : kHealthyInsulation;
  load.leakage_amps = insulation > 0 ? load.volts / insulation : 0;
  return load;
}

}  // namespace wardcast::sim
