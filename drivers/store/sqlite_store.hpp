// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Opens or creates `data`/wardcast.db and brings its schema forward; refuses a schema newer than this program.
Result<std::unique_ptr<Store>> open_store(const std::filesystem::path& data);

/// A store in memory that knows what the station has planned: items, programmes, changed editions. Its people, journal
/// and settings are empty. `data` is only read, beside a running daemon too: not a byte or a file of it changes.
/// Errors: not_found when there is no database; conflict when its schema is not this program's.
Result<std::unique_ptr<Store>> copy_plan(const std::filesystem::path& data);

/// Which tables copy_plan() takes over, and which it leaves empty; every table is in one of the two.
std::span<const std::string_view> plan_tables();
std::span<const std::string_view> other_tables();

}  // namespace wardcast::store
