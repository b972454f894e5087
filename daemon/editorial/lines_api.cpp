// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/line_json.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/fields.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::array;
using boost::json::object;
using health::Purpose;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr int kMostMeasurements = 500;
constexpr std::size_t kLongestReason = 1000;
/// Longer than a test takes, whatever the meter's refresh: whoever waits in vain is told that it goes on.
constexpr milliseconds kTest{120'000};

Response unknown(const std::string& id) { return http::problem(404, "There is no line '" + id + "'."); }

Response list(const Deps& deps) {
  const auto live = deps.station.live();
  const auto open = deps.faults.still_open();
  array lines;
  for (const auto& line : deps.lines.book().lines()) lines.push_back(line_json(line, deps.site, live, open, deps.zone));
  return http::json(200, {{"lines", std::move(lines)}});
}

Response one(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  const auto* line = deps.lines.book().find(id);
  if (line == nullptr) return unknown(id);
  return http::json(200, line_json(*line, deps.site, deps.station.live(), deps.faults.still_open(), deps.zone));
}

bool in_site(const site::Site& site, std::string_view id) {
  return std::ranges::any_of(site.zones, [id](const site::Zone& zone) {
    return std::ranges::find(zone.lines, id, &site::Line::id) != zone.lines.end();
  });
}

/// Desk thread: history, also of a line that is no longer in the site file.
Response measurements(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  const auto page = page_of(request, kMostMeasurements);
  if (!page) return http::problem(page.error());
  array rows;
  std::int64_t next = 0;
  const auto found = deps.store.measurements(id, page->after, page->limit);
  for (const auto& row : found) {
    auto entry = measurement_json(row, deps.zone);
    entry["id"] = row.id;
    rows.push_back(std::move(entry));
    next = row.id;
  }
  array references;
  for (const auto& reference : deps.store.line_references(id))
    references.push_back(reference_json(reference, deps.zone));
  if (rows.empty() && references.empty() && page->after == 0 && !in_site(deps.site, id)) return unknown(id);
  object out{{"measurements", std::move(rows)}, {"references", std::move(references)}, {"next", nullptr}};
  if (static_cast<int>(found.size()) == page->limit) out["next"] = next;
  return http::json(200, out);
}

/// What the test of a line came to, as an answer.
Response tested(const Deps& deps, Purpose purpose, const health::LineState& line, const health::TestAnswer& answer) {
  if (answer.deferred)
    return http::json(202, {{"deferred", true},
                            {"detail", "It cannot be tested now: " + answer.why + ". It will be, as soon as it can."}});
  object out{{"deferred", false}, {"measurement", measurement_json(*answer.measurement, deps.zone)}};
  if (purpose != Purpose::reference) return http::json(200, out);
  if (!line.reference || line.reference->at != answer.measurement->at)
    return http::problem(409, "No reference was taken: " + answer.measurement->detail, {},
                         {{"reason", word(Reason::nothing_measured)}, {"measurement", out.at("measurement")}});
  out["reference"] = reference_json(*line.reference, deps.zone);
  out["resolution"] = resolution_json(line.resolution);
  return http::json(200, out);
}

Response run_test(const Deps& deps, const Request& request, Purpose purpose, const std::string& why) {
  const auto id = request.parameter("id");
  const auto* line = deps.lines.book().find(id);
  if (line == nullptr) return unknown(id);
  if (purpose == Purpose::reference && !line->measurable)
    return http::problem(409, Reason::no_meter,
                         "Line '" + id + "' has no meter; give it one in the site file (meter = \"METER:CHANNEL\").");
  for (const auto& fault : deps.faults.open_causes("short")) {
    if (fault == health::line_cause(health::Verdict::short_circuit, id))
      return http::problem(409, Reason::latched_off,
                           "Line '" + id + "' is latched off, being shorted; resolving its fault tests it again.");
  }
  audit_later(deps, audited(request, purpose == Purpose::reference ? "line.reference" : "line.test", "line/" + id, {},
                            why.empty() ? "" : boost::json::serialize(object{{"reason", why}})));
  auto response = http::json(
      202,
      {{"deferred", true}, {"detail", "The test takes longer than usual; its result will be among the measurements."}});
  const auto start = [&deps, line, purpose, who = request.who().name, why](const http::Reply& reply) {
    auto told = std::make_shared<bool>(false);
    deps.lines.test(line->place, purpose, who, why,
                    [&deps, purpose, line, reply, told](const health::TestAnswer& answer) {
                      if (std::exchange(*told, true)) return;  // deferred before: nobody waits any more
                      reply(tested(deps, purpose, *line, answer));
                    });
  };
  response.later = std::make_shared<const http::Later>(http::Later{kTest, start});
  return response;
}

Response test(const Deps& deps, const Request& request) {
  http::Fields fields{request.json};
  if (auto refusal = fields.refusal()) return *refusal;
  return run_test(deps, request, Purpose::test, "");
}

Response reference(const Deps& deps, const Request& request) {
  std::string reason;
  http::Fields fields{request.json};
  fields.text("reason", reason, kLongestReason, http::Fields::Lines::many);
  fields.require("reason", reason);
  if (auto refusal = fields.refusal()) return *refusal;
  return run_test(deps, request, Purpose::reference, reason);
}

}  // namespace

void add_line_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::get, "/api/v1/lines", Run::station, Action::read_station, Body::none,
              [&deps](const Request&) { return list(deps); }});
  router.add({Verb::get, "/api/v1/lines/{id}", Run::station, Action::read_station, Body::none, with(one)});
  router.add(
      {Verb::get, "/api/v1/lines/{id}/measurements", Run::desk, Action::read_station, Body::none, with(measurements)});
  router.add({Verb::post, "/api/v1/lines/{id}/test", Run::station, Action::work_on_lines, Body::json, with(test)});
  router.add(
      {Verb::post, "/api/v1/lines/{id}/reference", Run::station, Action::work_on_lines, Body::json, with(reference)});
}

}  // namespace wardcast::editorial
