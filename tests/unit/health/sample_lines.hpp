// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <random>
#include <vector>

#include "daemon/health/line_facts.hpp"
#include "hw-sim/model/ladder.hpp"

namespace wardcast::health {

/// Lines as a ward has them: 1 to 19 loudspeakers of mixed taps on 2.5 mm² of copper, unevenly spaced.
inline std::vector<LineFacts> sample_lines(int count, unsigned seed) {
  std::mt19937 random{seed};
  const auto pick = [&](int low, int high) { return std::uniform_int_distribution{low, high}(random); };
  std::vector<LineFacts> lines;
  for (int l = 0; l < count; ++l) {
    LineFacts line;
    line.loop_ohms_per_m = 2 * 0.0172 / 2.5;
    line.tolerance = pick(0, 1) == 0 ? 0.15 : 0.08;
    const int speakers = pick(1, 18);
    for (int s = 0; s < speakers; ++s) {
      static constexpr double kTaps[] = {6, 10, 15, 15, 15, 30};
      line.length_m += pick(20, 60);
      line.speakers.push_back({kTaps[pick(0, 5)], line.length_m});
    }
    lines.push_back(line);
  }
  return lines;
}

/// The same line for the simulator.
inline sim::LadderLine ladder_of(const LineFacts& line) {
  sim::LadderLine ladder;
  ladder.rated_volts = line.rated_volts;
  ladder.wire_mm2 = line.loop_ohms_per_m > 0 ? 2 * 0.0172 / line.loop_ohms_per_m : 0;
  for (const auto& speaker : line.speakers) ladder.speakers.push_back({speaker.watts, speaker.at_m});
  return ladder;
}

}  // namespace wardcast::health
