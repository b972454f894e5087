// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/board_faults.hpp"

#include <algorithm>

namespace wardcast::health {
namespace {

/// Whose contact it is: "line 'l1' of zone 'z1'".
std::string owner_of(const site::Site& site, std::size_t board, int channel) {
  const auto here = [board, channel](const site::ChannelRef& ref) {
    return ref.device == board && ref.channel == channel;
  };
  for (const auto& zone : site.zones) {
    for (const auto& line : zone.lines)
      if (here(line.relay)) return "line '" + line.id + "' of zone '" + zone.id + "'";
  }
  for (const auto& amplifier : site.amplifiers)
    if (amplifier.power && here(*amplifier.power)) return "power of amplifier '" + amplifier.id + "'";
  if (site.alarm.lamp && here(*site.alarm.lamp)) return "the alarm lamp";
  if (site.alarm.buzzer && here(*site.alarm.buzzer)) return "the alarm buzzer";
  return "nothing that the site file names";
}

}  // namespace

void judge_board(const site::Site& site, const modbus::BoardReport& report, FaultRegister& faults, Now now) {
  const auto& board = site.boards.at(report.board);
  const auto silent = "no_comm:board/" + board.id;
  if (!report.reachable) {
    faults.raise("no_comm", silent, "Relay board '" + board.id + "' does not answer: " + report.problem, now);
    return;  // nothing is known of its contacts
  }
  const auto unknown = [](modbus::RelayState state) { return state == modbus::RelayState::unknown; };
  if (!report.problem.empty() && std::all_of(report.channels.begin(), report.channels.end(), unknown)) {
    faults.raise("no_comm", silent, "Relay board '" + board.id + "' answers, but is of no use: " + report.problem, now);
    return;
  }
  faults.clear(silent, "It answers again.", now);
  for (std::size_t c = 0; c < report.channels.size(); ++c) {
    if (report.channels[c] == modbus::RelayState::unknown) continue;
    const bool closed = report.channels[c] == modbus::RelayState::closed;
    const auto contact = board.id + ":" + std::to_string(c + 1);
    faults.clear((closed ? "relay_stuck:" : "welded:") + contact, closed ? "It closed." : "It opened.", now);
    if (((report.stuck >> c) & 1U) == 0) continue;
    const auto whose = "Contact " + contact + " (" + owner_of(site, report.board, static_cast<int>(c)) + ")";
    if (closed) {
      faults.raise("welded", "welded:" + contact, whose + " stays closed although it was opened.", now);
    } else {
      faults.raise("relay_stuck", "relay_stuck:" + contact, whose + " stays open although it was closed.", now);
    }
  }
}

}  // namespace wardcast::health
