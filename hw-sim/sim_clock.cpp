// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/sim_clock.hpp"

namespace wardcast::sim {

Now SimClock::now() const {
  return {std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now()),
          std::chrono::steady_clock::now()};
}

SteadyTime steady_of_kernel_stamp(const timespec& stamp, const Now& now) {
  const nanoseconds since_1970 = seconds{stamp.tv_sec} + nanoseconds{stamp.tv_nsec};
  const nanoseconds age = nanoseconds{now.wall.time_since_epoch()} - since_1970;
  return age > nanoseconds::zero() && age < seconds{1} ? now.steady - age : now.steady;
}

}  // namespace wardcast::sim
