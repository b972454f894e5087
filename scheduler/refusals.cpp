// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/refusals.hpp"

#include <string_view>
#include <unordered_map>

#include "scheduler/hours_guard.hpp"

namespace wardcast::scheduler {
namespace {

std::string minute_text(CivilTime civil) { return format_civil(civil).substr(11, 5); }

/// Most editions lie within one window of one day, and that needs no look at the zone's clock changes.
bool plainly_inside(const Edition& edition, const ZoneInfo& info, CivilTime start, CivilTime end) {
  if (end - start != edition.duration) return false;  // the clock is changed meanwhile
  const auto midnight = std::chrono::floor<std::chrono::days>(start);
  for (const auto& window : info.hours) {
    if (start >= midnight + std::chrono::minutes{window.from_minute} &&
        end <= midnight + std::chrono::minutes{window.to_minute})
      return true;
  }
  return false;
}

Refusal outside(const Edition& edition, const ZoneInfo& info, const TimeZone& zone, WallTime allowed_until) {
  const CivilTime start = zone.to_civil(edition.start);
  std::string detail = format_date(zone.date_of(edition.start)) + " " + minute_text(start) + "-" +
                       minute_text(zone.to_civil(edition.end()));
  if (info.hours.empty()) {
    detail += ": zone '" + info.id + "' has no allowed hours at all; give it some in allowed_hours of the site file";
  } else {
    detail += " is not within the allowed hours of zone '" + info.id + "' (" + format_hours(info.hours) + ")";
    if (allowed_until > edition.start) detail += ": it would be cut at " + minute_text(zone.to_civil(allowed_until));
    detail += "; move or shorten it, or change allowed_hours in the site file";
  }
  return {info.id, "hours_guard", std::move(detail)};
}

}  // namespace

void mark_refusals(std::span<Edition> editions, const Zones& zones, const TimeZone& zone) {
  std::unordered_map<std::string_view, const ZoneInfo*> by_id;
  for (const auto& info : zones) by_id.emplace(info.id, &info);
  for (auto& edition : editions) {
    const CivilTime start = zone.to_civil(edition.start);
    const CivilTime end = zone.to_civil(edition.end());
    for (const auto& id : edition.zones) {
      const auto found = by_id.find(id);
      if (found == by_id.end()) {
        edition.refusals.push_back(
            {id, "not_a_zone", "the station has no zone '" + id + "'; take it off the programme's zones"});
        continue;
      }
      const ZoneInfo& info = *found->second;
      if (plainly_inside(edition, info, start, end)) continue;
      const auto until = allowed_until(info.hours, zone, edition.start);
      if (until && *until < edition.end()) edition.refusals.push_back(outside(edition, info, zone, *until));
    }
  }
}

}  // namespace wardcast::scheduler
