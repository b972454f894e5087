// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/fault_json.hpp"
#include "daemon/editorial/routes.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using boost::json::object;
using http::Body;
using http::Request;
using http::Response;
using http::Run;
using http::Verb;

constexpr std::array<std::string_view, 5> kStates{"open", "new", "acknowledged", "resolved", "closed"};

bool in_state(const health::Fault& fault, std::string_view wanted) {
  return wanted.empty() || wanted == word(fault.state) || (wanted == "open" && fault.open());
}

Response list(const Deps& deps, const Request& request) {
  const auto state = request.query_value("state").value_or("");
  if (!state.empty() && std::ranges::find(kStates, state) == kStates.end())
    return http::problem(invalid("state", "Give open (new or acknowledged), new, acknowledged, resolved or closed."));
  boost::json::array faults;
  for (const auto& fault : deps.faults.all())
    if (in_state(fault, state)) faults.push_back(fault_json(fault, deps.zone));
  return http::json(200, {{"faults", std::move(faults)}});
}

Response acknowledge(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  const auto fault = deps.faults.acknowledge(*id, request.who().name, request.now);
  if (!fault) return http::problem(fault.error());
  audit_later(deps, audited(request, "fault.acknowledge", "fault/" + std::to_string(*id)));
  return http::json(200, fault_json(*fault, deps.zone));
}

}  // namespace

object fault_json(const health::Fault& fault, const TimeZone& zone) {
  object out{{"id", fault.id},
             {"class", fault.kind},
             {"cause", fault.cause},
             {"state", word(fault.state)},
             {"since", zone.rfc3339(fault.since)},
             {"last", zone.rfc3339(fault.last)},
             {"evidence", fault.evidence},
             {"detail", fault.detail},
             {"acknowledged_by", nullptr},
             {"acknowledged_at", nullptr},
             {"resolved_at", nullptr}};
  if (fault.acknowledged_at) {
    out["acknowledged_by"] = fault.acknowledged_by;
    out["acknowledged_at"] = zone.rfc3339(*fault.acknowledged_at);
  }
  if (fault.resolved_at) out["resolved_at"] = zone.rfc3339(*fault.resolved_at);
  return out;
}

void add_fault_routes(http::Router& router, const Deps& deps) {
  router.add({Verb::get, "/api/v1/faults", Run::station, Action::read_station, Body::none,
              [&deps](const Request& request) { return list(deps, request); }});
  router.add({Verb::post, "/api/v1/faults/{id}/acknowledge", Run::station, Action::work_on_faults, Body::json,
              [&deps](const Request& request) { return acknowledge(deps, request); }});
}

}  // namespace wardcast::editorial
