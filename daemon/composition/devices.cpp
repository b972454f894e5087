// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/devices.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "drivers/rtp/sdp.hpp"

namespace wardcast {

std::vector<modbus::TcpBus> buses_of(const site::Site& site) {
  std::vector<modbus::TcpBus> buses;
  for (const auto& bus : site.buses) {
    const auto& tcp = std::get<site::TcpBus>(bus.link);
    buses.push_back({bus.id, tcp.host, tcp.port});
  }
  return buses;
}

std::vector<modbus::RelayBoardOnBus> boards_of(const site::Site& site) {
  std::vector<modbus::RelayBoardOnBus> boards;
  for (const auto& board : site.boards) boards.push_back({board.id, board.bus, board.unit, board.profile});
  return boards;
}

std::vector<rtp::AmplifierTarget> amplifiers_of(const site::Site& site, const std::vector<store::RtpBase>& kept) {
  std::vector<rtp::AmplifierTarget> targets;
  for (const auto& amplifier : site.amplifiers) {
    rtp::AmplifierTarget target;
    target.id = amplifier.id;
    target.host = amplifier.host;
    target.port = amplifier.port;
    target.multicast_interface = amplifier.multicast_interface;
    target.payload_type = static_cast<std::uint8_t>(amplifier.payload_type);
    const auto found = std::ranges::find(kept, amplifier.id, &store::RtpBase::amplifier);
    if (found != kept.end()) {
      target.base = rtp::SessionBase{found->ssrc, found->sequence,    found->timestamp,
                                     found->wall, found->boottime_ns, found->boot_id};
    }
    targets.push_back(std::move(target));
  }
  return targets;
}

std::vector<store::RtpBase> kept_sessions(const site::Site& site, const std::vector<rtp::SessionBase>& bases) {
  std::vector<store::RtpBase> kept;
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const auto& base = bases[i];
    kept.push_back(
        {site.amplifiers[i].id, base.ssrc, base.sequence, base.timestamp, base.wall, base.boottime_ns, base.boot_id});
  }
  return kept;
}

std::string sdp_of(const site::Site& site, std::size_t index, std::uint32_t ssrc) {
  const auto& amplifier = site.amplifiers[index];
  std::array<char, 256> host{};
  if (::gethostname(host.data(), host.size() - 1) != 0) host = {'l', 'o', 'c', 'a', 'l', 'h', 'o', 's', 't'};
  rtp::SdpFacts facts;
  facts.name = amplifier.name.empty() ? amplifier.id : amplifier.name;
  facts.origin = host.data();
  facts.host = amplifier.host;
  facts.port = amplifier.port;
  facts.multicast = amplifier.multicast;
  facts.payload_type = amplifier.payload_type;
  facts.session = ssrc;
  return rtp::sdp(facts);
}

}  // namespace wardcast
