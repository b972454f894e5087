// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/composition/devices.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "drivers/rtp/sdp.hpp"

namespace wardcast {
namespace {

modbus::Parity parity_of(site::Parity parity) {
  switch (parity) {
    case site::Parity::even:
      return modbus::Parity::even;
    case site::Parity::odd:
      return modbus::Parity::odd;
    case site::Parity::none:
      break;
  }
  return modbus::Parity::none;
}

}  // namespace

std::vector<modbus::Bus> buses_of(const site::Site& site) {
  std::vector<modbus::Bus> buses;
  for (const auto& bus : site.buses) {
    if (const auto* const tcp = std::get_if<site::TcpBus>(&bus.link)) {
      buses.emplace_back(modbus::TcpBus{bus.id, tcp->host, tcp->port});
      continue;
    }
    const auto& line = std::get<site::SerialBus>(bus.link);
    buses.emplace_back(
        modbus::SerialBus{bus.id, {line.device.string(), line.baud, parity_of(line.parity), line.stop_bits}});
  }
  return buses;
}

std::vector<modbus::RelayBoardOnBus> boards_of(const site::Site& site) {
  std::vector<modbus::RelayBoardOnBus> boards;
  for (const auto& board : site.boards) boards.push_back({board.id, board.bus, board.unit, board.profile});
  return boards;
}

std::vector<modbus::LineMeterOnBus> meters_of(const site::Site& site) {
  std::vector<modbus::LineMeterOnBus> meters;
  for (const auto& meter : site.meters) meters.push_back({meter.id, meter.bus, meter.unit, meter.profile});
  return meters;
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
