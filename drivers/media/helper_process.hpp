// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace wardcast::media {

/// How a helper process ended.
struct HelperEnd {
  enum class How { exited, killed_by_signal, out_of_time, stopped } how = How::exited;
  int code = 0;        ///< exit code or signal number
  std::string output;  ///< what it wrote to standard output, at most 4 KiB
};

/// Runs a program that gets exactly this: `input` as descriptor 3, `output` as 4, nothing on standard input, our
/// standard error, an empty environment. Killed when `deadline` is over, or `stop` becomes readable (-1: never). Blocks
/// until it has ended; nothing of it remains. Error: unavailable, when it cannot be started. Any thread, but it dies
/// with the thread that started it.
Result<HelperEnd> run_helper(const std::filesystem::path& program, const std::vector<std::string>& arguments, int input,
                             int output, milliseconds deadline, int stop = -1);

}  // namespace wardcast::media
