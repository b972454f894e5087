// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <set>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "drivers/store/records.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::playout {

/// The airing an edition has, once for ever: a restart finds it again by the same id.
std::string airing_id(const scheduler::EditionId& edition);

/// The journal's row of an edition's airing. `started_at`: its first packet, or the planned start when nothing was
/// sent.
store::Airing airing_row(const scheduler::Edition& edition, const TimeZone& zone, WallTime started_at);

/// Editions whose whole slot passed while the daemon was not running: missed, each with its end. `known`: airing ids
/// the journal has. `editions` are those that overlap the absence.
std::vector<store::AsRun> missed_while_away(const std::vector<scheduler::Edition>& editions,
                                            const std::set<std::string>& known, const TimeZone& zone,
                                            WallTime last_alive, WallTime now);

}  // namespace wardcast::playout
