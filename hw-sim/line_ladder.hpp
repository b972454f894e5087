// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "daemon/config/site.hpp"
#include "hw-sim/model/ladder.hpp"

namespace wardcast::sim {

/// The electrical picture of a line of the site file. Loudspeaker i of N sits at its at_m, else at i/N of length_m; a
/// line whose length or wire is not given has wires without resistance. Header only: rehearsals use it too.
inline LadderLine ladder_of(const site::Line& line) {
  LadderLine ladder;
  ladder.rated_volts = line.voltage;
  ladder.wire_mm2 = line.wire_mm2.value_or(0);
  const double length = line.length_m.value_or(0);
  const auto count = static_cast<double>(line.speakers.size());
  for (const site::Speaker& speaker : line.speakers) {
    const auto number = static_cast<double>(ladder.speakers.size() + 1);
    ladder.speakers.push_back({speaker.tap_watts, speaker.at_m.value_or(length * number / count)});
  }
  return ladder;
}

}  // namespace wardcast::sim
