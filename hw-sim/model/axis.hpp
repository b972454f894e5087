// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

#include "base/time.hpp"

namespace wardcast::sim {

/// The time axis all recordings share: sample n of every line is the instant epoch + n / 48 000 s of steady time.
struct Axis {
  SteadyTime epoch;

  /// The last sample not after `at`. 48 000 / 10⁹ = 6 / 125 000, exact in 64 bits for decades.
  [[nodiscard]] std::int64_t sample(SteadyTime at) const {
    const std::int64_t scaled = (at - epoch).count() * 6;
    return scaled >= 0 ? scaled / 125000 : -((-scaled + 124999) / 125000);
  }
  /// The instant a sample begins, rounded up to a nanosecond: sample(time(n)) == n.
  [[nodiscard]] SteadyTime time(std::int64_t sample) const {
    const std::int64_t scaled = sample * 125000;
    return epoch + nanoseconds{scaled >= 0 ? (scaled + 5) / 6 : scaled / 6};
  }
};

}  // namespace wardcast::sim
