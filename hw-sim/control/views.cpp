// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/control/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/string.hpp>

#include "hw-sim/line_fault.hpp"
#include "hw-sim/sim_clock.hpp"

namespace wardcast::sim {
namespace {

namespace json = boost::json;

json::value instant(const std::optional<SteadyTime>& at, const Now& now) {
  return at ? json::value(utc_text(wall_of(*at, now))) : json::value(nullptr);
}

template <class Profile>
json::object unit_view(const Ward& ward, const std::string& id, std::size_t bus, int number, const Profile& profile,
                       const BusModel& model) {
  const BusModel::Unit* unit = model.find(number);
  json::object requests;
  std::uint64_t total = 0;
  for (const auto& [function, count] : unit->requests) {
    requests["FC" + std::to_string(function)] = count;
    total += count;
  }
  return {{"id", id},
          {"bus", ward.site().buses[bus].id},
          {"unit", number},
          {"profile", profile.name},
          {"channels", profile.channels},
          {"requests", total},
          {"requests_by_function", std::move(requests)},
          {"fault", unit_fault_view(unit->fault)}};
}

/// What the line's meter shows of it; null for a line without one.
json::value reading_view(const Ward& ward, const site::Line& line) {
  if (!line.meter) return nullptr;
  const modbus::MeterProfile& profile = ward.site().meters[line.meter->device].profile;
  const LineLoad& load =
      ward.meters()[line.meter->device].slave->shown()[static_cast<std::size_t>(line.meter->channel)];
  json::object view;
  if (profile.volts) view["volts"] = load.volts;
  if (profile.amps) view["amps"] = load.amps;
  if (profile.leakage_amps) view["leakage_amps"] = load.leakage_amps;
  if (profile.ohms) view["ohms"] = load.amps > 0 ? json::value(load.ohms()) : nullptr;
  return view;
}

}  // namespace

json::value unit_fault_view(const std::optional<UnitFault>& fault) {
  if (!fault) return nullptr;
  json::object view{{"kind", name_of(fault->kind)}};
  if (fault->channel) view["channel"] = *fault->channel + 1;
  if (fault->ms) view["ms"] = fault->ms->count();
  if (fault->kind == FaultKind::exception) view["code"] = fault->code;
  return view;
}

json::object board_view(const Ward& ward, std::size_t board, const BusModel& bus) {
  const site::RelayBoard& described = ward.site().boards[board];
  return unit_view(ward, described.id, described.bus, described.unit, described.profile, bus);
}

json::object meter_view(const Ward& ward, std::size_t meter) {
  const site::LineMeter& described = ward.site().meters[meter];
  return unit_view(ward, described.id, described.bus, described.unit, described.profile,
                   *ward.buses()[described.bus].model);
}

json::object relay_view(const Ward& ward, site::ChannelRef relay) {
  json::object view{{"id", ward.relay_id(relay)},
                    {"value", ward.contact(relay).value() ? "closed" : "open"},
                    {"output", ward.output(relay) ? "on" : "off"}};
  for (auto& [key, value] : ward.role_of(relay)) view[key] = std::move(value);
  return view;
}

json::object line_view(const Ward& ward, const Ward::Line& line) {
  const site::Amplifier& amplifier = ward.site().amplifiers[line.zone->amplifier];
  const auto& meter = line.description->meter;
  json::object view{{"id", line.description->id},
                    {"name", line.description->name},
                    {"zone", line.zone->id},
                    {"amplifier", amplifier.id},
                    {"relay", ward.relay_id(line.description->relay)},
                    {"value", ward.contact(line.description->relay).value() ? "closed" : "open"}};
  view["meter"] = meter ? json::value(ward.site().meters[meter->device].id + ":" + std::to_string(meter->channel + 1))
                        : json::value(nullptr);
  view["reading"] = reading_view(ward, *line.description);
  view["fault"] = line.fault ? json::value(line_fault_view(*line.fault)) : json::value(nullptr);
  return view;
}

json::object amplifier_view(const Ward& ward, const Ward::PlacedAmplifier& amplifier, double level_dbfs,
                            const Now& now) {
  const site::Amplifier& described = *amplifier.description;
  const Amplifier& model = *amplifier.model;
  const Reception& reception = model.reception();
  const Amplifier::Figures& figures = model.figures();
  json::object view{{"id", described.id},
                    {"simulated", !amplifier.elsewhere},
                    {"rtp", described.host + ":" + std::to_string(described.port)},
                    {"packets", reception.packets()},
                    {"lost", reception.lost()},
                    {"jitter_ms", reception.jitter_ms()},
                    {"level_dbfs", level_dbfs},
                    {"first_packet_at", instant(figures.first_packet_at, now)},
                    {"last_packet_at", instant(figures.last_packet_at, now)},
                    {"run_began_at", instant(figures.run_began_at, now)},
                    {"runs", figures.runs},
                    {"receiving", model.in_run()},
                    {"backward", reception.backward()},
                    {"reordered", reception.reordered()},
                    {"duplicates", reception.duplicates()},
                    {"late", model.late()},
                    {"not_ours", figures.not_ours},
                    {"sources", reception.sources()},
                    {"sender_reports", figures.sender_reports},
                    {"receiver_reports", figures.receiver_reports}};
  const bool any = reception.packets() > 0;
  view["ssrc"] = any ? json::value(reception.ssrc()) : json::value(nullptr);
  view["sequence"] = any ? json::value(reception.last_sequence()) : json::value(nullptr);
  view["timestamp"] = any ? json::value(reception.last_timestamp()) : json::value(nullptr);
  view["powered"] = !described.power || ward.contact(*described.power).value();
  view["warm"] = !ward.sounding(amplifier, now.steady - nanoseconds{1}, now.steady).empty();
  view["fault"] = amplifier.fault.empty() ? json::value(nullptr) : json::value{{"kind", amplifier.fault}};
  return view;
}

}  // namespace wardcast::sim
