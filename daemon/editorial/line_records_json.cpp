// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/line_records_json.hpp"

#include "daemon/editorial/json_words.hpp"

namespace wardcast::editorial {
namespace {
using boost::json::object;
using boost::json::value;

value lost_json(const store::Measurement& row) {
  if (!row.lost_best) return nullptr;
  return object{{"low", *row.lost_low},
                {"best", *row.lost_best},
                {"high", *row.lost_high},
                {"watts", row.lost_watts.value_or(0)},
                {"watts_uncertainty", row.lost_watts_pm.value_or(0)}};
}

}  // namespace

object measurement_json(const store::Measurement& row, const TimeZone& zone) {
  return {{"line", row.line},
          {"at", zone.rfc3339(row.at)},
          {"sweep", text_or_null(row.sweep)},
          {"purpose", row.purpose},
          {"attempt", row.attempt},
          {"verdict", row.verdict},
          {"detail", row.detail},
          {"volts", or_null(row.volts)},
          {"amps", or_null(row.amps)},
          {"leakage_amps", or_null(row.leakage_amps)},
          {"watts", or_null(row.watts)},
          {"reference_watts", or_null(row.reference_watts)},
          {"deviation", or_null(row.deviation)},
          {"lost", lost_json(row)},
          {"distance_m", or_null(row.distance_m)}};
}

object reference_json(const store::LineReference& reference, const TimeZone& zone) {
  return {{"at", zone.rfc3339(reference.at)},
          {"who", reference.who},
          {"reason", reference.why},
          {"watts", reference.watts},
          {"volts", reference.volts},
          {"amps", reference.amps},
          {"leakage_amps", or_null(reference.leakage_amps)},
          {"tone_hz", reference.tone_hz}};
}

object sweep_json(const store::SweepRecord& record, const TimeZone& zone) {
  const auto& sweep = record.sweep;
  object out{{"id", sweep.id},
             {"date", sweep.local_date},
             {"origin", sweep.origin},
             {"who", text_or_null(sweep.who)},
             {"dry", sweep.dry},
             {"planned_start", zone.rfc3339(sweep.planned_start)},
             {"planned_end", zone.rfc3339(sweep.planned_end)},
             {"started_at", zone.rfc3339(sweep.started_at)},
             {"ended_at", nullptr},
             {"result", "running"},
             {"lines", sweep.lines.size()},
             {"in_order", nullptr},
             {"faulty", nullptr},
             {"unjudged", nullptr},
             {"not_tested", nullptr},
             {"detail", nullptr}};
  if (!record.end) return out;
  out["ended_at"] = zone.rfc3339(record.end->at);
  out["result"] = record.end->result;
  out["in_order"] = record.end->in_order;
  out["faulty"] = record.end->faulty;
  out["unjudged"] = record.end->unjudged;
  out["not_tested"] = record.end->not_tested;
  out["detail"] = text_or_null(record.end->detail);
  return out;
}

}  // namespace wardcast::editorial
