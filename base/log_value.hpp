// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

namespace wardcast {

/// A value for a log line of the form "event=… key=value": as it is when it is one plain word, else in quotes, with
/// quotes, backslashes and control characters escaped. What people typed can neither begin a line nor fake a key.
std::string log_value(std::string_view text);

}  // namespace wardcast
