// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/onair.hpp"

#include <boost/json/array.hpp>
#include <cmath>

#include "daemon/editorial/emergency_json.hpp"
#include "daemon/editorial/json_words.hpp"
#include "daemon/editorial/programmes.hpp"
#include "daemon/http/spawn.hpp"

namespace wardcast::editorial {
namespace {
using boost::json::array;
using boost::json::object;

std::string_view relays_of(const playout::ZoneLive& zone) {
  if (zone.lines.empty()) return "none";
  std::size_t open = 0, closed = 0;
  for (const auto& line : zone.lines) {
    if (line.relay == modbus::RelayState::unknown) return "unknown";
    ++(line.relay == modbus::RelayState::open ? open : closed);
  }
  if (closed == 0) return "open";
  return open == 0 ? "closed" : "mixed";
}

object zone_json(const playout::ZoneLive& live, const TimeZone& zone) {
  object out{{"id", live.id},
             {"name", live.name},
             {"source", live.source},
             {"airing", text_or_null(live.airing)},
             {"edition", text_or_null(live.edition)},
             {"programme", text_or_null(live.programme_title)},
             {"item", text_or_null(live.item_title)},
             {"since", nullptr},
             {"item_since", nullptr},
             {"item_seconds", nullptr},
             {"level_dbfs", nullptr},
             {"relay", relays_of(live)}};
  if (live.since) out["since"] = zone.rfc3339(*live.since);
  if (live.item_since) {
    out["item_since"] = zone.rfc3339(*live.item_since);
    out["item_seconds"] = std::chrono::duration<double>(live.item_length).count();
  }
  // Whole decibels: a bar shows no more, and fewer changes travel.
  if (live.level_dbfs) out["level_dbfs"] = static_cast<std::int64_t>(std::lround(*live.level_dbfs));
  array lines;
  for (const auto& line : live.lines)
    lines.push_back(object{{"id", line.id},
                           {"name", line.name},
                           {"relay", word(line.relay)},
                           {"wanted_closed", line.wanted_closed},
                           {"latched", line.latched},
                           {"tested", line.tested}});
  out["lines"] = std::move(lines);
  return out;
}

array texts(const std::vector<std::string>& list) {
  array out;
  for (const auto& text : list) out.emplace_back(text);
  return out;
}

}  // namespace

object onair_json(const playout::Live& live, const TimeZone& zone) {
  object out{{"at", zone.rfc3339(live.at)}, {"hold", live.hold}, {"clock_wrong", text_or_null(live.clock_wrong)}};
  array zones, next, boards, emergencies;
  for (const auto& one : live.zones) zones.push_back(zone_json(one, zone));
  for (const auto& one : live.next)
    next.push_back(object{{"edition", one.edition},
                          {"title", one.title},
                          {"start", zone.rfc3339(one.start)},
                          {"zones", texts(one.zones)},
                          {"warnings", warnings_json(one.warnings)}});
  for (const auto& board : live.boards)
    boards.push_back(
        object{{"id", board.id}, {"reachable", board.reachable}, {"problem", text_or_null(board.problem)}});
  out["zones"] = std::move(zones);
  out["next_up"] = std::move(next);
  out["boards"] = std::move(boards);
  for (const auto& one : live.emergencies) emergencies.push_back(emergency_json(one, zone));
  out["emergencies"] = std::move(emergencies);
  return out;
}

object onair_changes(const object& before, const object& now) {
  object out;
  for (const auto* name : {"hold", "clock_wrong", "next_up", "boards", "emergencies"}) {
    const auto* was = before.if_contains(name);
    if (was == nullptr || *was != now.at(name)) out[name] = now.at(name);
  }
  array zones;
  const auto* old = before.if_contains("zones");
  const auto& all = now.at("zones").as_array();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (old == nullptr || old->as_array().size() <= i || old->as_array()[i] != all[i]) zones.push_back(all[i]);
  if (!zones.empty()) out["zones"] = std::move(zones);
  if (!out.empty()) out["at"] = now.at("at");
  return out;
}

OnairWatch::OnairWatch(boost::asio::io_context& io, const playout::StationControl& station, const TimeZone& zone,
                       http::Events& events)
    : station_(station), zone_(zone), events_(events), timer_(io) {}

void OnairWatch::start() { http::spawn(timer_.get_executor(), watch(), "the watch over what is on air"); }

void OnairWatch::look() {
  if (events_.clients() == 0) return;
  auto now = onair_json(station_.live(), zone_);
  auto changes = onair_changes(last_, now);
  if (!changes.empty()) events_.publish("onair", {{"onair", std::move(changes)}});
  last_ = std::move(now);
}

boost::asio::awaitable<void> OnairWatch::watch() {
  for (;;) {
    timer_.expires_after(milliseconds{100});
    const auto [stopped] = co_await timer_.async_wait(http::kUseResult);
    if (stopped) co_return;
    look();
  }
}

}  // namespace wardcast::editorial
