// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/clock/system_clock.hpp"

namespace wardcast {

Now SystemClock::now() const {
  return {std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now()),
          std::chrono::steady_clock::now()};
}

}  // namespace wardcast
