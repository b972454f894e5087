// SPDX-License-Identifier: GPL-3.0-or-later
// [[zone]], its lines and their loudspeakers.
#include "daemon/config/hours.hpp"
#include "daemon/config/reading.hpp"

namespace wardcast::site {
namespace {

constexpr double kLongestLine = 50000;

/// The number under `key`, or nothing.
std::optional<double> read_number(TomlTable& table, std::string_view key, NumberRange range) {
  const auto number = table.number(key, range);
  if (!number) return std::nullopt;
  return number->value;
}

void read_position(TomlTable& table, Speaker& speaker) {
  speaker.latitude = read_number(table, "latitude", {-90, 90});
  speaker.longitude = read_number(table, "longitude", {-180, 180});
  if (table.has("latitude") != table.has("longitude")) {
    const std::string_view given = table.has("latitude") ? "latitude" : "longitude";
    table.problem(table.place_of(given), given,
                  "needs " + std::string{given == "latitude" ? "longitude" : "latitude"} + " beside it");
  }
}

/// Loudspeakers come in wire order, so places along the wire never go back.
void check_place_on_wire(TomlTable& table, const Speaker& speaker, const Line& line, double& furthest) {
  if (!speaker.at_m) return;
  if (line.length_m && *speaker.at_m > *line.length_m) {
    table.problem(table.place_of("at_m"), "at_m", "lies beyond the end of the line, whose length_m is shorter");
  } else if (*speaker.at_m < furthest) {
    table.problem(table.place_of("at_m"), "at_m",
                  "lies before the previous loudspeaker; list loudspeakers in the order of the wire");
  } else {
    furthest = *speaker.at_m;
  }
}

void read_speakers(TomlTable& parent, Line& line, Reading& reading) {
  double furthest = 0;
  for (auto& table : parent.tables("speaker")) {
    Speaker speaker;
    if (auto id = reading.ids.claim(table, "loudspeaker", line.speakers.size())) speaker.id = std::move(*id);
    speaker.name = name_or(table, speaker.id);
    speaker.tap_watts = read_number(table, "tap_watts", {0, 1000, false}).value_or(0);
    if (!table.has("tap_watts")) table.missing("tap_watts");
    read_position(table, speaker);
    speaker.at_m = read_number(table, "at_m", {0, kLongestLine});
    check_place_on_wire(table, speaker, line, furthest);
    table.refuse_unknown();
    line.speakers.push_back(std::move(speaker));
  }
}

void read_lines(TomlTable& parent, Zone& zone, Reading& reading) {
  for (auto& table : parent.tables("line")) {
    Line line;
    if (auto id = reading.ids.claim(table, "line", zone.lines.size())) line.id = std::move(*id);
    line.name = name_or(table, line.id);
    if (const auto relay = read_relay(table, "relay", "line '" + line.id + "'", reading)) line.relay = *relay;
    if (!table.has("relay")) table.missing("relay");
    line.meter = read_meter_channel(table, "meter", reading);
    line.voltage = read_number(table, "voltage", {1, 250}).value_or(line.voltage);
    line.length_m = read_number(table, "length_m", {0, kLongestLine, false});
    line.wire_mm2 = read_number(table, "wire_mm2", {0, 100, false});
    line.tolerance = read_number(table, "tolerance", {0.01, 0.9});
    read_speakers(table, line, reading);
    table.refuse_unknown();
    zone.lines.push_back(std::move(line));
  }
}

void read_zone_hours(TomlTable& table, Zone& zone, const Reading& reading) {
  auto allowed = read_hours(table, "allowed_hours");
  if (!allowed) return;
  if (reading.station_hours_known && !overlap(allowed->value, reading.site.station.allowed_hours)) {
    table.problem(allowed->place, "allowed_hours",
                  "lies wholly outside the station's allowed_hours, so this zone could never sound; both must allow");
  }
  zone.allowed_hours = std::move(allowed->value);
}

}  // namespace

void read_zones(TomlTable& root, Reading& reading) {
  for (auto& table : root.tables("zone")) {
    Zone zone;
    if (auto id = reading.ids.claim(table, "zone", reading.site.zones.size())) zone.id = std::move(*id);
    zone.name = name_or(table, zone.id);
    if (auto groups = table.texts("groups")) {
      for (auto& group : groups->value) zone.groups.push_back(std::move(group.value));
    }
    if (const auto reference = table.required_text("amplifier")) {
      zone.amplifier = reading.ids.resolve(table, "amplifier", *reference, "amplifier").value_or(0);
    }
    read_zone_hours(table, zone, reading);
    read_lines(table, zone, reading);
    table.refuse_unknown();
    reading.site.zones.push_back(std::move(zone));
  }
}

}  // namespace wardcast::site
