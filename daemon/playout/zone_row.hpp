// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>

#include "base/time.hpp"
#include "drivers/store/records.hpp"
#include "scheduler/arbitration.hpp"

namespace wardcast::playout {

/// What an airing has of its zones, as the journal writes it down.
store::ZoneChange zone_row(const std::string& airing, const scheduler::Holding& holding, const scheduler::Zones& zones,
                           Now now, std::int64_t run);

/// What the journal says last; nullopt when it had all its zones as long as it ran. Zones that the site no longer has
/// are left out.
std::optional<scheduler::Holding> last_holding(const store::AsRun& as_run, const scheduler::Zones& zones);

}  // namespace wardcast::playout
