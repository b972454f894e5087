// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace wardcast {

/// A duration as people write it: a whole number and one unit, "200ms", "10s", "10m", "1h". Never negative.
Result<milliseconds> parse_duration(std::string_view text);
/// The shortest exact spelling parse_duration() reads back: 600 000 ms is "10m".
std::string format_duration(milliseconds duration);

}  // namespace wardcast
