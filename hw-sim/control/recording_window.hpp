// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>

#include "base/result.hpp"
#include "hw-sim/model/axis.hpp"

namespace wardcast::sim {

/// Samples [from, to) of the axis.
struct RecordingWindow {
  std::int64_t from = 0;
  std::int64_t to = 0;
};

/// What part of a line's past is asked for: without anything the last 60 s; with `seconds` that many, up to now or from
/// `from` (RFC 3339) on. Cut to what is kept and to what has happened. Errors name the parameter.
Result<RecordingWindow> recording_window(const std::optional<std::string>& from,
                                         const std::optional<std::string>& length, Axis axis, seconds keep,
                                         const Now& now);

}  // namespace wardcast::sim
