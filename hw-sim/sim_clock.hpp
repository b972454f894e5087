// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <ctime>

#include "base/time.hpp"

namespace wardcast::sim {

/// The simulator's own reading of the machine's clocks: it links no driver. The one place in hw-sim that reads them.
class SimClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override;
};

/// A kernel receive timestamp (CLOCK_REALTIME) on the steady axis, seen at `now`. A wall clock stepped in between would
/// give nonsense: then, and when it is more than a second old, it counts as now.
SteadyTime steady_of_kernel_stamp(const timespec& stamp, const Now& now);
/// The wall time of a steady instant, by the wall clock as it stands now; and back.
inline WallTime wall_of(SteadyTime at, const Now& now) {
  return now.wall - std::chrono::floor<microseconds>(now.steady - at);
}
inline SteadyTime steady_of(WallTime at, const Now& now) { return now.steady - (now.wall - at); }

}  // namespace wardcast::sim
