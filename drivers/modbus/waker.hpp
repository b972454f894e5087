// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>

#include "base/time.hpp"
#include "drivers/modbus/descriptor.hpp"

namespace wardcast::modbus {

/// Interrupts another thread's poll(). A wake() that comes before the wait is kept.
class Waker {
 public:
  /// Throws std::system_error when there is no descriptor left.
  Waker();

  void wake();  ///< any thread
  void stop();  ///< any thread; for good
  [[nodiscard]] bool stopping() const { return stopping_.load(std::memory_order_acquire); }
  [[nodiscard]] int fd() const { return event_.get(); }

  enum class Woken { time_up, ready, woken };
  /// Waits until `events` (POLLIN, POLLOUT) or an error show on `fd` (−1: none), until then, or until woken, whichever
  /// is first; `fd` is told first. Takes the wake-up away, unless it is a stop.
  Woken wait(int fd, short events, SteadyTime until, const Clock& clock);

 private:
  Descriptor event_;
  std::atomic<bool> stopping_{false};
};

}  // namespace wardcast::modbus
