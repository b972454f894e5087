// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/zone_relays.hpp"

#include <algorithm>

namespace wardcast::playout {
namespace {

std::uint64_t bit(const site::ChannelRef& ref) { return std::uint64_t{1} << ref.channel; }

}  // namespace

ZoneRelays::ZoneRelays(const site::Site& site, modbus::RelayBoards& boards)
    : site_(site),
      boards_(boards),
      wanted_(site.boards.size()),
      asked_(site.boards.size()),
      reports_(site.boards.size()) {
  for (const auto& zone : site.zones) {
    for (const auto& line : zone.lines) wanted_[line.relay.device].managed |= bit(line.relay);
  }
  for (const auto& amplifier : site.amplifiers) {
    if (amplifier.power) wanted_[amplifier.power->device].managed |= bit(*amplifier.power);
  }
}

void ZoneRelays::want(const std::vector<bool>& zone_closed, const std::vector<bool>& powered) {
  std::vector<std::uint64_t> closed(wanted_.size());
  for (std::size_t z = 0; z < site_.zones.size(); ++z) {
    if (!zone_closed[z]) continue;
    for (const auto& line : site_.zones[z].lines) closed[line.relay.device] |= bit(line.relay);
  }
  for (std::size_t a = 0; a < site_.amplifiers.size(); ++a) {
    const auto& power = site_.amplifiers[a].power;
    if (powered[a] && power) closed[power->device] |= bit(*power);
  }
  for (std::size_t b = 0; b < wanted_.size(); ++b) {
    if (asked_[b] && wanted_[b].closed == closed[b]) continue;
    wanted_[b].closed = closed[b];
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
