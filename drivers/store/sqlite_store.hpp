// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <memory>

#include "base/result.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Opens or creates `data`/wardcast.db and brings its schema forward; refuses a schema newer than this program.
Result<std::unique_ptr<Store>> open_store(const std::filesystem::path& data);

}  // namespace wardcast::store
