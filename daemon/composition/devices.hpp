// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "daemon/config/site.hpp"
#include "drivers/modbus/buses.hpp"
#include "drivers/rtp/pacer.hpp"
#include "drivers/store/store.hpp"

// The site file's devices in the words of the drivers.
namespace wardcast {

std::vector<modbus::Bus> buses_of(const site::Site& site);
std::vector<modbus::RelayBoardOnBus> boards_of(const site::Site& site);
std::vector<modbus::LineMeterOnBus> meters_of(const site::Site& site);
/// With the sessions the store has kept for them.
std::vector<rtp::AmplifierTarget> amplifiers_of(const site::Site& site, const std::vector<store::RtpBase>& kept);
/// What to keep of the pacer's sessions, by amplifier.
std::vector<store::RtpBase> kept_sessions(const site::Site& site, const std::vector<rtp::SessionBase>& bases);
std::string sdp_of(const site::Site& site, std::size_t amplifier, std::uint32_t ssrc);

}  // namespace wardcast
