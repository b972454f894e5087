// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

#include "scheduler/programme.hpp"

namespace wardcast::scheduler {

/// Fills in `clashes` of editions ordered by start: who else wants the same zone, or a zone on the same amplifier, at
/// an overlapping time. Half open: one that ends at 17:30 does not meet one that starts then. Cancelled editions meet
/// nobody; editions of one series may meet each other. Zones that the station does not have are left aside. n log n
/// plus the clashes.
void mark_clashes(std::vector<Edition>& editions, const Zones& zones);

}  // namespace wardcast::scheduler
