// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/zone_row.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace wardcast::playout {
namespace {

using scheduler::Standing;

constexpr std::array<std::string_view, 4> kStandings{"on_air", "muted", "paused", "over"};

std::vector<std::string> names(const std::vector<std::size_t>& indices, const scheduler::Zones& zones) {
  std::vector<std::string> ids;
  ids.reserve(indices.size());
  for (const auto zone : indices) ids.push_back(zones[zone].id);
  return ids;
}

std::vector<std::size_t> indices(const std::vector<std::string>& ids, const scheduler::Zones& zones) {
  std::vector<std::size_t> found;
  for (const auto& id : ids) {
    const auto zone = std::ranges::find(zones, id, &scheduler::ZoneInfo::id);
    if (zone != zones.end()) found.push_back(static_cast<std::size_t>(zone - zones.begin()));
  }
  return found;
}

}  // namespace

store::ZoneChange zone_row(const std::string& airing, const scheduler::Holding& holding, const scheduler::Zones& zones,
                           Now now, std::int64_t run) {
  store::ZoneChange row;
  row.airing = airing;
  row.at = now.wall;
  row.steady_ns = now.steady.time_since_epoch().count();
  row.run = run;
  row.standing = kStandings[static_cast<std::size_t>(holding.standing)];
  row.zones = names(holding.zones, zones);
  row.given_up = names(holding.given_up, zones);
  return row;
}

std::optional<scheduler::Holding> last_holding(const store::AsRun& as_run, const scheduler::Zones& zones) {
  if (as_run.zone_changes.empty()) return std::nullopt;
  const auto& last = as_run.zone_changes.back();
  const auto word = std::ranges::find(kStandings, last.standing);
  if (word == kStandings.end()) return std::nullopt;
  return scheduler::Holding{indices(last.zones, zones), indices(last.given_up, zones),
                            static_cast<Standing>(word - kStandings.begin())};
}

}  // namespace wardcast::playout
