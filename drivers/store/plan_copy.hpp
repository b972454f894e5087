// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

#include "base/result.hpp"
#include "drivers/store/database.hpp"

namespace wardcast::store {

/// Copies the tables of the plan from the station's database `file` into `memory`, an empty one of the newest schema,
/// as they stand at one moment. `file` is opened for reading only. Error: conflict when its schema is another.
Result<void> take_plan_over(Database& memory, const std::filesystem::path& file);

}  // namespace wardcast::store
