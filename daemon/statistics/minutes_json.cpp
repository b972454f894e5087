// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/minutes_json.hpp"

#include <boost/json/parse.hpp>
#include <cmath>

#include "daemon/editorial/line_records_json.hpp"
#include "daemon/health/fault_words.hpp"

namespace wardcast::statistics {
namespace {
using boost::json::array;
using boost::json::object;
using boost::json::value;

value or_null(const std::optional<double>& number) {
  return number && std::isfinite(*number) ? value(*number) : value(nullptr);
}
value or_null(const std::optional<bool>& flag) { return flag ? value(*flag) : value(nullptr); }
value or_null(const std::optional<WallTime>& at, const TimeZone& zone) {
  return at ? value(zone.rfc3339(*at)) : value(nullptr);
}
value text_or_null(const std::string& text) { return text.empty() ? value(nullptr) : value(text); }

value remark_json(const std::optional<Remark>& remark, const TimeZone& zone) {
  if (!remark) return nullptr;
  object out{{"value", remark->text}, {"who", remark->who}, {"at", zone.rfc3339(remark->at)}};
  if (remark->number) out["value"] = *remark->number;
  return out;
}

value sounding_json(const std::optional<Sounding>& sounding) {
  if (!sounding) return nullptr;
  return object{{"low", sounding->low}, {"best", sounding->best}, {"high", sounding->high}};
}

object line_json(const MinutesLine& line, const TimeZone& zone) {
  object out{{"id", line.id},
             {"name", line.name},
             {"zone", text_or_null(line.zone)},
             {"length_m", or_null(line.length_m)},
             {"verdict", line.verdict},
             {"standing", word(line.standing)},
             {"at", nullptr},
             {"method", nullptr},
             {"ohms", or_null(line.ohms)},
             {"reference_ohms", or_null(line.reference_ohms)},
             {"watts", nullptr},
             {"reference_watts", or_null(line.reference_watts)},
             {"deviation", nullptr},
             {"open", or_null(line.open)},
             {"short", or_null(line.shorted)},
             {"leak", or_null(line.leaks)},
             {"leakage_amps", nullptr},
             {"distance_m", nullptr},
             {"detail", nullptr}};
  if (!line.measured) return out;
  const auto& row = *line.measured;
  out["at"] = zone.rfc3339(row.at);
  out["method"] = "automatic";
  out["watts"] = or_null(row.watts);
  out["deviation"] = or_null(row.deviation);
  out["leakage_amps"] = or_null(row.leakage_amps);
  out["distance_m"] = or_null(row.distance_m);
  out["detail"] = text_or_null(row.detail);
  return out;
}

object cluster_json(const MinutesLine& line, const TimeZone& zone) {
  object heard;
  for (std::size_t i = 0; i < kHearings.size(); ++i) heard[kHearings.at(i)] = line.heard.at(i);
  array speakers;
  for (const auto& speaker : line.speakers) {
    speakers.push_back(object{{"id", speaker.id},
                              {"name", speaker.name},
                              {"heard", remark_json(speaker.heard, zone)},
                              {"note", remark_json(speaker.note, zone)}});
  }
  return {{"line", line.id},
          {"name", line.name},
          {"zone", text_or_null(line.zone)},
          {"count", line.speakers.size()},
          {"good", sounding_json(line.sounding)},
          {"heard_at_all", line.heard_at_all},
          {"heard", std::move(heard)},
          {"speakers", std::move(speakers)}};
}

object amplifier_json(const MinutesAmplifier& amplifier, const TimeZone& zone) {
  return {{"id", amplifier.id},
          {"name", amplifier.name},
          {"standing", word(amplifier.standing)},
          {"state", remark_json(amplifier.state, zone)},
          {"volts", remark_json(amplifier.volts, zone)},
          {"amps", remark_json(amplifier.amps, zone)},
          {"celsius", remark_json(amplifier.celsius, zone)},
          {"note", remark_json(amplifier.note, zone)}};
}

array faults_json(const std::vector<health::Fault>& faults, const TimeZone& zone) {
  array out;
  for (const auto& fault : faults) {
    out.push_back(object{{"id", fault.id},
                         {"class", fault.kind},
                         {"cause", fault.cause},
                         {"severity", health::word(fault.severity)},
                         {"state", health::word(fault.state)},
                         {"since", zone.rfc3339(fault.since)},
                         {"detail", fault.detail},
                         {"advice", object{{"vi", health::advice(fault.kind, health::Tongue::vi)},
                                           {"en", health::advice(fault.kind, health::Tongue::en)}}},
                         {"owner", text_or_null(fault.owner)},
                         {"deadline", or_null(fault.deadline, zone)},
                         {"repaired_at", or_null(fault.open() ? std::nullopt : fault.resolved_at, zone)}});
  }
  return out;
}

object totals_json(const MinutesTotals& totals) {
  return {
      {"lines", object{{"good", totals.lines_good}, {"of", totals.lines}, {"not_measured", totals.lines_not_measured}}},
      {"speakers", object{{"good", totals.speakers_good.best},
                          {"low", totals.speakers_good.low},
                          {"high", totals.speakers_good.high},
                          {"of", totals.speakers},
                          {"unknown", totals.speakers_unknown}}},
      {"amplifiers", object{{"good", totals.amplifiers_good},
                            {"of", totals.amplifiers},
                            {"not_measured", totals.amplifiers_not_measured}}}};
}

array written_json(const std::vector<store::SweepRemark>& written, const TimeZone& zone) {
  array out;
  for (const auto& one : written) {
    boost::system::error_code wrong;
    auto fields = boost::json::parse(one.fields, wrong);
    out.push_back(object{
        {"at", zone.rfc3339(one.at)}, {"who", one.who}, {"fields", wrong ? value(object{}) : std::move(fields)}});
  }
  return out;
}

}  // namespace

object remarks_json(const Remarks& remarks, const TimeZone& zone) {
  object out;
  for (const auto& [field, given] : remarks) out[field] = remark_json(given, zone);
  return out;
}

object months_json(const std::vector<MonthOfSessions>& months) {
  object out;
  for (const auto& month : months)
    out[month.key] = object{
        {"held", month.held}, {"by_person", month.by_person}, {"missed", month.missed}, {"target", kSessionsAMonth}};
  return out;
}

object minutes_json(const Minutes& minutes, const TimeZone& zone) {
  auto out = editorial::sweep_json(minutes.session, zone);
  out["station"] = minutes.station;
  out["month"] = object{{"key", minutes.month.key},
                        {"number", minutes.number ? value(*minutes.number) : value(nullptr)},
                        {"held", minutes.month.held},
                        {"by_person", minutes.month.by_person},
                        {"target", kSessionsAMonth}};
  out["present"] = remark_json(remark(minutes.remarks, "present"), zone);
  out["weather"] = remark_json(remark(minutes.remarks, "weather"), zone);
  out["conclusion"] = remark_json(remark(minutes.remarks, "conclusion"), zone);
  array amplifiers, lines, clusters;
  for (const auto& amplifier : minutes.amplifiers) amplifiers.push_back(amplifier_json(amplifier, zone));
  for (const auto& line : minutes.lines) {
    lines.push_back(line_json(line, zone));
    clusters.push_back(cluster_json(line, zone));
  }
  out["amplifiers"] = std::move(amplifiers);
  out["lines"] = std::move(lines);
  out["clusters"] = std::move(clusters);
  out["found"] = faults_json(minutes.found, zone);
  out["old"] = faults_json(minutes.old, zone);
  out["totals"] = totals_json(minutes.totals);
  out["remarks"] = written_json(minutes.written, zone);
  return out;
}

}  // namespace wardcast::statistics
