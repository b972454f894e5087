// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/fault_place.hpp"

#include <algorithm>
#include <charconv>

namespace wardcast::health {
namespace {

void locate_line(const site::Site& site, FaultPlace& place) {
  for (const auto& zone : site.zones)
    if (std::ranges::find(zone.lines, place.line, &site::Line::id) != zone.lines.end()) place.zone = zone.id;
}

/// "b1:2": whose contact is it?
void locate_contact(const site::Site& site, std::string_view contact, FaultPlace& place) {
  const auto colon = contact.rfind(':');
  if (colon == std::string_view::npos) return;
  const auto digits = contact.substr(colon + 1);
  int channel = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), channel);
  if (failure != std::errc{} || end != digits.data() + digits.size() || channel < 1) return;
  place.board = contact.substr(0, colon);
  place.contact = channel;
  const auto board = std::ranges::find(site.boards, place.board, &site::RelayBoard::id);
  if (board == site.boards.end()) return;
  const site::ChannelRef here{static_cast<std::size_t>(board - site.boards.begin()), channel - 1};
  for (const auto& zone : site.zones) {
    for (const auto& line : zone.lines) {
      if (!(line.relay == here)) continue;
      place.zone = zone.id;
      place.line = line.id;
    }
  }
  for (const auto& amplifier : site.amplifiers)
    if (amplifier.power && *amplifier.power == here) place.amplifier = amplifier.id;
}

/// "Tăng âm 1 (a1)"; the id alone where there is no name.
std::string called(const std::string& name, const std::string& id) {
  return name.empty() || name == id ? id : name + " (" + id + ")";
}

}  // namespace

FaultPlace place_of(const site::Site& site, std::string_view cause) {
  FaultPlace place;
  const auto colon = cause.find(':');
  if (colon == std::string_view::npos) return place;
  const auto what = cause.substr(colon + 1);
  const auto slash = what.find('/');
  const auto kind = what.substr(0, slash);
  if (slash == std::string_view::npos) {
    locate_contact(site, what, place);
    return place;
  }
  const auto id = what.substr(slash + 1);
  if (kind == "line") {
    place.line = id;
    locate_line(site, place);
  } else if (kind == "zone") {
    place.zone = id;
  } else if (kind == "board") {
    place.board = id;
  } else if (kind == "meter") {
    place.meter = id;
  } else if (kind == "amplifier") {
    place.amplifier = id;
  }
  return place;
}

std::string place_name(const site::Site& site, const FaultPlace& place) {
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  for (const auto& zone : site.zones) {
    if (zone.id != place.zone) continue;
    add(called(zone.name, zone.id));
    for (const auto& line : zone.lines)
      if (line.id == place.line) add(called(line.name, line.id));
  }
  for (const auto& amplifier : site.amplifiers)
    if (amplifier.id == place.amplifier) add(called(amplifier.name, amplifier.id));
  if (!place.board.empty()) add(place.board + (place.contact > 0 ? ":" + std::to_string(place.contact) : ""));
  if (!place.meter.empty()) add(place.meter);
  return text;
}

}  // namespace wardcast::health
