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

/// The same of an emergency's airing; `title` is its message's.
store::Airing emergency_row(const store::Emergency& emergency, const std::string& title, const TimeZone& zone,
                            WallTime started_at);

/// Editions whose whole slot passed while the daemon was not running: missed, each with its end. `known`: airing ids
/// the journal has. `editions` are those that overlap the absence.
std::vector<store::AsRun> missed_while_away(const std::vector<scheduler::Edition>& editions,
                                            const std::set<std::string>& known, const TimeZone& zone,
                                            WallTime last_alive, WallTime now);

/// Of an airing that broke off and whose slot passed while the daemon was not running: the entries of its rundown that
/// were neither aired nor skipped. Without them nothing in the journal tells that there was more. Titles are left
/// empty.
std::vector<store::Skip> never_begun(const scheduler::Edition& edition, const store::AsRun& as_run);

}  // namespace wardcast::playout
