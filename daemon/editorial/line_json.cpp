// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/line_json.hpp"

#include "daemon/editorial/json_words.hpp"

namespace wardcast::editorial {
namespace {
using boost::json::array;
using boost::json::object;

std::string contact_of(const std::string& device, int channel) { return device + ":" + std::to_string(channel + 1); }

object health_json(const health::LineState& line, const TimeZone& zone) {
  object out{{"verdict", line.measurable ? "unknown" : "not_measured"},
             {"at", nullptr},
             {"detail", line.measurable ? "It has not been tested yet." : "It has no meter: nothing is known of it."}};
  if (line.latest) {
    out = measurement_json(*line.latest, zone);
    out.erase("line");
  }
  return out;
}

array speakers_json(const site::Line& line, const health::LineFacts& facts) {
  array out;
  for (std::size_t i = 0; i < line.speakers.size(); ++i) {
    const auto& speaker = line.speakers[i];
    out.push_back(object{{"id", speaker.id},
                         {"name", speaker.name},
                         {"tap_watts", speaker.tap_watts},
                         {"at_m", facts.speakers[i].at_m},
                         {"latitude", or_null(speaker.latitude)},
                         {"longitude", or_null(speaker.longitude)}});
  }
  return out;
}

}  // namespace

object resolution_json(const health::LineResolution& resolution) {
  return {{"speakers", resolution.speakers},
          {"tolerance", resolution.tolerance},
          {"sure_deviation", resolution.sure_deviation},
          {"one_lost_shows", resolution.one_lost_shows},
          {"lost_seen", or_null(resolution.lost_seen)},
          {"tolerance_for_one", or_null(resolution.tolerance_for_one)},
          {"detail", resolution.detail}};
}

object line_json(const health::LineState& line, const site::Site& site, const playout::Live& live,
                 const std::vector<health::Fault>& open, const TimeZone& zone) {
  const auto& described_zone = site.zones[line.place.zone];
  const auto& described = described_zone.lines[line.place.line];
  object out{{"id", line.id},
             {"name", line.name},
             {"zone", line.zone},
             {"amplifier", site.amplifiers[described_zone.amplifier].id},
             {"relay", contact_of(site.boards[described.relay.device].id, described.relay.channel)},
             {"meter", nullptr},
             {"voltage", described.voltage},
             {"length_m", or_null(described.length_m)},
             {"wire_mm2", or_null(described.wire_mm2)},
             {"tolerance", line.facts.tolerance},
             {"contact", "unknown"},
             {"latched", false},
             {"tested", false},
             {"health", health_json(line, zone)},
             {"reference", nullptr},
             {"resolution", resolution_json(line.resolution)},
             {"speakers", speakers_json(described, line.facts)}};
  if (described.meter) out["meter"] = contact_of(site.meters[described.meter->device].id, described.meter->channel);
  if (line.place.zone < live.zones.size() && line.place.line < live.zones[line.place.zone].lines.size()) {
    const auto& now = live.zones[line.place.zone].lines[line.place.line];
    out["contact"] = word(now.relay);
    out["latched"] = now.latched;
    out["tested"] = now.tested;
  }
  if (line.reference) out["reference"] = reference_json(*line.reference, zone);
  array faults;
  const auto suffix = ":line/" + line.id;
  for (const auto& fault : open)
    if (fault.cause.ends_with(suffix)) faults.push_back(object{{"id", fault.id}, {"class", fault.kind}});
  out["faults"] = std::move(faults);
  return out;
}

array progress_json(const std::vector<health::SweepProgress>& progress, const TimeZone& zone) {
  array out;
  for (const auto& one : progress) {
    auto entry = sweep_json({one.sweep, {}}, zone);
    object verdicts;
    for (const auto& [line, verdict] : one.verdicts) verdicts[line] = verdict;
    array testing;
    for (const auto& line : one.testing) testing.emplace_back(line);
    entry["done"] = one.verdicts.size();
    entry["verdicts"] = std::move(verdicts);
    entry["testing"] = std::move(testing);
    entry["waits_for"] = text_or_null(one.waits);
    out.push_back(std::move(entry));
  }
  return out;
}

array planned_json(const std::vector<scheduler::SweepSlot>& planned, const TimeZone& zone) {
  array out;
  for (const auto& slot : planned)
    out.push_back(object{
        {"date", format_date(slot.date)}, {"from", zone.rfc3339(slot.from)}, {"until", zone.rfc3339(slot.until)}});
  return out;
}

}  // namespace wardcast::editorial
