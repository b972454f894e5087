// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/doorbell.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace wardcast::rtp {

static_assert(std::atomic<std::uint32_t>::is_always_lock_free && sizeof(std::atomic<std::uint32_t>) == 4);

void Doorbell::sleep_until(SteadyTime instant, std::uint32_t seen) {
  const std::int64_t ns = instant.time_since_epoch().count();
  const timespec deadline{static_cast<time_t>(ns / 1'000'000'000), static_cast<long>(ns % 1'000'000'000)};
  // Absolute, and by CLOCK_MONOTONIC, because FUTEX_CLOCK_REALTIME is not asked for.
  (void)syscall(SYS_futex, &rings_, FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG, seen, &deadline, nullptr,
                FUTEX_BITSET_MATCH_ANY);
}

void Doorbell::ring() {
  rings_.fetch_add(1, std::memory_order_release);
  (void)syscall(SYS_futex, &rings_, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, nullptr, nullptr, 0);
}

}  // namespace wardcast::rtp
