// SPDX-License-Identifier: GPL-3.0-or-later
// While on air: feeding, the slot's end, the hours guard.
#include <algorithm>

#include "daemon/playout/engine.hpp"
#include "daemon/playout/timing.hpp"
#include "scheduler/hours_guard.hpp"

namespace wardcast::playout {
namespace {

bool contains(const std::vector<std::size_t>& zones, std::size_t zone) {
  return std::ranges::find(zones, zone) != zones.end();
}

}  // namespace

void Engine::keep_on_air(AiringRun& airing, Now now) {
  if (airing.closing) return;
  const bool paused = airing.holding.standing == scheduler::Standing::paused;
  if (paused && due(airing.ends_at, now)) {
    close(airing, "slot_end", "it was paused when its slot ended");
    return;
  }
  if (!airing.rundown->slot_ended() && !paused) airing.rundown->feed(now);
  if (airing.rundown->slot_ended() || airing.rundown->exhausted()) {
    close(airing, airing.rundown->slot_ended() ? "slot_end" : "finished", "");
    return;
  }
  if (const auto expiry = airing.rundown->next_expiry(); expiry && due(steady_of(*expiry, now), now)) {
    airing.rundown->refresh(*plan_, now);
  }
  if (const auto patience = airing.rundown->patience_ends()) due(*patience, now);
  // feed() passes over what cannot be read only at the last moment before silence.
  if (const auto left = airing.rundown->remaining_of_current(now.steady); left > nanoseconds{0}) {
    due(now.steady + std::max(nanoseconds{milliseconds{10}}, left - nanoseconds{kLastMoment}), now);
  }
  // Nothing runs over its slot that nobody hears when it is decided.
  if (!airing.end_decided && due(airing.ends_at - kEndDecision, now) && !paused && airing.rundown->heard())
    decide_end(airing, now);
  const auto at = clock_.reckoned(now);  // whatever happened to the clock meanwhile
  if (now.steady >= airing.epoch && allowed_zones(airing, at).empty()) {
    close(airing, "hours_guard", "the hours guard ended it");
    return;
  }
  for (const auto zone : airing.zones) {
    const auto until = scheduler::allowed_until(zones_[zone].hours, time_zone_, at);
    if (until && *until > at) due(now.steady + (*until - at), now);
  }
}

void Engine::decide_end(AiringRun& airing, Now now) {
  airing.end_decided = true;
  const auto over = airing.rundown->overrun(airing.ends_at);
  if (over <= nanoseconds{0} || over > nanoseconds{kOverrun}) return;
  const auto item_end = airing.ends_at + over;
  if (steady_of(zones_free_until(airing, airing.edition.end()), now) < item_end) return;
  airing.ends_at = item_end;
  airing.zones = airing.holding.zones;  // past its slot it asks for nothing more
  // Half a frame early: the next entry's first frame is due at item_end and must not leave.
  send(rtp::EndStreamAt{airing.rundown->stream(), item_end - kFrame / 2});
}

WallTime Engine::zones_free_until(const AiringRun& airing, WallTime from) const {
  WallTime until = from + kOverrun + seconds{1};
  const auto mine = amplifiers_of(airing.holding.zones);
  for (const auto& edition : plan_->editions) {
    if (edition.id == airing.edition.id || edition.cancelled || done_.contains(edition.id)) continue;
    if (edition.end() <= from || edition.start >= until) continue;
    const auto on_air = std::ranges::find_if(
        airings_, [&edition](const auto& other) { return other->edition.id == edition.id && !other->emergency; });
    for (const auto zone : indices_of(edition.zones)) {
      if (!mine.test(zones_[zone].amplifier)) continue;
      if (on_air != airings_.end() && contains((*on_air)->holding.given_up, zone)) continue;
      until = std::max(from, edition.start);
    }
  }
  for (const auto zone : airing.holding.zones) {
    const auto guard = scheduler::allowed_until(zones_[zone].hours, time_zone_, from);
    if (guard) until = std::min(until, *guard);
  }
  return until;
}

}  // namespace wardcast::playout
