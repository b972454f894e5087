// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "daemon/config/site.hpp"

namespace wardcast::health {

/// Where in the ward a fault is, by ids of the site file; what does not apply is empty.
struct FaultPlace {
  std::string zone, line, amplifier, board, meter;
  int contact = 0;  ///< of the board, counted from 1; 0: none
};

/// Read from the cause: "short:line/l1", "welded:b1:2", "no_comm:board/b1", "no_comm:meter/m1",
/// "stream_lost:amplifier/a1". Of a contact also the line or the amplifier that hangs on it. Pure.
FaultPlace place_of(const site::Site& site, std::string_view cause);

/// The place as people call it, with the names of the site file: "Zone 1, Line 2 (l2)"; empty when there is none.
std::string place_name(const site::Site& site, const FaultPlace& place);

}  // namespace wardcast::health
