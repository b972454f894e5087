// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>

namespace wardcast {

/// CLOCK_BOOTTIME: goes on through suspend, comparable between processes of one boot.
std::int64_t boottime_ns();
/// /proc/sys/kernel/random/boot_id; empty when it cannot be read.
std::string boot_id();

}  // namespace wardcast
