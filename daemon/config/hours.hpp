// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "base/toml_reader.hpp"

namespace wardcast::site {

/// "05:30-21:30" as one window; "22:00-02:00" goes past midnight and becomes two. "24:00" may end a window.
Result<std::vector<DailyWindow>> parse_hours(std::string_view text);
/// Ordered, with those that overlap or touch joined.
std::vector<DailyWindow> merged(std::vector<DailyWindow> windows);
/// Do the two share a minute of the day?
bool overlap(const std::vector<DailyWindow>& a, const std::vector<DailyWindow>& b);
/// The array of windows under `key`, merged; nullopt when absent or wrong.
std::optional<Located<std::vector<DailyWindow>>> read_hours(TomlTable& table, std::string_view key);

}  // namespace wardcast::site
