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

std::vector<Engine::Need> Engine::needs(Now now) const {
  std::vector<Need> needs;
  for (const auto& airing : airings_) {
    if (airing->phase == AiringRun::Phase::over || airing->silenced) continue;
    const bool opened = airing->phase == AiringRun::Phase::opened;
    const bool on_air = opened && now.steady >= airing->epoch;
    if (!opened && (hold_ || clock_.wrong() || !airing->rundown->playable(now))) continue;
    const auto until_start = on_air ? nanoseconds{0} : nanoseconds{airing->edition.start - now.wall};
    const auto expected = opened ? airing->holding.zones : decide_start(*airing, now).holding.zones;
    for (const auto zone : expected) {
      if (until_start <= kRelayLead + site_.amplifiers[site_.zones[zone].amplifier].warm_up)
        needs.push_back({airing.get(), zone, until_start});
    }
  }
  return needs;
}

void Engine::switch_relays(Now now) {
  if (shutting_down_) return;
  std::vector<bool> closed(site_.zones.size(), false);
  std::vector<bool> powered(site_.amplifiers.size(), false);
  const auto needed = needs(now);
  for (const auto& need : needed) powered[site_.zones[need.zone].amplifier] = true;
  lose_tests([&](const TestRun& test) { return powered[test.amplifier]; }, "its amplifier is needed on air", now);
  lose_tests([&](const TestRun& test) { return !scheduler::allowed_at(zones_[test.zone].hours, time_zone_, now.wall); },
             "the hours guard wants silence", now);
  for (const auto& test : tests_) {  // one that takes longer than it should is cut there, as a programme is
    const auto until = scheduler::allowed_until(zones_[test.zone].hours, time_zone_, now.wall);
    if (until) due(steady_of(*until, now), now);
  }

  for (const auto& need : needed) {
    if (need.until_start > kRelayLead) continue;
    // A zone that shares its amplifier with the programme now ending must not hear that one's tail: it follows when
    // the receiver's buffer has played it out, which is also when its own sound comes out.
    if (carried_by_other(*need.airing, need.zone, now)) {
      due(std::max(amplifier_tail_[site_.zones[need.zone].amplifier].until, now.steady + milliseconds{10}), now);
      continue;
    }
    closed[need.zone] = true;
  }
  for (std::size_t z = 0; z < closed.size(); ++z) {
    if (!due(zone_hold_[z], now)) closed[z] = true;
    if (!closed[z]) continue;
    const auto amplifier = site_.zones[z].amplifier;
    powered[amplifier] = true;
    power_hold_[amplifier] = std::max(now.steady, zone_hold_[z]) + kPowerTail;
  }
  std::vector<ZoneRelays::LineRef> tested;
  for (const auto& test : tests_) {
    powered[test.amplifier] = true;
    if (test.closed) tested.push_back({test.zone, test.line});
  }
  for (std::size_t a = 0; a < powered.size(); ++a) {
    if (!powered[a] && !due(power_hold_[a], now)) powered[a] = true;
    const auto& power = site_.amplifiers[a].power;
    if (powered[a] && power && !relays_.wanted_closed(*power)) powered_at_[a] = now.steady;
  }
  relays_.want(closed, powered, tested);
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
