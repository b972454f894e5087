// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "daemon/config/site.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::playout {

/// What scheduling must know of the site's zones, in the site's order: amplifier and allowed hours (station ∩ zone).
scheduler::Zones zones_of(const site::Site& site);

}  // namespace wardcast::playout
