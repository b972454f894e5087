// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

#include "drivers/store/records.hpp"

namespace wardcast::statistics {

/// What sixty days of a hard-tried station leave in its journal, from 2018-01-01 on: restarts in mid-item, cuts close
/// to 95 %, pauses, zones lost and found, airings at the same time, wall clocks set to and fro, repeats, relays,
/// notices, emergencies, drills, skips made good, airings that nobody heard, one still going on, and an imported log of
/// hours the station aired too. The same for the same seed.
std::vector<store::AsRun> messy_journal(std::uint32_t seed);

}  // namespace wardcast::statistics
