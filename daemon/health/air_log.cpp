// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/air_log.hpp"

#include <utility>

#include "base/log_value.hpp"

namespace wardcast::health {

std::vector<std::string> AirLog::look(const playout::Live& live) {
  std::vector<std::string> lines;
  for (const auto& zone : live.zones) {
    auto& known = on_air_[zone.id];
    const auto airing = zone.source == "none" ? std::string{} : zone.airing;
    if (airing == known) continue;
    if (!known.empty())
      lines.push_back("event=zone_off_air zone=" + log_value(zone.id) + " airing=" + log_value(known));
    if (!airing.empty())
      lines.push_back("event=zone_on_air zone=" + log_value(zone.id) + " airing=" + log_value(airing) +
                      " source=" + zone.source + " title=" + log_value(zone.programme_title));
    known = airing;
  }
  if (std::exchange(hold_, live.hold) != live.hold) lines.emplace_back(live.hold ? "event=hold" : "event=hold_over");
  return lines;
}

}  // namespace wardcast::health
