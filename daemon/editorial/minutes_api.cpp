// SPDX-License-Identifier: GPL-3.0-or-later
// The minutes of a session, and what people write into them.
#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/remark_fields.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/fields.hpp"
#include "daemon/statistics/minutes_csv.hpp"
#include "daemon/statistics/minutes_json.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::object;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

/// A session has a few dozen remarks. A form that sends itself again and again must not fill the disk.
constexpr std::size_t kMostRemarks = 2000;

Response show(const Deps& deps, const Request& request) {
  const auto minutes = statistics::minutes_of(deps.store, deps.site, request.parameter("id"), request.now.wall);
  if (!minutes) return http::problem(minutes.error());
  return http::json(200, statistics::minutes_json(*minutes, deps.zone));
}

Response table(const Deps& deps, const Request& request) {
  const auto code = request.query_value("language").value_or(deps.site.station.language);
  if (code != "vi" && code != "en") return http::problem(invalid("language", "The language is vi or en."));
  const auto minutes = statistics::minutes_of(deps.store, deps.site, request.parameter("id"), request.now.wall);
  if (!minutes) return http::problem(minutes.error());
  Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.body = statistics::minutes_csv(*minutes, statistics::language_of(code), deps.zone);
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"wardcast-" + minutes->session.sweep.id + ".csv\"");
  return response;
}

Response remark(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  const auto session = deps.store.sweep(id);
  if (!session) return http::problem(404, "There is no session '" + id + "'.");
  http::Fields body{request.json};
  body.know("fields");
  const auto* given = request.json.if_contains("fields");
  if (given == nullptr || !given->is_object() || given->get_object().empty())
    body.refuse("fields", "Give an object of what is to be written, such as {\"present\": \"…\"}.");
  if (auto refusal = body.refusal()) return *refusal;
  RemarkFields fields{deps.site, session->sweep.lines};
  if (auto refusal = fields.read(given->get_object())) return *refusal;
  if (deps.store.sweep_remarks(id).size() >= kMostRemarks)
    return http::problem(409, Reason::remarks_full,
                         "So much was written about this session already that nothing more is taken.");
  const auto written = boost::json::serialize(fields.flat());
  const auto done = change(deps, audited(request, "sweep.remark", "sweep/" + id, {}, written), [&] {
    return deps.store.append(store::SweepRemark{0, id, request.now.wall, request.who().name, written});
  });
  if (!done) return http::problem(done.error());
  deps.announce("minutes", {{"sweep", id}});
  const auto all = statistics::remarks_of(deps.store.sweep_remarks(id));
  return http::json(201, {{"id", id}, {"fields", statistics::remarks_json(all, deps.zone)}});
}

}  // namespace

void add_minutes_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::get, "/api/v1/sweeps/{id}", Run::desk, Action::read_station, Body::none, with(show)});
  router.add({Verb::get, "/api/v1/sweeps/{id}/minutes.csv", Run::desk, Action::read_station, Body::none, with(table)});
  router.add({Verb::post, "/api/v1/sweeps/{id}/remarks", Run::desk, Action::work_on_lines, Body::json, with(remark)});
}

}  // namespace wardcast::editorial
