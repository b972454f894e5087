// SPDX-License-Identifier: GPL-3.0-or-later
// Each test locks a forked child in and tries to get out: the very code that wardcast-media runs before it reads a
// byte.
#include "drivers/media/process/sandbox.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <string>
#include <thread>

#include "drivers/media/unique_fd.hpp"
#include "tests/unit/media/support.hpp"

namespace wardcast::media {
namespace {

using testing::HasSubstr;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

class SandboxTest : public testing::Test {
 protected:
  /// Runs `attempt` in a locked-in child. Returns its wait status; the child's exit code is what `attempt` returns.
  template <class Attempt>
  int locked_in(Attempt attempt, const SandboxLimits& limits = {}) {
    const pid_t child = ::fork();
    if (child == 0) {
      enter_sandbox(input_.get(), output_.get(), limits);
      ::_exit(attempt());
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
  }
  static int exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status); }

  const UniqueFd input_{::memfd_create("in", MFD_CLOEXEC)};
  const UniqueFd output_{::memfd_create("out", MFD_CLOEXEC)};
  const UniqueFd other_{::memfd_create("other", MFD_CLOEXEC)};
};

TEST_F(SandboxTest, what_the_work_needs_is_allowed) {
  ASSERT_EQ(::write(input_.get(), "abc", 3), 3);
  const int status = locked_in([this] {
    std::array<char, 8> bytes{};
    const std::string grown(1 << 20, 'x');
    return ::lseek(input_.get(), 0, SEEK_SET) == 0 && ::read(input_.get(), bytes.data(), 3) == 3 &&
                   ::ftruncate(output_.get(), 0) == 0 && ::write(output_.get(), grown.data(), 100) == 100 &&
                   ::lseek(output_.get(), 0, SEEK_SET) == 0
               ? 0
               : 1;
  });
  EXPECT_EQ(exit_code(status), 0);
}

TEST_F(SandboxTest, a_socket_or_another_program_is_death) {
  EXPECT_EQ(exit_code(locked_in([] { return ::socket(AF_INET, SOCK_STREAM, 0); })), -SIGSYS);
  EXPECT_EQ(exit_code(locked_in([] { return ::socket(AF_UNIX, SOCK_DGRAM, 0); })), -SIGSYS);
  EXPECT_EQ(exit_code(locked_in([] { return ::execl("/bin/true", "true", nullptr); })), -SIGSYS);
}

TEST_F(SandboxTest, output_has_an_end) {
  const int status = locked_in(
      [this] {
        const std::string block(3000, 'x');
        for (int i = 0; i < 2; ++i) {
          if (::write(output_.get(), block.data(), block.size()) < 0) return errno;
        }
        return ::write(output_.get(), block.data(), block.size()) < 0 ? errno : 98;
      },
      SandboxLimits{.output_bytes = 4096});
  EXPECT_EQ(exit_code(status), EFBIG);
}

// A sanitized build needs these calls itself, so there they stay open (see sandbox.hpp) and there is nothing to test.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

TEST_F(SandboxTest, no_file_can_be_opened_or_made) {
  EXPECT_EQ(exit_code(locked_in([] { return ::open("/etc/passwd", O_RDONLY) < 0 ? errno : 0; })), EPERM);
  EXPECT_EQ(exit_code(locked_in([] { return ::open("/tmp/new", O_WRONLY | O_CREAT, 0600) < 0 ? errno : 0; })), EPERM);
  EXPECT_EQ(exit_code(locked_in([] { return ::memfd_create("m", 0) < 0 ? errno : 0; })), EPERM);
  EXPECT_EQ(exit_code(locked_in([] { return ::unlink("/tmp/none") < 0 ? errno : 0; })), EPERM);
}

TEST_F(SandboxTest, other_descriptors_are_dead) {
  EXPECT_EQ(exit_code(locked_in([this] { return ::write(other_.get(), "x", 1) < 0 ? errno : 0; })), EPERM);
  EXPECT_EQ(exit_code(locked_in([this] {
              char byte = 0;
              return ::read(other_.get(), &byte, 1) < 0 ? errno : 0;
            })),
            EPERM);
  EXPECT_EQ(exit_code(locked_in([this] { return ::write(input_.get(), "x", 1) < 0 ? errno : 0; })), EPERM);
}

TEST_F(SandboxTest, no_second_process_and_no_foreign_code) {
  EXPECT_EQ(exit_code(locked_in([] { return ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) < 0 ? errno : 0; })), EPERM);
  EXPECT_EQ(exit_code(locked_in([] { return ::kill(::getppid(), 0) < 0 ? errno : 0; })), EPERM);
  const auto executable = [] {
    void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? errno : 0;
  };
  EXPECT_EQ(exit_code(locked_in(executable)), EPERM);
}

