// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/site_zones.hpp"

#include "scheduler/hours_guard.hpp"

namespace wardcast::playout {

scheduler::Zones zones_of(const site::Site& site) {
  scheduler::Zones zones;
  for (const auto& zone : site.zones) {
    const auto& station = site.station.allowed_hours;
    zones.push_back({zone.id, zone.amplifier, scheduler::intersect(station, zone.allowed_hours.value_or(station))});
  }
  return zones;
}

}  // namespace wardcast::playout
