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

}  // namespace wardcast::scheduler
