// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/time_zone.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): not ours
class App;
}

namespace wardcast::cli {

/// A stretch of time as asked for with --from and --to: [from, to).
struct Window {
  WallTime from, to;
};

struct WindowOptions {
  std::string from, to;
};

/// One moment: an instant in RFC 3339, a local time (2026-11-22T17:00), or a local date, which stands for the beginning
/// of the day so many days on. `option` is named in the error. Error: invalid.
Result<WallTime> moment(const std::string& option, const std::string& text, const TimeZone& zone, int days_on = 0);

/// Adds --from and --to.
std::shared_ptr<WindowOptions> add_window(CLI::App& command);

/// Reads both ends: an instant in RFC 3339, a local time (2026-11-22T17:00), or a local date, which stands for its
/// beginning, as the end of the window for the end of that day. At most twenty years. Error: invalid.
Result<Window> window_of(const WindowOptions& options, const TimeZone& zone);

}  // namespace wardcast::cli
