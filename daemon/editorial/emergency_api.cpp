// SPDX-License-Identifier: GPL-3.0-or-later
// Emergencies. All on the io thread: neither the desk nor the disk may keep one waiting. Only an item that is not among
// the messages in memory is looked up at the desk first.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string_view>

#include "base/text.hpp"
#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/emergency_json.hpp"
#include "daemon/editorial/plan_maker.hpp"
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

constexpr std::int64_t kMostRepeats = 100;
constexpr std::int64_t kLongestInterval = 3600;
constexpr std::int64_t kShortestLife = 5, kLongestLife = 24 * 3600;
constexpr milliseconds kDeskPatience{30'000};

/// Absent: all zones of the site.
void read_zones(const Deps& deps, const Request& request, http::Fields& fields, std::vector<std::string>& into) {
  fields.know("zones");
  std::vector<std::string_view> known;
  for (const auto& zone : deps.zones) known.push_back(zone.id);
  const auto* value = request.json.if_contains("zones");
  if (value == nullptr || value->is_null()) {
    into.assign(known.begin(), known.end());
    return;
  }
  constexpr auto kShape = "Write a list of zone ids such as [\"z1\"], or leave it out for all zones.";
  if (!value->is_array() || value->as_array().empty()) return fields.refuse("zones", kShape);
  for (const auto& entry : value->as_array()) {
    if (!entry.is_string()) return fields.refuse("zones", kShape);
    std::string id{entry.as_string()};
    if (std::ranges::find(known, id) == known.end()) {
      const auto near = nearest(id, known);
      return fields.refuse("zones",
                           "There is no zone '" + id + "'" +
                               (near.empty() ? "; GET /api/v1/zones lists them." : "; did you mean '" + near + "'?"));
    }
    if (std::ranges::find(into, id) == into.end()) into.push_back(std::move(id));
  }
}

std::optional<Response> read_call(const Deps& deps, const Request& request, playout::EmergencyCall& call) {
  http::Fields fields{request.json};
  std::int64_t item = 0, repeat = call.repeat, interval = call.interval.count(), expires_in = call.expires_in.count();
  read_zones(deps, request, fields, call.zones);
  fields.number("item_id", item, 1, INT64_MAX);
  fields.number("repeat", repeat, 1, kMostRepeats);
  fields.number("interval", interval, 0, kLongestInterval);
  fields.number("expires_in", expires_in, kShortestLife, kLongestLife);
  fields.flag("drill", call.drill);
  if (!fields.has("item_id")) fields.refuse("item_id", "Name the approved item that is the message.");
  call.item.id = item;
  call.repeat = static_cast<int>(repeat);
  call.interval = seconds{interval};
  call.expires_in = seconds{expires_in};
  call.who = request.who().name;
  return fields.refusal();
}

/// Why the item may not be the message; empty when it may.
std::string gate(const playout::PlanItem& item, WallTime now) {
  const auto named = "Item " + std::to_string(item.id);
  if (item.refused == "withdrawn") return named + " is withdrawn; choose another one.";
  if (item.refused == "no_audio") return named + " has no recording.";
  if (!item.refused.empty()) return named + " is not approved; an editor must approve it first.";
  if (item.expires_at && now >= *item.expires_at) return named + " has expired; choose another one.";
  return {};
}

Response refused_item(const std::string& why) {
  return http::problem(422, why, {http::FieldError{"item_id", why, Reason::item_unfit}});
}

std::optional<playout::EmergencyLive> by_id(const Deps& deps, std::string_view id) {
  for (auto& one : deps.station.emergencies())
    if (one.record.emergency.id == id) return one;
  return std::nullopt;
}

Response shown(const Deps& deps, int status, const std::string& id) {
  const auto emergency = by_id(deps, id);
  if (!emergency) return http::problem(404, "There is no emergency '" + id + "'.");
  return http::json(status, emergency_json(*emergency, deps.zone));
}

void tell(const Deps& deps, const std::string& id) {
  if (const auto emergency = by_id(deps, id))
    deps.announce("emergency", {{"emergency", emergency_json(*emergency, deps.zone)}});
}

/// io thread.
Response put_on_air(const Deps& deps, const Request& request, const playout::EmergencyCall& call) {
  if (const auto why = gate(call.item, request.now.wall); !why.empty()) return refused_item(why);
  const auto raised = deps.station.raise_emergency(call);
  if (!raised) {
    return http::problem(raised.error());
  }
  auto response = shown(deps, 201, *raised);
  response.headers.emplace_back("Location", "/api/v1/emergency/" + *raised);
  audit_later(deps, audited(request, call.drill ? "emergency.drill" : "emergency.raise", "emergency/" + *raised, {},
                            response.body));
  tell(deps, *raised);
  return response;
}

/// Desk thread; answers from the io thread.
void look_up(const Deps& deps, const std::shared_ptr<const Request>& request,
             const std::shared_ptr<playout::EmergencyCall>& call, const http::Reply& reply) {
  // The answer was given long ago, and said that nothing was raised: what sounds now would be raised twice.
  if (deps.clock.now().steady - request->now.steady > kDeskPatience)
    return reply(http::problem(503, Reason::station_busy, "The station was busy too long; nothing was raised."));
  std::optional<store::Item> item;
  try {
    item = deps.store.item(call->item.id);
  } catch (const std::exception& error) {  // somebody waits for this answer, and their Idempotency-Key with them
    spdlog::error("emergency: item {} cannot be read: {}", call->item.id, error.what());
    return reply(http::problem(503, Reason::station_busy, "The item cannot be read now; nothing was raised."));
  }
  if (!item) return reply(refused_item("There is no item " + std::to_string(call->item.id) + "."));
  call->item = plan_item(*item, deps.zone);
  deps.on_station([&deps, request, call, reply] { reply(put_on_air(deps, *request, *call)); });
}

Response raise(const Deps& deps, const Request& request) {
  auto call = std::make_shared<playout::EmergencyCall>();
  if (auto refusal = read_call(deps, request, *call)) return *refusal;
  if (auto message = deps.station.message(call->item.id)) {
    call->item = std::move(*message);
    return put_on_air(deps, request, *call);
  }
  auto response =
      http::problem(503, Reason::station_busy, "The station is busy; try again with an item of the kind 'emergency'.");
  const auto asked = std::make_shared<const Request>(request);
  response.later = std::make_shared<const http::Later>(
      http::Later{kDeskPatience, [&deps, asked, call](const http::Reply& reply) {
                    if (!deps.desk.post([&deps, asked, call, reply] { look_up(deps, asked, call, reply); }))
                      reply(http::problem(503, Reason::station_busy, "The station is busy; try again in a moment."));
                  }});
  return response;
}

Response acknowledge(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  if (auto done = deps.station.acknowledge_emergency(id, request.who().name); !done) return http::problem(done.error());
  audit_later(deps, audited(request, "emergency.acknowledge", "emergency/" + id));
  tell(deps, id);
  return shown(deps, 200, id);
}

Response reset(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  if (auto done = deps.station.reset_emergency(id, request.who().name); !done) return http::problem(done.error());
  audit_later(deps, audited(request, "emergency.reset", "emergency/" + id));
  tell(deps, id);
  return shown(deps, 200, id);
}

Response list(const Deps& deps) {
  boost::json::array all;
  for (const auto& one : deps.station.emergencies()) all.push_back(emergency_json(one, deps.zone));
  return http::json(200, {{"emergencies", std::move(all)}});
}

}  // namespace

void add_emergency_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::post, "/api/v1/emergency", Run::station, Action::raise_emergency, Body::json, with(raise)});
  router.add({Verb::get, "/api/v1/emergency", Run::station, Action::read_station, Body::none,
              [&deps](const Request&) { return list(deps); }});
  router.add({Verb::get, "/api/v1/emergency/{id}", Run::station, Action::read_station, Body::none,
              [&deps](const Request& request) { return shown(deps, 200, request.parameter("id")); }});
  router.add({Verb::delete_, "/api/v1/emergency/{id}", Run::station, Action::raise_emergency, Body::none, with(reset)});
  router.add({Verb::post, "/api/v1/emergency/{id}/acknowledge", Run::station, Action::raise_emergency, Body::json,
              with(acknowledge)});
}

}  // namespace wardcast::editorial
