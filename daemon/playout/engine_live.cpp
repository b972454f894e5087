// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees.
#include <algorithm>

#include "daemon/playout/engine.hpp"

namespace wardcast::playout {
namespace {

/// Wall and steady clock are read one after the other: to the millisecond, so that an instant looks the same each time.
WallTime wall_of(SteadyTime at, Now now) {
  return std::chrono::round<milliseconds>(now.wall - std::chrono::duration_cast<microseconds>(now.steady - at));
}

}  // namespace

Live Engine::live(Now now) const {
  Live live;
  live.at = now.wall;
  live.hold = hold_;
  if (clock_.wrong()) live.clock_wrong = clock_.why(now.wall, time_zone_);
  live.boards = relays_.boards();
  for (std::size_t z = 0; z < site_.zones.size(); ++z) {
    const auto& zone = site_.zones[z];
    ZoneLive shown;
    shown.id = zone.id;
    shown.name = zone.name;
    shown.source = "none";
    for (std::size_t l = 0; l < zone.lines.size(); ++l) {
      const bool tested = std::ranges::any_of(
          tests_, [&](const TestRun& test) { return test.zone == z && test.line == l && test.closed; });
      shown.lines.push_back({zone.lines[l].id, zone.lines[l].name, relays_.line_state(z, l),
                             relays_.wanted_closed(zone.lines[l].relay), relays_.latched(z, l), tested});
    }
    for (const auto& airing : airings_) {
      const bool here = airing->phase == AiringRun::Phase::opened &&
                        (airing->emergency || now.steady >= airing->epoch) && !airing->silenced &&
                        std::ranges::find(airing->holding.zones, z) != airing->holding.zones.end();
      if (!here) continue;
      shown.source = !airing->emergency ? "programme" : airing->guarded() ? "drill" : "emergency";
      shown.airing = airing->id;
      shown.edition = airing->edition.id;
      shown.programme_title = airing->edition.title;
      shown.since = wall_of(airing->epoch, now);
      if (const auto* entry = airing->rundown->playing()) {
        shown.item_title = entry->item.title;
        if (const auto begun = airing->rundown->begun_at()) shown.item_since = wall_of(*begun, now);
        if (entry->recording) shown.item_length = entry->recording->packet_count() * nanoseconds{kFrame};
      }
      shown.level_dbfs = airing->rundown->level(now.steady);
    }
    live.zones.push_back(std::move(shown));
  }
  for (auto& emergency : emergencies()) {
    if (!emergency.record.end) live.emergencies.push_back(std::move(emergency));
  }
  if (!plan_) return live;
  for (const auto& edition : plan_->editions) {
    if (edition.cancelled || edition.start <= now.wall || done_.contains(edition.id)) continue;
    live.next.push_back({edition.id, edition.title, edition.start, edition.zones, edition.warnings});
    if (live.next.size() == 10) break;
  }
  return live;
}

}  // namespace wardcast::playout
