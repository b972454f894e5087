// SPDX-License-Identifier: GPL-3.0-or-later
// What having a zone means for contacts and power.
#include <algorithm>

#include "daemon/playout/engine.hpp"
#include "daemon/playout/timing.hpp"
#include "scheduler/hours_guard.hpp"

namespace wardcast::playout {

std::vector<std::size_t> Engine::allowed_zones(const AiringRun& airing, WallTime at) const {
  if (!airing.guarded()) return airing.zones;
  std::vector<std::size_t> allowed;
  std::ranges::copy_if(airing.zones, std::back_inserter(allowed),
                       [&](std::size_t zone) { return scheduler::allowed_at(zones_[zone].hours, time_zone_, at); });
  return allowed;
}

void Engine::lose_zones(const AiringRun& airing, const std::vector<std::size_t>& lost, Now now) {
  const auto last = std::max(airing.rundown->last_packet_at().value_or(now.steady) + kFrame, airing.epoch);
  for (const auto zone : lost) {
    const auto index = site_.zones[zone].amplifier;
    const auto played_out = std::min(last, now.steady + kFrame) + site_.amplifiers[index].latency;
    amplifier_tail_[index] = {played_out, airing.claim};
    if (!airing.silenced) zone_hold_[zone] = std::max(zone_hold_[zone], played_out);
  }
}

bool Engine::carried_by_other(const AiringRun& airing, std::size_t zone, Now now) const {
  const auto amplifier = site_.zones[zone].amplifier;
  const auto& tail = amplifier_tail_[amplifier];
  if (tail.claim != airing.claim && now.steady < tail.until && now.steady >= zone_hold_[zone]) return true;
  return std::ranges::any_of(airings_, [&](const auto& other) {
    return other.get() != &airing && other->phase == AiringRun::Phase::opened && now.steady >= other->epoch &&
           amplifiers_of(other->holding.zones).test(amplifier);
  });
}

void Engine::switch_relays(Now now) {
  if (shutting_down_) return;
  std::vector<bool> closed(site_.zones.size(), false);
  std::vector<bool> powered(site_.amplifiers.size(), false);
  const auto power_from = [&](std::size_t zone) {
    return kRelayLead + site_.amplifiers[site_.zones[zone].amplifier].warm_up;
  };

  for (const auto& airing : airings_) {
    if (airing->phase == AiringRun::Phase::over || airing->silenced) continue;
    const bool on_air = airing->phase == AiringRun::Phase::opened && now.steady >= airing->epoch;
    if (airing->phase == AiringRun::Phase::waiting && (hold_ || clock_.wrong() || !airing->rundown->playable(now)))
      continue;
    const bool opened = airing->phase == AiringRun::Phase::opened;
    const auto expected = opened ? airing->holding.zones : decide_start(*airing, now).holding.zones;
    for (const auto zone : expected) {
      const auto until_start = on_air ? nanoseconds{0} : nanoseconds{airing->edition.start - now.wall};
      if (until_start > power_from(zone)) continue;
      powered[site_.zones[zone].amplifier] = true;
      if (until_start > kRelayLead) continue;
      // A zone that shares its amplifier with the programme now ending must not hear that one's tail: it follows when
      // the receiver's buffer has played it out, which is also when its own sound comes out.
      if (carried_by_other(*airing, zone, now)) {
        due(std::max(amplifier_tail_[site_.zones[zone].amplifier].until, now.steady + milliseconds{10}), now);
        continue;
      }
      closed[zone] = true;
    }
  }
  for (std::size_t z = 0; z < closed.size(); ++z) {
    if (!due(zone_hold_[z], now)) closed[z] = true;
    if (!closed[z]) continue;
    const auto amplifier = site_.zones[z].amplifier;
    powered[amplifier] = true;
    power_hold_[amplifier] = std::max(now.steady, zone_hold_[z]) + kPowerTail;
  }
  for (std::size_t a = 0; a < powered.size(); ++a) {
    if (!powered[a] && !due(power_hold_[a], now)) powered[a] = true;
  }
  relays_.want(closed, powered);
}

rtp::AmplifierSet Engine::amplifiers_of(const std::vector<std::size_t>& zones) const {
  rtp::AmplifierSet set;
  for (const auto zone : zones) set.set(site_.zones[zone].amplifier);
  return set;
}

void Engine::confirm_all(Now) {
  for (auto& airing : airings_) {
    if (airing->phase != AiringRun::Phase::opened) continue;
    auto best = store::Confirmation::not_heard;
    for (const auto zone : airing->holding.zones) best = std::min(best, relays_.confirmation(zone));
    if (!airing->holding.zones.empty()) airing->rundown->confirm(best);
  }
}

}  // namespace wardcast::playout
