// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/journal.hpp"

namespace wardcast::store {
namespace {

/// What the rows of an airing repeat from it.
struct Denormalised {
  std::string local_date, origin;
  bool drill = false;
};

Result<Denormalised> of_airing(Database& database, const std::string& airing) {
  auto query = database.query("SELECT local_date, origin, drill FROM airings WHERE id = ?1");
  query.bind(airing);
  if (!query.step()) return not_found("There is no airing '" + airing + "' in the journal.");
  Denormalised found;
  query.read(found.local_date, found.origin, found.drill);
  return found;
}

}  // namespace

Result<void> Journal::append(const Airing& airing) {
  if (!parse_date(airing.local_date)) return invalid("local_date", "'" + airing.local_date + "' is not a date.");
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO airings (local_date, planned_start, id, edition_id, programme, title, origin, drill, repeat, "
        "zones, "
        "planned_duration_s, started_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
        "ON CONFLICT (id) DO NOTHING");
    insert.bind(airing.local_date, airing.planned_start, airing.id, airing.edition_id, airing.programme, airing.title,
                airing.origin, airing.drill, airing.repeat, columns::one_a_line(airing.zones), airing.planned_duration,
                airing.started_at);
    (void)insert.run();
    return {};
  });
}

Result<void> Journal::append(const Segment& segment) {
  return database_.change([&]() -> Result<void> {
    const auto whole = of_airing(database_, segment.airing);
    if (!whole) return whole.error();
    auto insert = database_.query(
        "INSERT INTO segments (local_date, airing, run, steady_ns, position, started_at, first_packet, item, role, "
        "title, "
        "kind, theme, author, unit, item_packets, packets, confirmation, end_reason, origin, drill) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20) "
        "ON CONFLICT DO NOTHING");
    insert.bind(whole->local_date, segment.airing, segment.run, segment.steady_ns, segment.position, segment.started_at,
                segment.first_packet, segment.item, segment.role, segment.title, segment.kind, segment.theme,
                segment.author, segment.unit, segment.item_packets, segment.packets, segment.confirmation,
                segment.end_reason, whole->origin, whole->drill);
    (void)insert.run();
    auto remove = database_.query("DELETE FROM checkpoints WHERE airing = ?1 AND position = ?2");
    (void)remove.bind(segment.airing, segment.position).run();
    return {};
  });
}

Result<void> Journal::append(const Skip& skip) {
  return database_.change([&]() -> Result<void> {
    const auto whole = of_airing(database_, skip.airing);
    if (!whole) return whole.error();
    auto insert = database_.query(
        "INSERT INTO skips (local_date, airing, position, at, reason, item, title, role) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING");
    insert.bind(whole->local_date, skip.airing, skip.position, skip.at, skip.reason, skip.item, skip.title, skip.role);
    (void)insert.run();
    return {};
  });
}

Result<void> Journal::append(const ZoneChange& change) {
  return database_.change([&]() -> Result<void> {
    const auto whole = of_airing(database_, change.airing);
    if (!whole) return whole.error();
    auto insert = database_.query(
        "INSERT INTO zone_changes (local_date, airing, run, steady_ns, at, standing, zones, given_up) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING");
    insert.bind(whole->local_date, change.airing, change.run, change.steady_ns, change.at, change.standing,
                columns::one_a_line(change.zones), columns::one_a_line(change.given_up));
    (void)insert.run();
    return {};
  });
}

Result<void> Journal::append(const AiringEnd& end) {
  return database_.change([&]() -> Result<void> {
    const auto whole = of_airing(database_, end.airing);
    if (!whole) return whole.error();
    auto insert = database_.query(
        "INSERT INTO airing_ends (local_date, airing, ended_at, result, reason, detail) VALUES (?1, ?2, ?3, ?4, ?5, "
        "?6) "
        "ON CONFLICT (local_date, airing) DO NOTHING");
    insert.bind(whole->local_date, end.airing, end.ended_at, end.result, end.reason, end.detail);
    if (insert.run() == 0) return conflict("The airing '" + end.airing + "' has ended before.");
    return {};
  });
}

Result<void> Journal::checkpoint(const std::vector<Checkpoint>& running, const std::vector<RtpBase>& sessions) {
  return database_.change([&]() -> Result<void> {
    // A checkpoint that is not in `running` stays: its segment may still wait to be appended, which removes it.
    for (const auto& [segment] : running) {
      auto put = database_.query(
          "INSERT OR REPLACE INTO checkpoints (airing, position, run, steady_ns, started_at, first_packet, item, role, "
          "title, kind, theme, author, unit, item_packets, packets, confirmation) VALUES "
          "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)");
      put.bind(segment.airing, segment.position, segment.run, segment.steady_ns, segment.started_at,
               segment.first_packet, segment.item, segment.role, segment.title, segment.kind, segment.theme,
               segment.author, segment.unit, segment.item_packets, segment.packets, segment.confirmation);
      (void)put.run();
    }
    for (const auto& base : sessions) {
      auto put = database_.query(
          "INSERT OR REPLACE INTO rtp_bases (amplifier, ssrc, sequence, timestamp, wall, boottime_ns, boot_id) VALUES "
          "(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
      put.bind(base.amplifier, base.ssrc, base.sequence, base.timestamp, base.wall, base.boottime_ns, base.boot_id);
      (void)put.run();
    }
    return {};
  });
}

Result<std::int64_t> Journal::begin_run(WallTime now) {
  return database_.change([&]() -> Result<std::int64_t> {
    // The same key as the segment that the killed process may just have appended: nothing is counted twice. A clip of
    // an airing that never reached the journal has no place in it.
    auto close = database_.query(
        "INSERT INTO segments (local_date, airing, run, steady_ns, position, started_at, first_packet, item, role, "
        "title, "
        "kind, theme, author, unit, item_packets, packets, confirmation, end_reason, origin, drill) "
        "SELECT a.local_date, c.airing, c.run, c.steady_ns, c.position, c.started_at, c.first_packet, c.item, c.role, "
        "c.title, c.kind, c.theme, c.author, c.unit, c.item_packets, c.packets, c.confirmation, 'crash', a.origin, "
        "a.drill "
        "FROM checkpoints c JOIN airings a ON a.id = c.airing WHERE c.packets > 0 ON CONFLICT DO NOTHING");
    (void)close.run();
    auto remove = database_.query("DELETE FROM checkpoints");
    (void)remove.run();
    auto insert = database_.query("INSERT INTO runs (started_at) VALUES (?1)");
    (void)insert.bind(now).run();
    return database_.last_id();
  });
}

std::vector<RtpBase> Journal::rtp_bases() {
  auto query = database_.query(
      "SELECT amplifier, ssrc, sequence, timestamp, wall, boottime_ns, boot_id FROM rtp_bases ORDER BY amplifier");
  std::vector<RtpBase> all;
  while (query.step()) {
    auto& base = all.emplace_back();
    query.read(base.amplifier, base.ssrc, base.sequence, base.timestamp, base.wall, base.boottime_ns, base.boot_id);
  }
  return all;
}

}  // namespace wardcast::store
