// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>

#include "base/time.hpp"

namespace wardcast::modbus {

/// Every patience of the relay room. The defaults are the station's; tests shorten some.
struct BusTiming {
  milliseconds connect_deadline{1000};
  milliseconds retry_first{100};   ///< back-off of connections and silent boards: doubles from here …
  milliseconds retry_cap{2000};    ///< … up to here, so what comes back is used again within 5 s
  milliseconds supervision{5000};  ///< every board is read at least this often
  milliseconds busy{50};           ///< after exceptions 5 and 6
  /// Connections the peer closes while idle are opened again at once for work, else not oftener than this.
  milliseconds idle_reopen{1000};
  /// When contacts do not follow: pauses before each new reading and, if still needed, writing. The last one repeats,
  /// soon enough that a contact that was repaired is used again within 5 s.
  std::array<milliseconds, 5> rewrite{milliseconds{30}, milliseconds{100}, milliseconds{300}, milliseconds{1000},
                                      milliseconds{4000}};

  /// Pause after the n-th failure in a row, n ≥ 1.
  [[nodiscard]] constexpr milliseconds retry_after(int failures) const {
    milliseconds pause = retry_first;
    for (int i = 1; i < failures && pause < retry_cap; ++i) pause *= 2;
    return pause < retry_cap ? pause : retry_cap;
  }
  [[nodiscard]] constexpr milliseconds rewrite_after(int failures) const {
    const auto last = static_cast<int>(rewrite.size());
    return rewrite.at(static_cast<std::size_t>((failures < last ? failures : last) - 1));
  }
};

}  // namespace wardcast::modbus
