// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/clock/system_clock.hpp"

#include <time.h>

#include <fstream>

namespace wardcast {

Now SystemClock::now() const {
  return {std::chrono::time_point_cast<microseconds>(std::chrono::system_clock::now()),
          std::chrono::steady_clock::now()};
}

std::int64_t boottime_ns() {
  timespec now{};
  (void)clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

std::string boot_id() {
  std::ifstream file{"/proc/sys/kernel/random/boot_id"};
  std::string id;
  std::getline(file, id);
  return id;
}

}  // namespace wardcast
