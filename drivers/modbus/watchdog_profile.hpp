// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>

#include "base/toml_reader.hpp"
#include "drivers/modbus/profile.hpp"

namespace wardcast::modbus {

/// The [watchdog] of a relay board's profile, if it has one. Problems go to the table's.
std::optional<Watchdog> read_watchdog(TomlTable& root);

}  // namespace wardcast::modbus
