// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/waker.hpp"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

namespace wardcast::modbus {

Waker::Waker() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_.valid()) throw std::system_error(errno, std::generic_category(), "eventfd");
}

void Waker::wake() {
  const std::uint64_t one = 1;
  (void)!::write(event_.get(), &one, sizeof one);  // fails only when already set
}

void Waker::stop() {
  stopping_.store(true, std::memory_order_release);
  wake();
}

Waker::Woken Waker::wait(int fd, short events, SteadyTime until, const Clock& clock) {
  for (;;) {
    if (stopping()) return Woken::woken;
    const nanoseconds left = std::max(until - clock.now().steady, nanoseconds{0});
    const timespec patience{.tv_sec = std::chrono::duration_cast<seconds>(left).count(),
                            .tv_nsec = (left % seconds{1}).count()};
    std::array<pollfd, 2> polled{pollfd{event_.get(), POLLIN, 0}, pollfd{fd, events, 0}};
    const int ready = ::ppoll(polled.data(), fd >= 0 ? 2 : 1, &patience, nullptr);
    if (ready < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "poll");
    if (ready == 0) return Woken::time_up;
    if (ready < 0) continue;
    if (polled[1].revents != 0) return Woken::ready;
    std::uint64_t count = 0;
    if (!stopping()) (void)!::read(event_.get(), &count, sizeof count);
    return Woken::woken;
  }
}

}  // namespace wardcast::modbus
