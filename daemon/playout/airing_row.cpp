// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/airing_row.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::playout {
namespace {

std::string word(scheduler::Origin origin) {
  switch (origin) {
    case scheduler::Origin::own:
      return "own";
    case scheduler::Origin::relay:
      return "relay";
    case scheduler::Origin::notice:
      return "notice";
  }
  return "own";
}

}  // namespace

std::string airing_id(const scheduler::EditionId& edition) { return "a" + edition; }

store::Airing airing_row(const scheduler::Edition& edition, const TimeZone& zone, WallTime started_at) {
  store::Airing row;
  row.id = airing_id(edition.id);
  row.edition_id = edition.id;
  row.programme = edition.programme;
  row.title = edition.title;
  row.origin = word(edition.origin);
  row.repeat = edition.repeat_of.has_value();
  row.zones = edition.zones;
  row.planned_start = edition.start;
  row.planned_duration = edition.duration;
  row.local_date = format_date(zone.date_of(edition.start));
  row.started_at = started_at;
  return row;
}

store::Airing emergency_row(const store::Emergency& emergency, const std::string& title, const TimeZone& zone,
                            WallTime started_at) {
  store::Airing row;
  row.id = emergency.id;
  row.title = title;
  row.origin = "emergency";
  row.drill = emergency.drill;
  row.zones = emergency.zones;
  row.planned_start = emergency.raised_at;
  row.planned_duration = emergency.expires_in;
  row.local_date = format_date(zone.date_of(emergency.raised_at));
  row.started_at = started_at;
  return row;
}

std::vector<store::AsRun> missed_while_away(const std::vector<scheduler::Edition>& editions,
                                            const std::set<std::string>& known, const TimeZone& zone,
                                            WallTime last_alive, WallTime now) {
  std::vector<store::AsRun> missed;
  for (const auto& edition : editions) {
    if (edition.cancelled || edition.end() <= last_alive || edition.end() > now ||
        known.contains(airing_id(edition.id)))
      continue;
    store::AsRun as_run;
    as_run.airing = airing_row(edition, zone, edition.start);
    as_run.end =
        store::AiringEnd{as_run.airing.id, edition.end(), "missed", "not_running", "the daemon was not running"};
    missed.push_back(std::move(as_run));
  }
  return missed;
}

std::vector<store::Skip> never_begun(const scheduler::Edition& edition, const store::AsRun& as_run) {
  std::vector<std::pair<std::string, scheduler::ItemId>> rundown;
  if (edition.opening_item) rundown.emplace_back("opening", *edition.opening_item);
  for (const auto item : edition.items) rundown.emplace_back("item", item);
  if (edition.closing_item) rundown.emplace_back("closing", *edition.closing_item);
  std::vector<store::Skip> rest;
  for (int position = 0; position < static_cast<int>(rundown.size()); ++position) {
    const auto here = [position](const auto& row) { return row.position == position; };
    if (std::ranges::any_of(as_run.segments, here) || std::ranges::any_of(as_run.skips, here)) continue;
    const auto& [role, item] = rundown[static_cast<std::size_t>(position)];
    rest.push_back({as_run.airing.id, position, item, "", "not_running", edition.end(), role});
  }
  return rest;
}

}  // namespace wardcast::playout
