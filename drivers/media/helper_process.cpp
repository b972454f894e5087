// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/helper_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/timerfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "drivers/media/unique_fd.hpp"

extern "C" {  // glibc 2.36 forgets to say so itself
#include <sys/pidfd.h>
}

namespace wardcast::media {
namespace {

constexpr int kFirstFree = 16;  // clear of the numbers the child's descriptors get
constexpr std::size_t kMaxOutput = 4096;

Error unavailable(const std::string& what, int error) {
  return Error{ErrorCode::unavailable,
               "The media program cannot be started (" + what + ": " + std::strerror(error) + ")."};
}

class Actions {
 public:
  Actions() { posix_spawn_file_actions_init(&actions_); }
  ~Actions() { posix_spawn_file_actions_destroy(&actions_); }
  Actions(const Actions&) = delete;
  Actions& operator=(const Actions&) = delete;
  posix_spawn_file_actions_t* get() { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

class Attributes {
 public:
  Attributes() { posix_spawnattr_init(&attributes_); }
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  posix_spawnattr_t* get() { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

/// The daemon blocks and ignores signals of its own; the child starts with none of that.
int spawn(pid_t& child, const std::filesystem::path& program, const std::vector<std::string>& arguments, int input,
          int output, int standard_output) {
  Actions actions;
  posix_spawn_file_actions_addopen(actions.get(), STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(actions.get(), standard_output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(actions.get(), input, 3);
  posix_spawn_file_actions_adddup2(actions.get(), output, 4);
  posix_spawn_file_actions_addclosefrom_np(actions.get(), 5);

  Attributes attributes;
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(attributes.get(), &none);
  posix_spawnattr_setsigdefault(attributes.get(), &all);
  posix_spawnattr_setflags(attributes.get(), POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

  std::string name = program.string();
  std::vector<std::string> copies = arguments;
  std::vector<char*> argv{name.data()};
  for (std::string& copy : copies) argv.push_back(copy.data());
  argv.push_back(nullptr);
  std::array<char*, 1> environment{nullptr};
  return posix_spawn(&child, name.c_str(), actions.get(), attributes.get(), argv.data(), environment.data());
}

UniqueFd timer(milliseconds deadline) {
  UniqueFd fd(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  const auto whole = std::chrono::duration_cast<seconds>(deadline);
  const auto rest = std::chrono::duration_cast<nanoseconds>(deadline - whole);
  itimerspec when{};
  when.it_value.tv_sec = whole.count();
  when.it_value.tv_nsec = std::max<long>(rest.count(), whole.count() == 0 ? 1 : 0);
  if (fd) timerfd_settime(fd.get(), 0, &when, nullptr);
  return fd;
}

enum class Drained { some, nothing_now, end };

Drained drain(int fd, std::string& output) {
  std::array<char, 1024> block{};
  const ssize_t n = ::read(fd, block.data(), block.size());
  if (n == 0) return Drained::end;
  if (n < 0) return errno == EINTR ? Drained::some : errno == EAGAIN ? Drained::nothing_now : Drained::end;
  // What is over the bound is thrown away, so that the child never waits for us.
  output.append(block.data(), std::min(static_cast<std::size_t>(n), kMaxOutput - output.size()));
  return Drained::some;
}

/// Until the child has ended (`exited`), or is to be killed for the reason given.
HelperEnd::How wait_for_end(int pid_fd, int timer_fd, int pipe_fd, int stop_fd, std::string& output) {
  std::array<pollfd, 4> waiting{pollfd{pid_fd, POLLIN, 0}, pollfd{timer_fd, POLLIN, 0}, pollfd{pipe_fd, POLLIN, 0},
                                pollfd{stop_fd, POLLIN, 0}};
  while (true) {
    if (::poll(waiting.data(), waiting.size(), -1) < 0) continue;  // EINTR
    if (waiting[2].revents != 0 && drain(pipe_fd, output) == Drained::end) waiting[2].fd = -1;
    if (waiting[0].revents != 0) break;
    if (waiting[1].revents != 0) return HelperEnd::How::out_of_time;
    if (waiting[3].revents != 0) return HelperEnd::How::stopped;
  }
  while (drain(pipe_fd, output) == Drained::some) {
  }
  return HelperEnd::How::exited;
}

}  // namespace

Result<HelperEnd> run_helper(const std::filesystem::path& program, const std::vector<std::string>& arguments, int input,
                             int output, milliseconds deadline, int stop) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) < 0) return unavailable("pipe", errno);
  UniqueFd read_end(ends[0]);
  UniqueFd low_end(ends[1]);
  UniqueFd write_end(::fcntl(low_end.get(), F_DUPFD_CLOEXEC, kFirstFree));
  low_end.reset();
  const UniqueFd input_copy(::fcntl(input, F_DUPFD_CLOEXEC, kFirstFree));
  const UniqueFd output_copy(::fcntl(output, F_DUPFD_CLOEXEC, kFirstFree));
  const UniqueFd timer_fd = timer(deadline);
  if (!write_end || !input_copy || !output_copy || !timer_fd) return unavailable("descriptors", errno);
  ::fcntl(read_end.get(), F_SETFL, O_NONBLOCK);

  pid_t child = -1;
  if (const int error = spawn(child, program, arguments, input_copy.get(), output_copy.get(), write_end.get());
      error != 0) {
    return unavailable(program.string(), error);
  }
  write_end.reset();
  const UniqueFd pid_fd(::pidfd_open(child, 0));
  HelperEnd end;
  const int no_pid_fd = pid_fd ? 0 : errno;
  if (pid_fd) end.how = wait_for_end(pid_fd.get(), timer_fd.get(), read_end.get(), stop, end.output);
  if (!pid_fd || end.how != HelperEnd::How::exited) ::kill(child, SIGKILL);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (no_pid_fd != 0) return unavailable("pidfd_open", no_pid_fd);
  if (end.how != HelperEnd::How::exited) return end;
  if (WIFSIGNALED(status)) {
    end.how = HelperEnd::How::killed_by_signal;
    end.code = WTERMSIG(status);
  } else {
    end.code = WEXITSTATUS(status);
  }
  return end;
}

}  // namespace wardcast::media
