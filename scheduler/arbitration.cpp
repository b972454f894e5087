// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/arbitration.hpp"

#include <algorithm>

namespace wardcast::scheduler {
namespace {

/// The newest emergency of the highest priority speaks; below, who came first keeps what it has.
constexpr int kNewestWins = 255;

bool beats(const Claim& later, const Claim& holder) {
  return later.priority > holder.priority || (later.priority == holder.priority && later.priority >= kNewestWins);
}

}  // namespace

std::vector<std::size_t> arbitrate(std::span<const Claim> claims, const Zones& zones) {
  std::size_t amplifiers = 0;
  for (const auto& zone : zones) amplifiers = std::max(amplifiers, zone.amplifier + 1);
  std::vector<std::size_t> holder(amplifiers, kNobody);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    for (const std::size_t zone : claims[i].zones) {
      if (zone >= zones.size()) continue;
      auto& held = holder[zones[zone].amplifier];
      if (held == kNobody || beats(claims[i], claims[held])) held = i;
    }
  }
  std::vector<std::size_t> owner(zones.size(), kNobody);
  for (std::size_t i = 0; i < claims.size(); ++i) {
    for (const std::size_t zone : claims[i].zones) {
      if (zone < zones.size() && holder[zones[zone].amplifier] == i) owner[zone] = i;
    }
  }
  return owner;
}

bool may_start(const Claim& newcomer, OnBusy on_busy, std::span<const Claim> on_air, const Zones& zones) {
  std::vector<Claim> all{on_air.begin(), on_air.end()};
  all.push_back(newcomer);
  const auto owner = arbitrate(all, zones);
  const auto gets = [&](std::size_t zone) { return zone < zones.size() && owner[zone] == all.size() - 1; };
  if (newcomer.zones.empty()) return false;
  return on_busy == OnBusy::partial ? std::ranges::any_of(newcomer.zones, gets)
                                    : std::ranges::all_of(newcomer.zones, gets);
}

Start at_start(const Claim& newcomer, OnBusy on_busy, bool slot_over, std::span<const Claim> on_air,
               const Zones& zones) {
  if (slot_over) return Start::miss;
  if (may_start(newcomer, on_busy, on_air, zones)) return Start::now;
  return on_busy == OnBusy::queue ? Start::wait : Start::miss;
}

Holding after(Holding before, OnInterrupt on_interrupt, const std::vector<std::size_t>& gets,
              const std::vector<std::size_t>& asked) {
  const auto in = [](const std::vector<std::size_t>& zones, std::size_t zone) {
    return std::ranges::find(zones, zone) != zones.end();
  };
  bool taken = false;
  for (const std::size_t zone : before.zones) {
    if (in(gets, zone) || !in(asked, zone)) continue;
    taken = true;
    if (on_interrupt == OnInterrupt::stop) before.given_up.push_back(zone);
  }
  before.zones = gets;
  if (!gets.empty()) {
    before.standing = Standing::on_air;
  } else if (on_interrupt == OnInterrupt::resume) {
    before.standing = Standing::paused;
  } else if (on_interrupt == OnInterrupt::stop && taken) {
    before.standing = Standing::over;
  } else {
    before.standing = Standing::muted;
  }
  return before;
}

}  // namespace wardcast::scheduler
