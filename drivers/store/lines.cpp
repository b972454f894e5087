// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/lines.hpp"

#include <limits>
#include <string>

namespace wardcast::store {
namespace {

constexpr const char* kReference =
    "SELECT id, line, at, who, why, watts, volts, amps, leakage_amps, tone_hz FROM line_references ";
constexpr const char* kMeasurement =
    "SELECT id, line, at, coalesce(sweep, ''), purpose, attempt, verdict, volts, amps, leakage_amps, watts, "
    "reference_watts, deviation, lost_low, lost_best, lost_high, lost_watts, lost_watts_pm, distance_m, detail "
    "FROM measurements ";

std::vector<LineReference> references_of(Database::Query& query) {
  std::vector<LineReference> found;
  while (query.step()) {
    auto& one = found.emplace_back();
    query.read(one.id, one.line, one.at, one.who, one.why, one.watts, one.volts, one.amps, one.leakage_amps,
               one.tone_hz);
  }
  return found;
}

std::vector<Measurement> measurements_of(Database::Query& query) {
  std::vector<Measurement> found;
  while (query.step()) {
    auto& one = found.emplace_back();
    query.read(one.id, one.line, one.at, one.sweep, one.purpose, one.attempt, one.verdict, one.volts, one.amps,
               one.leakage_amps, one.watts, one.reference_watts, one.deviation, one.lost_low, one.lost_best,
               one.lost_high, one.lost_watts, one.lost_watts_pm, one.distance_m, one.detail);
  }
  return found;
}

}  // namespace

Result<void> Lines::append(const LineReference& reference) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO line_references (line, at, who, why, watts, volts, amps, leakage_amps, tone_hz) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    insert.bind(reference.line, reference.at, reference.who, reference.why, reference.watts, reference.volts,
                reference.amps, reference.leakage_amps, reference.tone_hz);
    (void)insert.run();
    return {};
  });
}

Result<void> Lines::append(const Measurement& made) {
  return database_.change([&]() -> Result<void> {
    auto insert = database_.query(
        "INSERT INTO measurements (line, at, sweep, purpose, attempt, verdict, volts, amps, leakage_amps, watts, "
        "reference_watts, deviation, lost_low, lost_best, lost_high, lost_watts, lost_watts_pm, distance_m, detail) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)");
    const auto sweep = made.sweep.empty() ? std::nullopt : std::optional{made.sweep};
    insert.bind(made.line, made.at, sweep, made.purpose, made.attempt, made.verdict, made.volts, made.amps,
                made.leakage_amps, made.watts, made.reference_watts, made.deviation, made.lost_low, made.lost_best,
                made.lost_high, made.lost_watts, made.lost_watts_pm, made.distance_m, made.detail);
    (void)insert.run();
    return {};
  });
}

std::vector<LineReference> Lines::references() {
  const auto sql =
      std::string{kReference} + "WHERE id IN (SELECT max(id) FROM line_references GROUP BY line) ORDER BY id";
  auto query = database_.query(sql.c_str());
  return references_of(query);
}

std::vector<LineReference> Lines::references(std::string_view line) {
  const auto sql = std::string{kReference} + "WHERE line = ?1 ORDER BY id";
  auto query = database_.query(sql.c_str());
  query.bind(line);
  return references_of(query);
}

std::vector<Measurement> Lines::measurements(std::string_view line, std::int64_t before, int limit) {
  const auto sql = std::string{kMeasurement} + "WHERE line = ?1 AND id < ?2 ORDER BY at DESC, id DESC LIMIT ?3";
  auto query = database_.query(sql.c_str());
  query.bind(line, before > 0 ? before : std::numeric_limits<std::int64_t>::max(), limit);
  return measurements_of(query);
}

std::vector<Measurement> Lines::of_sweep(std::string_view sweep) {
  const auto sql = std::string{kMeasurement} + "WHERE sweep = ?1 ORDER BY id";
  auto query = database_.query(sql.c_str());
  query.bind(sweep);
  return measurements_of(query);
}

}  // namespace wardcast::store
