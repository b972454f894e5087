// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

namespace wardcast::bench {

/// A sender under measurement, in its own process.
class Child {
 public:
  /// Output of the program is dropped. Throws std::system_error when it cannot be started.
  explicit Child(std::vector<std::string> command);
  /// Ends it (SIGKILL) and waits.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// CPU time of all its threads so far, in seconds, as the scheduler counts it (/proc/PID/task/*/schedstat).
  [[nodiscard]] double cpu_seconds() const;
  /// Waits until it ends by itself; its exit code.
  int wait();

 private:
  pid_t pid_ = -1;
};

/// Share of the machine's time that its host took away, and time passed, since the last call.
class StealMeter {
 public:
  StealMeter() { (void)percent(); }
  double percent();

 private:
  double stolen_ = 0, total_ = 0;
};

}  // namespace wardcast::bench
