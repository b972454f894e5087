// SPDX-License-Identifier: GPL-3.0-or-later
// Who gets which zone: the engine's side of scheduler/arbitration.hpp.
#include <algorithm>

#include "daemon/playout/engine.hpp"
#include "daemon/playout/zone_row.hpp"

namespace wardcast::playout {

bool Engine::AiringRun::begun_before() const { return earlier && !earlier->segments.empty(); }

SteadyTime Engine::arrival(const AiringRun& airing, Now now) {
  if (airing.begun_before()) return steady_of(airing.earlier->airing.started_at, now);
  return airing.phase == AiringRun::Phase::opened ? airing.epoch : steady_of(airing.edition.start, now);
}

scheduler::Claim Engine::claim_of(const AiringRun& airing, WallTime at) const {
  scheduler::Claim claim{airing.claim, airing.edition.priority, allowed_zones(airing, at)};
  std::erase_if(claim.zones, [&](std::size_t zone) {
    return std::ranges::find(airing.holding.given_up, zone) != airing.holding.given_up.end();
  });
  return claim;
}

std::vector<Engine::AiringRun*> Engine::claimants(Now now) const {
  std::vector<AiringRun*> found;
  for (const auto& airing : airings_) {
    if (airing->silenced || airing->phase == AiringRun::Phase::over) continue;
    const bool rejoins = airing->phase == AiringRun::Phase::waiting && airing->begun_before() && !hold_;
    if (airing->phase == AiringRun::Phase::opened || rejoins) found.push_back(airing.get());
  }
  std::ranges::stable_sort(found, {}, [now](const auto* airing) { return arrival(*airing, now); });
  return found;
}

bool Engine::first_in_line(const AiringRun& queued, const AiringRun& newcomer, Now now) {
  return queued.phase == AiringRun::Phase::waiting && queued.edition.on_busy == scheduler::OnBusy::queue &&
         !queued.silenced && !queued.begun_before() && queued.edition.start < newcomer.edition.start &&
         now.wall >= queued.edition.start && newcomer.edition.start < queued.edition.end() &&
         queued.rundown->playable(now);
}

Engine::Decision Engine::decide_start(const AiringRun& airing, Now now, Among others) const {
  const auto at = std::max(now.wall, airing.edition.start);
  const auto mine = claim_of(airing, at);
  std::vector<scheduler::Claim> claims;
  std::optional<std::size_t> place;  // of one that rejoins, by its arrival
  for (const auto* other : claimants(now)) {
    if (other == &airing) {
      place = claims.size();
      claims.push_back(mine);
    } else if (others == Among::those_in_their_slot && other->phase == AiringRun::Phase::opened &&
               other->edition.end() <= now.wall) {
      continue;
    } else if (other->phase != AiringRun::Phase::opened || other->ends_at > steady_of(at, now)) {
      claims.push_back(claim_of(*other, at));
    }
  }
  Decision decision;
  if (!place) {
    for (const auto& other : airings_) {
      if (other.get() == &airing || !first_in_line(*other, airing, now)) continue;
      const auto queued = claim_of(*other, at);
      if (scheduler::may_start(queued, scheduler::OnBusy::queue, claims, zones_)) claims.push_back(queued);
    }
    decision.start =
        scheduler::at_start(mine, airing.edition.on_busy, now.wall >= airing.edition.end(), claims, zones_);
    if (decision.start != scheduler::Start::now) return decision;
    place = claims.size();
    claims.push_back(mine);
  }
  const auto gets = zones_of(*place, claims);
  decision.holding.zones = gets;
  if (airing.begun_before()) {
    const auto before = last_holding(*airing.earlier, zones_).value_or(scheduler::Holding{airing.zones});
    decision.holding = scheduler::after(before, airing.edition.on_interrupt, gets, mine.zones);
  }
  return decision;
}

std::vector<std::size_t> Engine::zones_of(std::size_t claim, const std::vector<scheduler::Claim>& claims) const {
  const auto owner = scheduler::arbitrate(claims, zones_);
  std::vector<std::size_t> got;
  std::ranges::copy_if(claims[claim].zones, std::back_inserter(got),
                       [&](std::size_t zone) { return owner[zone] == claim; });
  return got;
}

void Engine::regrant(Now now) {
  std::vector<scheduler::Claim> claims;
  std::vector<AiringRun*> holders;
  for (auto* airing : claimants(now)) {
    if (airing->phase == AiringRun::Phase::opened && !due(airing->epoch, now)) continue;
    claims.push_back(claim_of(*airing, clock_.reckoned(now)));
    holders.push_back(airing);
  }
  const auto owner = scheduler::arbitrate(claims, zones_);
  for (std::size_t c = 0; c < claims.size(); ++c) {
    auto& airing = *holders[c];
    if (airing.phase != AiringRun::Phase::opened) continue;
    std::vector<std::size_t> gets;
    std::ranges::copy_if(claims[c].zones, std::back_inserter(gets), [&](std::size_t zone) { return owner[zone] == c; });
    auto holding = scheduler::after(airing.holding, airing.edition.on_interrupt, gets, claims[c].zones);
    if (holding != airing.holding) hold_zones(airing, std::move(holding), now);
  }
}

void Engine::hold_zones(AiringRun& airing, scheduler::Holding holding, Now now) {
  std::vector<std::size_t> lost;
  std::ranges::copy_if(airing.holding.zones, std::back_inserter(lost),
                       [&](std::size_t zone) { return std::ranges::find(holding.zones, zone) == holding.zones.end(); });
  lose_zones(airing, lost, now);
  const bool other_amplifiers = amplifiers_of(holding.zones) != amplifiers_of(airing.holding.zones);
  airing.holding = std::move(holding);
  if (other_amplifiers) send(rtp::SetAmplifiers{airing.rundown->stream(), amplifiers_of(airing.holding.zones)});
  record_zones(airing, now);
  if (airing.holding.standing == scheduler::Standing::over) {
    close(airing, "interrupted", "a programme of higher priority took its last zone");
  }
  confirm_all(now);
  doors_.changed();
}

void Engine::record_zones(AiringRun& airing, Now now) {
  if (!airing.on_record) return;
  if (!airing.told) {
    airing.told = airing.earlier ? last_holding(*airing.earlier, zones_) : std::nullopt;
    if (!airing.told) airing.told = scheduler::Holding{airing.zones};
  }
  if (*airing.told == airing.holding) return;
  airing.told = airing.holding;
  doors_.journal.zones(zone_row(airing.id, airing.holding, zones_, now, run_));
}

}  // namespace wardcast::playout
