// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/emergency_json.hpp"

#include <boost/json/array.hpp>

namespace wardcast::editorial {

boost::json::object emergency_json(const playout::EmergencyLive& emergency, const TimeZone& zone) {
  const auto& [raised, acknowledged, end] = emergency.record;
  boost::json::array zones;
  for (const auto& id : raised.zones) zones.emplace_back(id);
  boost::json::object out{{"id", raised.id},
                          {"state", end ? "ended" : "active"},
                          {"drill", raised.drill},
                          {"zones", std::move(zones)},
                          {"item_id", raised.item},
                          {"title", emergency.title},
                          {"repeat", raised.repeat},
                          {"interval", raised.interval.count()},
                          {"expires_in", raised.expires_in.count()},
                          {"raised_at", zone.rfc3339(raised.raised_at)},
                          {"raised_by", raised.raised_by},
                          {"expires_at", zone.rfc3339(raised.raised_at + raised.expires_in)},
                          {"messages", emergency.messages},
                          {"problem", nullptr},
                          {"acknowledged_at", nullptr},
                          {"acknowledged_by", nullptr},
                          {"ended_at", nullptr},
                          {"result", nullptr},
                          {"reason", nullptr},
                          {"detail", nullptr}};
  if (!emergency.problem.empty()) out["problem"] = emergency.problem;
  if (acknowledged) {
    out["acknowledged_at"] = zone.rfc3339(acknowledged->at);
    out["acknowledged_by"] = acknowledged->who;
  }
  if (end) {
    out["ended_at"] = zone.rfc3339(end->ended_at);
    out["result"] = end->result;
    out["reason"] = end->reason;
    out["detail"] = end->detail;
  }
  return out;
}

}  // namespace wardcast::editorial
