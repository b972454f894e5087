// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <functional>
#include <string>

namespace wardcast::store {

/// What a child process found wrong; printed by it, and it exits with 1.
struct Wrong {
  std::string what;
};
inline void require(bool holds, const std::string& what) {
  if (!holds) throw Wrong{what};
}

/// Runs `work` in a child process, which never comes back into the test. No database may be open here: SQLite forbids
/// to carry one over a fork.
inline pid_t in_child(const std::function<void()>& work) {
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  int code = 0;
  try {
    work();
  } catch (const Wrong& wrong) {
    std::fprintf(stderr, "child: %s\n", wrong.what.c_str());
    code = 1;
  } catch (const std::exception& thrown) {
    std::fprintf(stderr, "child: thrown: %s\n", thrown.what());
    code = 2;
  }
  std::fflush(nullptr);
  ::_exit(code);
}

/// Waits for the child's end: its exit code, or minus the signal that ended it.
inline int ended(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace wardcast::store
