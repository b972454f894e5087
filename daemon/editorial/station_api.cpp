// SPDX-License-Identifier: GPL-3.0-or-later
#include <spdlog/fmt/fmt.h>

#include <boost/json/array.hpp>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/onair.hpp"
#include "daemon/editorial/routes.hpp"
#include "daemon/http/fields.hpp"

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

/// Whoever was told "stopped" finds it stopped after a power cut, too. A disk that hangs keeps nobody waiting for long:
/// silent it is already.
constexpr milliseconds kWritten{300};

/// `answer`, when what was done just now is on the disk: the desk does its jobs in order, and the journal's came first.
Response once_written(const Deps& deps, object body) {
  auto answer = http::json(200, body);
  const auto start = [&deps, answer](http::Reply reply) {
    deps.station.when_stopped([&deps, answer, reply = std::move(reply)] {
      if (!deps.desk.post([reply, answer] { reply(answer); })) reply(answer);
    });
  };
  auto response = answer;
  response.later = std::make_shared<const http::Later>(http::Later{kWritten, start});
  return response;
}

Response stop_all(const Deps& deps, const Request& request) {
  bool hold = false;
  http::Fields fields{request.json};
  fields.flag("hold", hold);
  if (auto refusal = fields.refusal()) return *refusal;
  deps.lines.hush(deps.site.sweep.retry_after);  // whoever wants silence does not want the next line's tone
  deps.station.stop_all(request.who().name, hold);
  audit_later(deps, audited(request, "station.stop", "station", {}, hold ? R"({"hold":true})" : R"({"hold":false})"));
  return once_written(deps, {{"hold", deps.station.live().hold}});
}

Response release(const Deps& deps, const Request& request) {
  deps.station.release(request.who().name);
  audit_later(deps, audited(request, "station.release", "station"));
  return once_written(deps, {{"hold", deps.station.live().hold}});
}

Response stop_airing(const Deps& deps, const Request& request) {
  const auto airing = request.parameter("id");
  if (auto done = deps.station.stop_airing(airing, request.who().name); !done) {
    return through_desk(deps, [&deps, airing, error = done.error()] {
      if (!deps.store.airing(airing)) return http::problem(error);
      return http::problem(conflict("The airing '" + airing + "' is over; there is nothing to stop any more."));
    });
  }
  audit_later(deps, audited(request, "airing.stop", "airing/" + airing));
  return once_written(deps, {{"id", airing}, {"stopped", true}});
}

std::string clock_text(int minute) { return fmt::format("{:02}:{:02}", minute / 60, minute % 60); }

array hours_json(const std::vector<DailyWindow>& hours) {
  array out;
  for (const auto& window : hours)
    out.emplace_back(clock_text(window.from_minute) + "-" + clock_text(window.to_minute));
  return out;
}

Response zones(const Deps& deps) {
  const auto live = onair_json(deps.station.live(), deps.zone);
  const auto& states = live.at("zones").as_array();
  array out;
  for (std::size_t z = 0; z < deps.site.zones.size(); ++z) {
    const auto& zone = deps.site.zones[z];
    object entry{{"id", zone.id}, {"name", zone.name}, {"amplifier", deps.site.amplifiers[zone.amplifier].id}};
    array groups;
    for (const auto& group : zone.groups) groups.emplace_back(group);
    entry["groups"] = std::move(groups);
    if (z < deps.zones.size()) entry["allowed_hours"] = hours_json(deps.zones[z].hours);
    entry["speakers"] = 0;
    std::int64_t speakers = 0;
    array lines;
    for (const auto& line : zone.lines) {
      speakers += static_cast<std::int64_t>(line.speakers.size());
      lines.push_back(
          object{{"id", line.id}, {"name", line.name}, {"speakers", line.speakers.size()}, {"relay", "unknown"}});
    }
    entry["speakers"] = speakers;
    if (z < states.size()) {
      const auto& state = states[z].as_object();
      entry["source"] = state.at("source");
      entry["relay"] = state.at("relay");
      const auto& contacts = state.at("lines").as_array();
      for (std::size_t i = 0; i < contacts.size() && i < lines.size(); ++i)
        lines[i].as_object()["relay"] = contacts[i].as_object().at("relay");
    }
    entry["lines"] = std::move(lines);
    out.push_back(std::move(entry));
  }
  return http::json(200, {{"zones", std::move(out)}});
}

Response amplifiers(const Deps& deps, const Request& request) {
  array out;
  for (std::size_t a = 0; a < deps.site.amplifiers.size(); ++a) {
    const auto& amplifier = deps.site.amplifiers[a];
    const auto status = deps.station.amplifier(a);
    object entry{{"id", amplifier.id},
                 {"name", amplifier.name},
                 {"rtp", amplifier.host + ":" + std::to_string(amplifier.port)},
                 {"multicast", amplifier.multicast},
                 {"latency_ms", amplifier.latency.count()},
                 {"ssrc", status.ssrc},
                 {"packets_sent", status.packets_sent},
                 {"send_errors", status.send_errors},
                 {"on_air", status.on_air},
                 {"receiver", nullptr}};
    if (status.receiver_heard) {
      const auto age = std::chrono::duration<double>(request.now.steady - status.receiver_heard_at);
      entry["receiver"] = object{{"heard_seconds_ago", std::round(age.count() * 10) / 10},
                                 {"lost", status.receiver_lost},
                                 {"jitter_ms", status.receiver_jitter_ms}};
    }
    out.push_back(std::move(entry));
  }
  return http::json(200, {{"amplifiers", std::move(out)}});
}

Response sdp_of(const Deps& deps, std::size_t amplifier) {
  Response response;
  response.content_type = "application/sdp";
  response.body = deps.sdp(amplifier);
  return response;
}

Response amplifier_sdp(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  for (std::size_t a = 0; a < deps.site.amplifiers.size(); ++a)
    if (deps.site.amplifiers[a].id == id) return sdp_of(deps, a);
  return http::problem(404, "There is no amplifier '" + id + "'.");
}

Response zone_sdp(const Deps& deps, const Request& request) {
  const auto id = request.parameter("id");
  for (const auto& zone : deps.site.zones)
    if (zone.id == id) return sdp_of(deps, zone.amplifier);
  return http::problem(404, "There is no zone '" + id + "'.");
}

}  // namespace

void add_station_routes(http::Router& router, const Deps& deps) {
  const With with{deps};
  router.add({Verb::get, "/api/v1/onair", Run::station, Action::read_station, Body::none,
              [&deps](const Request&) { return http::json(200, onair_json(deps.station.live(), deps.zone)); }});
  router.add({Verb::post, "/api/v1/stop", Run::station, Action::stop_broadcast, Body::json, with(stop_all)});
  router.add({Verb::delete_, "/api/v1/stop", Run::station, Action::stop_broadcast, Body::none, with(release)});
  router.add(
      {Verb::post, "/api/v1/airings/{id}/stop", Run::station, Action::stop_broadcast, Body::json, with(stop_airing)});
  router.add({Verb::get, "/api/v1/zones", Run::station, Action::read_station, Body::none,
              [&deps](const Request&) { return zones(deps); }});
  router.add({Verb::get, "/api/v1/zones/{id}/sdp", Run::station, Action::read_station, Body::none, with(zone_sdp)});
  router.add({Verb::get, "/api/v1/amplifiers", Run::station, Action::read_station, Body::none, with(amplifiers)});
  router.add(
      {Verb::get, "/api/v1/amplifiers/{id}/sdp", Run::station, Action::read_station, Body::none, with(amplifier_sdp)});
}

}  // namespace wardcast::editorial
