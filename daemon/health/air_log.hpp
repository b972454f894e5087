// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <string>
#include <vector>

#include "daemon/playout/live.hpp"

namespace wardcast::health {

/// Turns two looks at the station into the lines a technician searches for: which zone went on and off the air with
/// what, and when the station was held. Transitions only, so that a quiet station writes nothing. Pure.
class AirLog {
 public:
  /// "event=zone_on_air zone=… airing=… source=… title=…", "event=zone_off_air …", "event=hold", "event=hold_over".
  std::vector<std::string> look(const playout::Live& live);

 private:
  std::map<std::string, std::string> on_air_;  ///< zone → airing
  bool hold_ = false;
};

}  // namespace wardcast::health
