// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>

#include "base/time.hpp"

namespace wardcast {

/// The machine's clocks. The only place in the project that calls now().
class SystemClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override;
};

/// CLOCK_BOOTTIME in nanoseconds: goes on while the machine is suspended, begins anew at each boot.
std::int64_t boottime_ns();
/// Tells boots apart (/proc/sys/kernel/random/boot_id); empty when the system does not say.
std::string boot_id();

}  // namespace wardcast
