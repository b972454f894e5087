// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <map>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/fault_json.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/fields.hpp"

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
constexpr int kMostDays = 3700;
constexpr std::size_t kLongestNote = 4000;
constexpr std::size_t kLongestName = 200;
constexpr milliseconds kStation{10'000};
/// A line's re-test takes seconds; longer only when it has to wait.
constexpr milliseconds kRetest{30'000};

bool in_state(const health::Fault& fault, std::string_view wanted) {
  return wanted.empty() || wanted == word(fault.state) || (wanted == "open" && fault.open());
}

std::string target(std::int64_t id) { return "fault/" + std::to_string(id); }

object shown(const Deps& deps, const health::Fault& fault, WallTime now) {
  return fault_json(fault, deps.site, deps.zone, now);
}

/// The answer to a change that was made; then it is in the audit log too.
Response changed(const Deps& deps, const Request& request, std::string_view action, const Result<health::Fault>& fault,
                 std::string after = {}) {
  if (!fault) return http::problem(fault.error());
  audit_later(deps, audited(request, action, target(fault->id), {}, std::move(after)));
  return http::json(200, shown(deps, *fault, request.now.wall));
}

/// Those found on local dates, newest first, however long ago. The register's word goes first, and it alone has those
/// that were found while the disk is full.
Response list_of_period(const Deps& deps, const Request& request, const std::string& state) {
  const auto dates = dates_of(request, kMostDays);
  if (!dates) return http::problem(dates.error());
  std::map<std::int64_t, health::Fault, std::greater<>> of_period;
  for (auto& fault : deps.faults.all()) {
    const auto day = deps.zone.date_of(fault.since);
    if (dates->from <= day && day <= dates->to) of_period.emplace(fault.id, std::move(fault));
  }
  return through_desk(deps, [&deps, dates = *dates, of_period, state, now = request.now.wall]() mutable {
    for (const auto& history : deps.store.faults_of(dates.from, dates.to))
      of_period.try_emplace(history.opened.id, health::fault_of(history));
    boost::json::array faults;
    for (const auto& [id, fault] : of_period)
      if (in_state(fault, state)) faults.push_back(shown(deps, fault, now));
    return http::json(200, {{"faults", std::move(faults)}});
  });
}

Response list(const Deps& deps, const Request& request) {
  const auto state = request.query_value("state").value_or("");
  if (!state.empty() && std::ranges::find(kStates, state) == kStates.end())
    return http::problem(invalid("state", "Give open (new or acknowledged), new, acknowledged, resolved or closed."));
  const bool of_period = request.query_value("from") || request.query_value("to");
  if (of_period) return list_of_period(deps, request, state);
  boost::json::array faults;
  for (const auto& fault : deps.faults.all())
    if (in_state(fault, state)) faults.push_back(shown(deps, fault, request.now.wall));
  return http::json(200, {{"faults", std::move(faults)}});
}

/// With its story.
Response one(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  return through_desk(deps, [&deps, id = *id, known = deps.faults.find(*id), now = request.now.wall] {
    const auto history = deps.store.fault(id);
    if (!history && !known) return http::problem(404, "There is no fault " + std::to_string(id) + ".");
    auto told = shown(deps, known ? *known : health::fault_of(*history), now);
    told["events"] = history ? fault_story(*history, deps.zone) : boost::json::array{};
    return http::json(200, told);
  });
}

Response acknowledge(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  return changed(deps, request, "fault.acknowledge", deps.faults.acknowledge(*id, request.who().name, request.now));
}

/// {to, deadline}. On the desk thread, which knows the people.
Response assign(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  std::string to;
  std::string until;
  std::optional<WallTime> deadline;
  http::Fields fields{request.json};
  fields.text("to", to, kLongestName);
  fields.require("to", to);
  fields.text("deadline", until, kLongestName);
  if (!until.empty()) {
    if (const auto at = parse_rfc3339(until)) {
      deadline = *at;
    } else {
      fields.refuse("deadline", "Give a time such as 2026-11-22T17:00:00+07:00, or leave it out.");
    }
  }
  if (!to.empty()) {
    const auto person = deps.store.user_by_name(to);
    if (!person) fields.refuse("to", "There is nobody called '" + to + "'; give the name of an account.");
    if (person && person->disabled) fields.refuse("to", "The account '" + to + "' is disabled; give another person's.");
  }
  if (auto refusal = fields.refusal()) return *refusal;
  auto response = http::problem(503, Reason::station_busy, "The station is busy; nobody was assigned.");
  const auto tell = [&deps, request, id = *id, to, deadline](const http::Reply& reply) {
    reply(changed(deps, request, "fault.assign", deps.faults.assign(id, to, deadline, request.who().name, request.now),
                  boost::json::serialize(request.json)));
  };
  response.later = std::make_shared<const http::Later>(http::Later{kStation, tell});
  return response;
}

/// The body's only field, a text.
std::optional<Response> read_text(const Request& request, std::string_view name, bool required, std::string& text) {
  http::Fields fields{request.json};
  fields.text(name, text, kLongestNote, http::Fields::Lines::many);
  if (required) fields.require(name, text);
  return fields.refusal();
}

Response note(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  std::string text;
  if (auto refusal = read_text(request, "text", true, text)) return *refusal;
  return changed(deps, request, "fault.note", deps.faults.add_note(*id, text, request.who().name, request.now),
                 boost::json::serialize(request.json));
}

Response close(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  std::string text;
  if (auto refusal = read_text(request, "note", false, text)) return *refusal;
  return changed(deps, request, "fault.close", deps.faults.close(*id, text, request.who().name, request.now),
                 boost::json::serialize(request.json));
}

Response resolve(const Deps& deps, const Request& request) {
  const auto id = request.id();
  if (!id) return http::problem(id.error());
  std::string text;
  if (auto refusal = read_text(request, "note", false, text)) return *refusal;
  const auto fault = deps.faults.find(*id);
  if (!fault) return http::problem(404, "There is no fault " + std::to_string(*id) + ".");
  // Sent as it stands when the re-test takes longer than a client waits: it goes on all the same.
  auto response = http::json(202, shown(deps, *fault, request.now.wall));
  const auto start = [&deps, request, id = *id, note = text](const http::Reply& reply) {
    // Asked for, whatever comes of it: the audit log has who it was.
    audit_later(deps, audited(request, "fault.resolve", target(id), {}, boost::json::serialize(request.json)));
    deps.faults.resolve(id, note, request.who().name, request.now,
                        [&deps, now = request.now.wall, reply](const Result<health::Resolution>& resolution) {
                          if (!resolution) return reply(http::problem(resolution.error()));
                          reply(http::json(resolution->later ? 202 : 200, shown(deps, resolution->fault, now)));
                        });
  };
  response.later = std::make_shared<const http::Later>(http::Later{kRetest, start});
  return response;
}

}  // namespace

void add_fault_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  const auto work = Action::work_on_faults;
  router.add({Verb::get, "/api/v1/faults", Run::station, Action::read_station, Body::none, with(list)});
  router.add({Verb::get, "/api/v1/faults/{id}", Run::station, Action::read_station, Body::none, with(one)});
  router.add({Verb::post, "/api/v1/faults/{id}/acknowledge", Run::station, work, Body::json, with(acknowledge)});
  router.add({Verb::post, "/api/v1/faults/{id}/assign", Run::desk, work, Body::json, with(assign)});
  router.add({Verb::post, "/api/v1/faults/{id}/notes", Run::station, work, Body::json, with(note)});
  router.add({Verb::post, "/api/v1/faults/{id}/resolve", Run::station, work, Body::json, with(resolve)});
  router.add({Verb::post, "/api/v1/faults/{id}/close", Run::station, work, Body::json, with(close)});
}

}  // namespace wardcast::editorial
