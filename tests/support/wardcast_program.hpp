// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/wait.h>

#include <array>
#include <cstdio>
#include <string>

namespace wardcast::test {

struct Outcome {
  int exit_code = -1;
  std::string output;  ///< standard output; standard error too when `merged`
};

/// Runs the built `wardcast` with these arguments, by the shell.
inline Outcome wardcast(const std::string& arguments, bool merged = true) {
  const auto command = std::string{WARDCAST_BIN_DIR} + "/wardcast " + arguments + (merged ? " 2>&1" : " 2>/dev/null");
  Outcome outcome;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> buffer{};
  while (const auto length = std::fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), length);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

}  // namespace wardcast::test
