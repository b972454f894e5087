// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/figures_json.hpp"

#include <boost/json/array.hpp>
#include <utility>

#include "daemon/statistics/counting.hpp"
#include "drivers/store/words.hpp"

namespace wardcast::statistics {
namespace {
using boost::json::array;
using boost::json::object;

boost::json::value id_or_null(const std::optional<store::ItemId>& id) {
  if (!id) return nullptr;
  return *id;
}

object segment_json(const store::Segment& segment, const TimeZone& zone) {
  return {{"position", segment.position},
          {"role", segment.role},
          {"item_id", id_or_null(segment.item)},
          {"title", segment.title},
          {"kind", segment.kind},
          {"theme", segment.theme},
          {"author", segment.author},
          {"unit", segment.unit},
          {"started_at", zone.rfc3339(segment.started_at)},
          {"run", segment.run},
          {"steady_ns", segment.steady_ns},
          {"item_packets", segment.item_packets},
          {"first_packet", segment.first_packet},
          {"packets", segment.packets},
          {"seconds", in_seconds(frames_to_time(segment.packets))},
          {"confirmation", store::word(segment.confirmation)},
          {"end_reason", segment.end_reason}};
}

object skip_json(const store::Skip& skip, const TimeZone& zone) {
  return {{"position", skip.position}, {"role", skip.role},     {"item_id", id_or_null(skip.item)},
          {"title", skip.title},       {"reason", skip.reason}, {"at", zone.rfc3339(skip.at)}};
}

object zone_change_json(const store::ZoneChange& change, const TimeZone& zone) {
  const auto list = [](const std::vector<std::string>& ids) { return array(ids.begin(), ids.end()); };
  return {{"at", zone.rfc3339(change.at)},
          {"standing", change.standing},
          {"zones", list(change.zones)},
          {"given_up", list(change.given_up)}};
}

array rows_json(const std::vector<Row>& rows) {
  array out;
  for (const auto& row : rows) {
    out.push_back(object{{"key", row.key},
                         {"programmes", row.programmes},
                         {"on_air_seconds", in_seconds(row.on_air)},
                         {"items", row.items},
                         {"item_airings", row.item_airings}});
  }
  return out;
}

}  // namespace

object airing_json(const store::AsRun& run, const TimeZone& zone) {
  const auto& airing = run.airing;
  array zones, segments, skips, zone_changes;
  for (const auto& id : airing.zones) zones.emplace_back(id);
  for (const auto& segment : run.segments) segments.push_back(segment_json(segment, zone));
  for (const auto& skip : run.skips) skips.push_back(skip_json(skip, zone));
  for (const auto& change : run.zone_changes) zone_changes.push_back(zone_change_json(change, zone));
  object out{{"id", airing.id},
             {"edition_id", airing.edition_id},
             {"programme_id", airing.programme},
             {"title", airing.title},
             {"origin", airing.origin},
             {"drill", airing.drill},
             {"repeat", airing.repeat},
             {"zones", std::move(zones)},
             {"local_date", airing.local_date},
             {"planned_start", zone.rfc3339(airing.planned_start)},
             {"planned_duration", airing.planned_duration.count()},
             {"started_at", nullptr},
             {"ended_at", nullptr},
             {"on_air_seconds", on_air_seconds(run)},
             {"result", nullptr},
             {"reason", nullptr},
             {"detail", nullptr},
             {"segments", std::move(segments)},
             {"skips", std::move(skips)},
             {"zone_changes", std::move(zone_changes)}};
  if (!run.segments.empty()) out["started_at"] = zone.rfc3339(airing.started_at);
  if (run.end) {
    out["ended_at"] = zone.rfc3339(run.end->ended_at);
    out["result"] = word(result_of(run));
    out["reason"] = run.end->reason;
    out["detail"] = run.end->detail;
  }
  return out;
}

object figures_json(const Figures& figures, Period period) {
  return {{"from", format_date(period.from)},
          {"to", format_date(period.to)},
          {"programmes", figures.programmes},
          {"programmes_partial", figures.programmes_partial},
          {"programmes_missed", figures.programmes_missed},
          {"on_air_seconds", in_seconds(figures.on_air)},
          {"unconfirmed_seconds", in_seconds(figures.unconfirmed)},
          {"items", figures.items},
          {"item_airings", figures.item_airings},
          {"by_month", rows_json(figures.by_month)},
          {"by_kind", rows_json(figures.by_kind)},
          {"by_theme", rows_json(figures.by_theme)},
          {"by_unit", rows_json(figures.by_unit)},
          {"by_origin", rows_json(figures.by_origin)},
          {"sweeps", figures.sweeps},
          {"faults", figures.faults}};
}

}  // namespace wardcast::statistics
