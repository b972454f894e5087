// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace wardcast::bench {

Child::Child(std::vector<std::string> command) {
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
  if (pid_ > 0) return;
  // In the child only what is safe between fork and exec.
  (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nothing = open("/dev/null", O_RDWR);
  (void)dup2(nothing, 0);
  (void)dup2(nothing, 1);
  (void)execvp(arguments[0], arguments.data());
  _exit(127);
}

Child::~Child() {
  if (pid_ < 0) return;
  (void)kill(pid_, SIGKILL);
  (void)wait();
}

int Child::wait() {
  int status = 0;
  (void)waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

double Child::cpu_seconds() const {
  double total = 0;
  std::error_code ignored;
  for (const auto& task : std::filesystem::directory_iterator("/proc/" + std::to_string(pid_) + "/task", ignored)) {
    std::ifstream file{task.path() / "schedstat"};
    double nanoseconds = 0;
    if (file >> nanoseconds) total += nanoseconds / 1e9;
  }
  return total;
}

double StealMeter::percent() {
  std::ifstream file{"/proc/stat"};
  std::string name;
  file >> name;
  double total = 0, stolen = 0, value = 0;
  for (int column = 0; column < 8 && file >> value; ++column) {
    total += value;
    if (column == 7) stolen = value;
  }
  const double share = total > total_ ? 100 * (stolen - stolen_) / (total - total_) : 0;
  stolen_ = stolen;
  total_ = total;
  return share;
}

}  // namespace wardcast::bench
