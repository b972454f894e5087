// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>

#include "base/time.hpp"

namespace wardcast::rtp {

/// Sleep until an absolute instant of CLOCK_MONOTONIC that another thread may cut short. It is the same high-resolution
/// timer as clock_nanosleep(TIMER_ABSTIME) (equal lateness where measured), but a ring between looking for work and
/// falling asleep is never missed, and ringing takes no lock (futex(2)).
class Doorbell {
 public:
  /// The sleeper reads this before it looks for work …
  [[nodiscard]] std::uint32_t rings() const { return rings_.load(std::memory_order_acquire); }
  /// … and sleeps unless somebody rang since. May return early without cause.
  void sleep_until(SteadyTime instant, std::uint32_t seen);
  /// Any thread, never blocks.
  void ring();

 private:
  std::atomic<std::uint32_t> rings_{0};
};

}  // namespace wardcast::rtp
