// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/statistics/counting.hpp"
#include "daemon/statistics/figures.hpp"
#include "drivers/store/words.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::array;
using boost::json::object;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr int kMostDaysOfAirings = 400;
constexpr int kMostDaysOfFigures = 200 * 366;

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
          {"item_packets", segment.item_packets},
          {"first_packet", segment.first_packet},
          {"packets", segment.packets},
          {"seconds", statistics::in_seconds(frames_to_time(segment.packets))},
          {"confirmation", store::word(segment.confirmation)},
          {"end_reason", segment.end_reason}};
}

object skip_json(const store::Skip& skip, const TimeZone& zone) {
  return {{"position", skip.position}, {"role", skip.role},     {"item_id", id_or_null(skip.item)},
          {"title", skip.title},       {"reason", skip.reason}, {"at", zone.rfc3339(skip.at)}};
}

object airing_json(const store::AsRun& run, const TimeZone& zone) {
  const auto& airing = run.airing;
  array zones, segments, skips;
  for (const auto& id : airing.zones) zones.emplace_back(id);
  for (const auto& segment : run.segments) segments.push_back(segment_json(segment, zone));
  for (const auto& skip : run.skips) skips.push_back(skip_json(skip, zone));
  object out{{"id", airing.id},
             {"edition_id", airing.edition_id},
             {"programme_id", airing.programme},
             {"title", airing.title},
             {"origin", airing.origin},
             {"drill", airing.drill},
             {"repeat", airing.repeat},
             {"zones", std::move(zones)},
             {"planned_start", zone.rfc3339(airing.planned_start)},
             {"planned_duration", airing.planned_duration.count()},
             {"started_at", nullptr},
             {"ended_at", nullptr},
             {"on_air_seconds", statistics::on_air_seconds(run)},
             {"result", nullptr},
             {"reason", nullptr},
             {"detail", nullptr},
             {"segments", std::move(segments)},
             {"skips", std::move(skips)}};
  if (!run.segments.empty()) out["started_at"] = zone.rfc3339(airing.started_at);
  if (run.end) {
    out["ended_at"] = zone.rfc3339(run.end->ended_at);
    out["result"] = run.end->result;
    out["reason"] = run.end->reason;
    out["detail"] = run.end->detail;
  }
  return out;
}

Response airings(const Deps& deps, const Request& request) {
  const auto dates = dates_of(request, kMostDaysOfAirings);
  if (!dates) return http::problem(dates.error());
  const auto first = format_date(dates->from);
  const auto last = format_date(dates->to);
  array list;
  for (const auto& run : deps.store.as_run(dates->from, dates->to))
    if (run.airing.local_date >= first && run.airing.local_date <= last) list.push_back(airing_json(run, deps.zone));
  return http::json(200, {{"airings", std::move(list)}});
}

array rows_json(const std::vector<statistics::Row>& rows) {
  array out;
  for (const auto& row : rows)
    out.push_back(object{{"key", row.key},
                         {"programmes", row.programmes},
                         {"on_air_seconds", statistics::in_seconds(row.on_air)},
                         {"items", row.items},
                         {"item_airings", row.item_airings}});
  return out;
}

Response figures(const Deps& deps, const Request& request) {
  const auto dates = dates_of(request, kMostDaysOfFigures);
  if (!dates) return http::problem(dates.error());
  const auto told = statistics::figures_of(deps.store, {dates->from, dates->to});
  return http::json(200, {{"from", format_date(dates->from)},
                          {"to", format_date(dates->to)},
                          {"programmes", told.programmes},
                          {"programmes_partial", told.programmes_partial},
                          {"programmes_missed", told.programmes_missed},
                          {"on_air_seconds", statistics::in_seconds(told.on_air)},
                          {"unconfirmed_seconds", statistics::in_seconds(told.unconfirmed)},
                          {"items", told.items},
                          {"item_airings", told.item_airings},
                          {"by_month", rows_json(told.by_month)},
                          {"by_kind", rows_json(told.by_kind)},
                          {"by_theme", rows_json(told.by_theme)},
                          {"by_unit", rows_json(told.by_unit)},
                          {"by_origin", rows_json(told.by_origin)}});
}

}  // namespace

void add_figures_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/airings", Run::desk, Action::read_reports, Body::none,
              [&deps](const Request& request) { return airings(deps, request); }});
  router.add({Verb::get, "/api/v1/statistics", Run::desk, Action::read_reports, Body::none,
              [&deps](const Request& request) { return figures(deps, request); }});
}

}  // namespace wardcast::editorial