TEST_F(SandboxTest, memory_has_an_end) {
  const auto map = [](std::size_t bytes) {
    return ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? errno : 0;
  };
  const SandboxLimits limits{.more_memory_bytes = std::uint64_t{32} << 20};
  EXPECT_EQ(exit_code(locked_in([&] { return map(std::size_t{16} << 20); }, limits)), 0);
  EXPECT_EQ(exit_code(locked_in([&] { return map(std::size_t{64} << 20); }, limits)), ENOMEM);
}

TEST_F(SandboxTest, computing_has_an_end) {
  const int status = locked_in(
      [] {
        for (volatile bool forever = true; forever;) {
        }
        return 0;
      },
      SandboxLimits{.cpu_seconds = 1});
  EXPECT_TRUE(exit_code(status) == -SIGXCPU || exit_code(status) == -SIGKILL) << exit_code(status);
}

#endif

/// The kernel's own word on the running wardcast-media: held at its last write by a full pipe, and looked at.
TEST_F(SandboxTest, wardcast_media_itself_is_locked_in) {
  const test::TempFolder scratch;
  const auto wav = scratch.path() / "in.wav";
  test::write_wav(wav, test::tone(440, -20, 4800));
  const UniqueFd upload(::open(wav.c_str(), O_RDONLY));
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_NONBLOCK), 0);
  UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  const std::string filler(4096, '.');
  while (::write(write_end.get(), filler.data(), filler.size()) > 0) {
  }
  ::fcntl(write_end.get(), F_SETFL, 0);

  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(write_end.get(), STDOUT_FILENO);
    const std::string in = std::to_string(upload.get());
    const std::string out = std::to_string(output_.get());
    ::fcntl(output_.get(), F_SETFD, 0);
    ::execl(test::built_program().program.c_str(), "wardcast-media", in.c_str(), out.c_str(), "60", "1000000", nullptr);
    ::_exit(127);
  }
  const std::string folder = "/proc/" + std::to_string(child);
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  std::string status;
  do {
    std::this_thread::yield();
    status = test::read_bytes(folder + "/status");
  } while (status.find("Seccomp:\t2") == std::string::npos && std::chrono::steady_clock::now() < give_up);
  const std::string limits = test::read_bytes(folder + "/limits");

  EXPECT_THAT(status, HasSubstr("Seccomp:\t2"));
  EXPECT_THAT(status, HasSubstr("NoNewPrivs:\t1"));
  EXPECT_THAT(status, HasSubstr("Threads:\t1\n"));
  EXPECT_THAT(limits, testing::ContainsRegex("Max file size +1000000 +1000000"));
  EXPECT_THAT(limits, testing::ContainsRegex("Max core file size +0 +0"));
  if (!kSanitized) {
    EXPECT_THAT(limits, testing::ContainsRegex("Max open files +0 +0"));
    EXPECT_THAT(limits, testing::ContainsRegex("Max address space +[0-9]+ +[0-9]+"));
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
}

}  // namespace
}  // namespace wardcast::media
