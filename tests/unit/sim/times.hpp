// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>

#include "base/time.hpp"

namespace wardcast::sim {

/// An instant of virtual steady time, in milliseconds and microseconds after an arbitrary beginning.
inline SteadyTime at_ms(std::int64_t ms) { return SteadyTime{seconds{1000} + milliseconds{ms}}; }
inline SteadyTime at_us(std::int64_t us) { return SteadyTime{seconds{1000} + microseconds{us}}; }

/// A clock that stands until it is moved. Both its clocks move together; wall time is 2018-01-01T00:00:00Z at at_ms(0).
class ManualClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override {
    const microseconds passed{passed_us_.load()};
    return {WallTime{std::chrono::sys_days{std::chrono::year{2018} / 1 / 1}} + passed, at_ms(0) + passed};
  }
  void advance(milliseconds by) { passed_us_ += microseconds{by}.count(); }

 private:
  std::atomic<std::int64_t> passed_us_{0};
};

}  // namespace wardcast::sim
