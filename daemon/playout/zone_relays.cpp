// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/zone_relays.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::playout {
namespace {

std::uint64_t bit(const site::ChannelRef& ref) { return std::uint64_t{1} << ref.channel; }

}  // namespace

ZoneRelays::ZoneRelays(const site::Site& site, modbus::RelayBoards& boards)
    : site_(site),
      boards_(boards),
      wanted_(site.boards.size()),
      programme_(site.boards.size()),
      alarm_(site.boards.size()),
      asked_(site.boards.size()),
      reports_(site.boards.size()) {
  for (const auto& zone : site.zones) {
    for (const auto& line : zone.lines) wanted_[line.relay.device].managed |= bit(line.relay);
  }
  for (const auto& amplifier : site.amplifiers) {
    if (amplifier.power) wanted_[amplifier.power->device].managed |= bit(*amplifier.power);
  }
  for (const auto& contact : {site.alarm.lamp, site.alarm.buzzer})
    if (contact) wanted_[contact->device].managed |= bit(*contact);
}

bool ZoneRelays::latch(std::size_t zone, std::size_t line, bool latched) {
  if (!latched) return latched_.erase({zone, line}) > 0;
  return latched_.insert({zone, line}).second;
}

void ZoneRelays::want(const std::vector<bool>& zone_closed, const std::vector<bool>& powered,
                      const std::vector<LineRef>& tested) {
  std::vector<std::uint64_t> closed(wanted_.size());
  for (std::size_t z = 0; z < site_.zones.size(); ++z) {
    if (!zone_closed[z]) continue;
    for (std::size_t l = 0; l < site_.zones[z].lines.size(); ++l) {
      const auto& relay = site_.zones[z].lines[l].relay;
      if (!latched(z, l)) closed[relay.device] |= bit(relay);
    }
  }
  for (const auto& [zone, line] : tested) {
    const auto& relay = site_.zones[zone].lines[line].relay;
    closed[relay.device] |= bit(relay);
  }
  for (std::size_t a = 0; a < site_.amplifiers.size(); ++a) {
    const auto& power = site_.amplifiers[a].power;
    if (powered[a] && power) closed[power->device] |= bit(*power);
  }
  programme_ = std::move(closed);
  ask();
}

void ZoneRelays::alarm(bool lamp, bool buzzer) {
  std::fill(alarm_.begin(), alarm_.end(), 0);
  if (lamp && site_.alarm.lamp) alarm_[site_.alarm.lamp->device] |= bit(*site_.alarm.lamp);
  if (buzzer && site_.alarm.buzzer) alarm_[site_.alarm.buzzer->device] |= bit(*site_.alarm.buzzer);
  // Before the engine knows what is on air no picture of a board may be asked for: its lines would open.
  for (std::size_t b = 0; b < wanted_.size(); ++b)
    if (!asked_[b]) return;
  ask();
}

void ZoneRelays::ask() {
  for (std::size_t b = 0; b < wanted_.size(); ++b) {
    const auto closed = programme_[b] | alarm_[b];
    if (asked_[b] && wanted_[b].closed == closed) continue;
    wanted_[b].closed = closed;
    asked_[b] = true;
    reports_[b].settled = false;
    boards_.want(b, wanted_[b]);
  }
}

void ZoneRelays::report(const modbus::BoardReport& report) { reports_.at(report.board) = report; }

modbus::RelayState ZoneRelays::state(const site::ChannelRef& ref) const {
  const auto& channels = reports_[ref.device].channels;
  const auto index = static_cast<std::size_t>(ref.channel);
  return index < channels.size() ? channels[index] : modbus::RelayState::unknown;
}

modbus::RelayState ZoneRelays::line_state(std::size_t zone, std::size_t line) const {
  return state(site_.zones[zone].lines[line].relay);
}

store::Confirmation ZoneRelays::confirmation(std::size_t zone) const {
  bool unknown = site_.zones[zone].lines.empty();
  for (const auto& line : site_.zones[zone].lines) {
    switch (state(line.relay)) {
      case modbus::RelayState::closed:
        return store::Confirmation::confirmed;
      case modbus::RelayState::unknown:
        unknown = true;
        break;
      case modbus::RelayState::open:
        break;
    }
  }
  return unknown ? store::Confirmation::unconfirmed : store::Confirmation::not_heard;
}

bool ZoneRelays::settled() const {
  return std::ranges::all_of(reports_, [](const auto& report) { return report.settled || !report.reachable; });
}

bool ZoneRelays::wanted_closed(const site::ChannelRef& ref) const {
  return (wanted_[ref.device].closed & bit(ref)) != 0;
}

std::vector<BoardLive> ZoneRelays::boards() const {
  std::vector<BoardLive> live;
  for (std::size_t b = 0; b < reports_.size(); ++b) {
    live.push_back({site_.boards[b].id, reports_[b].reachable, reports_[b].problem});
  }
  return live;
}

}  // namespace wardcast::playout
