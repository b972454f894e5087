// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace wardcast::sim {

/// A loudspeaker line as electricity sees it, at one frequency where wires and matching transformers count as
/// resistors. Loudspeakers in wire order; each is Z = V² / P of the line's rated voltage, bridging the two wires at its
/// place. Wire: copper, 0.0172 Ω·mm²/m, both ways; none when length or cross-section is unknown (zero).
struct LadderLine {
  struct Speaker {
    double tap_watts = 0;
    double at_m = 0;
  };
  double rated_volts = 100;
  double wire_mm2 = 0;  ///< 0: the wire counts as having no resistance
  std::vector<Speaker> speakers;
};

/// What is broken on a line.
struct LineFault {
  enum class Kind : std::uint8_t {
    open,  ///< one wire broken just before loudspeaker at_speaker: it and all behind are lost (1: the whole line)
    short_circuit,  ///< the wires touch at loudspeaker at_speaker through `ohms` (bolted: 0.01)
    earth,          ///< one wire touches earth at loudspeaker at_speaker through `ohms`
    speakers_open,  ///< these loudspeakers are gone, the wire is whole
    overload        ///< something of `ohms` hangs on the line at loudspeaker at_speaker, beside the loudspeakers
  };
  Kind kind = Kind::open;
  int at_speaker = 1;          ///< 1-based, in wire order
  std::vector<int> speakers;   ///< speakers_open: 1-based
  std::optional<double> ohms;  ///< default: short 0.01, earth 5 kΩ, overload what takes half the line's watts again
};

/// What drives the line: an amplifier that holds its voltage until its current limit, then lets it collapse.
struct LineSource {
  double volts = 0;       ///< unloaded, RMS
  double ohms = 0;        ///< its own output resistance
  double limit_amps = 0;  ///< 0: no limit
};

/// What a perfect meter at the head of the line reads, RMS.
struct LineLoad {
  double volts = 0, amps = 0, leakage_amps = 0;
  /// Infinity where nothing flows.
  [[nodiscard]] double ohms() const { return amps > 0 ? volts / amps : std::numeric_limits<double>::infinity(); }
};

/// Resistance at the head of the line, seen from the amplifier's terminals. Infinity when nothing is connected.
double line_ohms(const LadderLine& line, const std::optional<LineFault>& fault);
/// What the source drives into the line through a closed contact. Leakage: rated-voltage wire to earth, through the
/// fault if it is one, else what a healthy line leaks.
LineLoad drive(const LadderLine& line, const std::optional<LineFault>& fault, const LineSource& source);

}  // namespace wardcast::sim
