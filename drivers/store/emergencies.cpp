// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/emergencies.hpp"

#include <algorithm>

namespace wardcast::store {
namespace {

EmergencyRecord read_record(Database::Query& row) {
  EmergencyRecord record;
  auto& raised = record.emergency;
  std::string zones;
  std::optional<WallTime> acknowledged_at, ended_at;
  std::optional<std::string> acknowledged_by, result, reason, detail;
  row.read(raised.id, raised.raised_at, raised.raised_by, raised.item, zones, raised.repeat, raised.interval,
           raised.expires_in, raised.drill, acknowledged_at, acknowledged_by, ended_at, result, reason, detail);
  raised.zones = columns::lines_of(zones);
  if (acknowledged_at) record.acknowledged = {raised.id, *acknowledged_at, acknowledged_by.value_or("")};
  if (ended_at) record.end = {raised.id, *ended_at, result.value_or(""), reason.value_or(""), detail.value_or("")};
  return record;
}

}  // namespace

Result<void> Emergencies::append(const Emergency& emergency) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO emergencies (id, raised_at, raised_by, item, zones, repeat, interval_s, expires_in_s, drill) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (id) DO NOTHING");
    insert.bind(emergency.id, emergency.raised_at, emergency.raised_by, emergency.item,
                columns::one_a_line(emergency.zones), emergency.repeat, emergency.interval, emergency.expires_in,
                emergency.drill);
    (void)insert.run();
    return {};
  });
}

Result<void> Emergencies::append(const EmergencyAcknowledgement& acknowledged) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO emergency_acknowledgements (emergency, at, who) VALUES (?1, ?2, ?3) "
        "ON CONFLICT (emergency) DO NOTHING");
    insert.bind(acknowledged.emergency, acknowledged.at, acknowledged.who);
    (void)insert.run();
    return {};
  });
}

std::vector<EmergencyRecord> Emergencies::newest(int most) {
  auto query = database_.query(
      "SELECT e.id, e.raised_at, e.raised_by, e.item, e.zones, e.repeat, e.interval_s, e.expires_in_s, e.drill, k.at, "
      "k.who, x.ended_at, x.result, x.reason, x.detail FROM emergencies e "
      "LEFT JOIN emergency_acknowledgements k ON k.emergency = e.id LEFT JOIN airings a ON a.id = e.id "
      "LEFT JOIN airing_ends x ON x.local_date = a.local_date AND x.airing = a.id "
      "ORDER BY e.raised_at DESC, e.id DESC LIMIT ?1");
  query.bind(std::max(most, 0));
  std::vector<EmergencyRecord> found;
  while (query.step()) found.push_back(read_record(query));
  return found;
}

}  // namespace wardcast::store
