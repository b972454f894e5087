// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/shared_load.hpp"

#include <algorithm>

namespace wardcast::sim {

std::vector<LineLoad> drive_together(const std::vector<ConnectedLine>& lines, double fraction, double limit_watts) {
  std::vector<LineLoad> loads;
  loads.reserve(lines.size());
  double at_rated = 0;  // currents weighed by rated voltage: lines of 70 and 100 V on one transformer add up
  for (const ConnectedLine& one : lines) {
    loads.push_back(drive(*one.line, *one.fault, {one.line->rated_volts * fraction, 0, 0}));
    at_rated += loads.back().amps * one.line->rated_volts;
  }
  if (limit_watts <= 0 || at_rated <= limit_watts) return loads;
  const double held = limit_watts / at_rated;
  for (LineLoad& load : loads) load = {load.volts * held, load.amps * held, load.leakage_amps * held};
  return loads;
}

double limit_watts(std::optional<double> rating_watts, double speaker_watts) {
  constexpr double kReserve = 1.2;
  constexpr double kSmallest = 100;
  return kReserve * rating_watts.value_or(std::max(kSmallest, speaker_watts));
}

}  // namespace wardcast::sim
