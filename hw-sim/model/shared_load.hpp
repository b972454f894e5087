// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <vector>

#include "hw-sim/model/ladder.hpp"

namespace wardcast::sim {

/// A line whose contact is closed on an amplifier. Both must outlive the call.
struct ConnectedLine {
  const LadderLine* line = nullptr;
  const std::optional<LineFault>* fault = nullptr;
};

/// What an amplifier drives into the lines closed on it, in their order. It holds its voltage, `fraction` (RMS, 1 is a
/// full-scale sine) of each line's rated one, until the volt-amperes of all together reach `limit_watts` (0: no limit);
/// then the voltage collapses for all alike. So a short on one line takes the sound of its neighbours too. Kept simple:
/// no resistance of the amplifier's own, RMS instead of instants, and each line's drop is in its own wire alone.
std::vector<LineLoad> drive_together(const std::vector<ConnectedLine>& lines, double fraction, double limit_watts);

/// What an amplifier gives before its protection holds the current: 1.2 × its rating; when that is not known, of what
/// its loudspeakers take, and at least of 100 W.
double limit_watts(std::optional<double> rating_watts, double speaker_watts);

}  // namespace wardcast::sim
