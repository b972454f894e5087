// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

#include "drivers/store/store.hpp"

namespace wardcast::editorial {

/// Where the shipped calendars are: beside the program (../../../config/holiday-calendars of a build tree,
/// ../share/wardcast/holiday-calendars when installed), or $WARDCAST_HOLIDAY_CALENDARS.
std::filesystem::path shipped_calendars();

/// Copies every NAME.toml of the folder into a station that never had calendars, once: from then on they are the
/// station's own. A missing folder is logged and tried again at the next start. Throws std::runtime_error naming what
/// is wrong with a file, or what the store says.
void give_calendars(store::Store& store, const std::filesystem::path& folder);

}  // namespace wardcast::editorial
