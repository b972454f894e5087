// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/line_json.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/fields.hpp"
#include "daemon/statistics/minutes_json.hpp"

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

constexpr int kMostDays = 3700;
constexpr std::size_t kPlannedShown = 8;
constexpr std::chrono::days kShown{92};  // when nobody says which
constexpr std::size_t kMostLines = 4096;
constexpr std::int64_t kLongestDelay = 14 * 86'400;

Response list(const Deps& deps, const Request& request) {
  const auto today = std::chrono::sys_days{deps.zone.date_of(request.now.wall)};
  Result<Dates> dates{Dates{CivilDate{today - kShown}, CivilDate{today}}};
  if (request.query_value("from") || request.query_value("to")) dates = dates_of(request, kMostDays);
  if (!dates) return http::problem(dates.error());
  auto running = progress_json(deps.lines.progress(), deps.zone);
  auto planned = planned_json(deps.lines.planned(kPlannedShown), deps.zone);
  boost::json::value postponed;
  if (const auto until = deps.lines.postponed_until()) postponed = deps.zone.rfc3339(*until);
  return through_desk(deps, [&deps, dates = *dates, running, planned, postponed] {
    array sweeps;
    for (const auto& record : deps.store.sweeps(dates.from, dates.to)) sweeps.push_back(sweep_json(record, deps.zone));
    auto months = statistics::months_json(statistics::months_of_sessions(deps.store, dates.from, dates.to));
    return http::json(200, {{"sweeps", std::move(sweeps)},
                            {"running", running},
                            {"planned", planned},
                            {"postponed_until", postponed},
                            {"month", std::move(months)}});
  });
}

/// Station thread.
Response begin(const Deps& deps, const Request& request) {
  bool dry = false;
  std::vector<std::string> lines;
  http::Fields fields{request.json};
  fields.flag("dry", dry);
  fields.know("lines");
  if (const auto* given = request.json.if_contains("lines"); given != nullptr && !given->is_null()) {
    const auto* list = given->if_array();
    if (list == nullptr || list->size() > kMostLines) {
      fields.refuse("lines", "Give a list of line ids, or leave it out for all.");
    } else {
      for (const auto& line : *list) {
        if (!line.is_string()) {
          fields.refuse("lines", "Each entry is the id of a line, as text.");
          break;
        }
        lines.emplace_back(line.get_string());
      }
    }
  }
  if (auto refusal = fields.refusal()) return *refusal;
  const auto id = deps.lines.begin(request.who().name, dry, std::move(lines));
  if (!id) return http::problem(id.error());
  audit_later(deps, audited(request, "sweep.begin", "sweep/" + *id, {}, boost::json::serialize(request.json)));
  const auto running = progress_json(deps.lines.progress(), deps.zone);
  for (const auto& one : running)
    if (one.at("id").as_string() == *id) return http::json(201, one.as_object());
  return http::json(201, {{"id", *id}});
}

Response stop(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  if (const auto done = deps.lines.stop(id, request.who().name); !done) return http::problem(done.error());
  audit_later(deps, audited(request, "sweep.stop", "sweep/" + id));
  return http::json(200, {{"id", id}, {"stopped", true}});
}

Response postpone(const Deps& deps, const Request& request) {
  std::int64_t by = 3600;
  http::Fields fields{request.json};
  fields.number("seconds", by, 0, kLongestDelay);
  if (auto refusal = fields.refusal()) return *refusal;
  deps.lines.postpone(seconds{by});
  audit_later(deps, audited(request, "sweep.postpone", "sweep/" + request.parameter("id"), {},
                            boost::json::serialize(object{{"seconds", by}})));
  return http::json(200, {{"postponed_seconds", by}});
}

}  // namespace

void add_sweep_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::get, "/api/v1/sweeps", Run::station, Action::read_station, Body::none, with(list)});
  router.add({Verb::post, "/api/v1/sweeps", Run::station, Action::work_on_lines, Body::json, with(begin)});
  router.add({Verb::post, "/api/v1/sweeps/{id}/stop", Run::station, Action::work_on_lines, Body::json, with(stop)});
  router.add(
      {Verb::post, "/api/v1/sweeps/{id}/postpone", Run::station, Action::work_on_lines, Body::json, with(postpone)});
}

}  // namespace wardcast::editorial
