// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "daemon/config/site.hpp"

namespace wardcast::sim {

/// Two boards on two buses, two amplifiers, two lines. amp-1 is powered by relay-b:1 and takes 500 ms to warm up;
/// line-1 hangs on it by relay-a:1. line-2 hangs on amp-2 by relay-a:2. Every port is 0.
inline site::Site small_ward() {
  site::Site site;
  for (const char* id : {"bus-a", "bus-b"}) {
    site::Bus bus;
    bus.id = id;
    bus.link = site::TcpBus{"127.0.0.1", 0};
    site.buses.push_back(bus);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    site::RelayBoard board;
    board.id = i == 0 ? "relay-a" : "relay-b";
    board.bus = i;
    board.unit = static_cast<int>(i) + 1;
    board.profile.name = "test";
    board.profile.channels = 4;
    site.boards.push_back(board);
  }
  for (std::size_t i = 0; i < 2; ++i) {
    site::Amplifier amplifier;
    amplifier.id = i == 0 ? "amp-1" : "amp-2";
    amplifier.host = "127.0.0.1";
    site.amplifiers.push_back(amplifier);
    site::Zone zone;
    zone.id = i == 0 ? "zone-1" : "zone-2";
    zone.amplifier = i;
    site::Line line;
    line.id = i == 0 ? "line-1" : "line-2";
    line.relay = {0, static_cast<int>(i)};
    zone.lines.push_back(line);
    site.zones.push_back(zone);
  }
  site.amplifiers[0].power = site::ChannelRef{1, 0};
  site.amplifiers[0].warm_up = milliseconds{500};
  return site;
}

/// The small ward with a line meter as unit 9 of bus-a: volts, amperes and leakage as floats from register 0, six
/// registers a channel, new every 200 ms. line-1 is its channel 1, line-2 its channel 2; each has four loudspeakers of
/// 15 W along 200 m of 2.5 mm².
inline site::Site metered_ward() {
  using modbus::MeterQuantity;
  using modbus::MeterValueType;
  site::Site site = small_ward();
  site::LineMeter meter;
  meter.id = "meter-a";
  meter.unit = 9;
  meter.profile.name = "test";
  meter.profile.channels = 2;
  meter.profile.volts = MeterQuantity{0, 6, MeterValueType::float32_abcd, 1};
  meter.profile.amps = MeterQuantity{2, 6, MeterValueType::float32_abcd, 1};
  meter.profile.leakage_amps = MeterQuantity{4, 6, MeterValueType::float32_abcd, 1};
  meter.profile.refresh = milliseconds{200};
  site.meters.push_back(meter);
  for (std::size_t i = 0; i < 2; ++i) {
    site::Line& line = site.zones[i].lines[0];
    line.meter = site::ChannelRef{0, static_cast<int>(i)};
    line.length_m = 200;
    line.wire_mm2 = 2.5;
    line.speakers.resize(4);
    for (site::Speaker& speaker : line.speakers) speaker.tap_watts = 15;
  }
  return site;
}

}  // namespace wardcast::sim
