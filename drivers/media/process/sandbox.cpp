// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/sandbox.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <system_error>

namespace wardcast::media {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

void check(int result, const char* what) {
  if (result < 0) throw std::system_error(result == -1 ? errno : -result, std::generic_category(), what);
}

void limit(__rlimit_resource resource, std::uint64_t value, const char* what) {
  const rlimit both{value, value};
  check(setrlimit(resource, &both), what);
}

std::uint64_t mapped_bytes() {
  std::uint64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

/// A filter under construction.
class Filter {
 public:
  explicit Filter(std::uint32_t otherwise) : context_(seccomp_init(otherwise), &seccomp_release) {
    if (!context_) throw std::system_error(ENOMEM, std::generic_category(), "seccomp_init");
  }
  void rule(std::uint32_t action, std::initializer_list<int> calls) {
    for (const int call : calls)
      check(seccomp_rule_add_array(context_.get(), action, call, 0, nullptr), "seccomp rule");
  }
  void allow_if(int call, scmp_arg_cmp condition) {
    check(seccomp_rule_add_array(context_.get(), SCMP_ACT_ALLOW, call, 1, &condition), "seccomp rule");
  }
  void load() { check(seccomp_load(context_.get()), "seccomp_load"); }

 private:
  std::unique_ptr<void, decltype(&seccomp_release)> context_;
};

scmp_arg_cmp first_is(int fd) { return {0, SCMP_CMP_EQ, static_cast<scmp_datum_t>(fd), 0}; }
scmp_arg_cmp not_executable() { return {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}; }

void close_system_calls(int input, int output) {
  Filter filter(kSanitized ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(EPERM));
  filter.rule(SCMP_ACT_KILL_PROCESS, {SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind),
                                      SCMP_SYS(execve), SCMP_SYS(execveat)});
  if (!kSanitized) {
    filter.rule(SCMP_ACT_KILL_PROCESS, {SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev)});
    filter.rule(
        SCMP_ACT_ALLOW,
        {SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(clock_gettime),
         SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn),
         SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall), SCMP_SYS(getpid),
         SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield)});
    filter.allow_if(SCMP_SYS(mmap), not_executable());
    filter.allow_if(SCMP_SYS(mprotect), not_executable());
    filter.allow_if(SCMP_SYS(read), first_is(input));
    filter.allow_if(SCMP_SYS(lseek), first_is(input));
    filter.allow_if(SCMP_SYS(lseek), first_is(output));
    filter.allow_if(SCMP_SYS(ftruncate), first_is(output));
    for (const int fd : {STDOUT_FILENO, STDERR_FILENO, output}) filter.allow_if(SCMP_SYS(write), first_is(fd));
  }
  filter.load();
}

}  // namespace

void enter_sandbox(int input, int output, const SandboxLimits& limits) {
  check(prctl(PR_SET_PDEATHSIG, SIGKILL), "PR_SET_PDEATHSIG");
  check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "PR_SET_NO_NEW_PRIVS");
  check(setpriority(PRIO_PROCESS, 0, 5), "setpriority");  // what is on air comes first
  std::signal(SIGXFSZ, SIG_IGN);                          // write() then fails with EFBIG, which can be told
  limit(RLIMIT_FSIZE, limits.output_bytes, "RLIMIT_FSIZE");
  limit(RLIMIT_CPU, limits.cpu_seconds, "RLIMIT_CPU");
  limit(RLIMIT_CORE, 0, "RLIMIT_CORE");
  if (!kSanitized) {
    check(prctl(PR_SET_DUMPABLE, 0), "PR_SET_DUMPABLE");
    limit(RLIMIT_AS, mapped_bytes() + limits.more_memory_bytes, "RLIMIT_AS");
    limit(RLIMIT_NPROC, 0, "RLIMIT_NPROC");
    limit(RLIMIT_NOFILE, 0, "RLIMIT_NOFILE");  // what is open stays open
  }
  close_system_calls(input, output);
}

}  // namespace wardcast::media
