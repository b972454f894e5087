// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/modbus/profile.hpp"

// Profiles made by hand, after the boards' manuals, so that these tests need no file.
namespace wardcast::test {

inline modbus::RelayProfile coil_profile(int channels = 8) {
  modbus::RelayProfile profile;
  profile.name = "coils";
  profile.channels = channels;
  return profile;
}

/// Advantech ADAM-6060: relays at wire addresses 16–21; drops an idle connection after 2.3 s.
inline modbus::RelayProfile adam_6060_profile() {
  modbus::RelayProfile profile = coil_profile(6);
  profile.name = "adam-6060";
  profile.write_base = profile.read_base = 16;
  profile.keep_alive = milliseconds{2000};
  return profile;
}

/// Eletechsup R4D3B16: registers from 1, 0x0100 on and 0x0200 off, read back as 1 and 0.
inline modbus::RelayProfile register_profile(int channels = 4) {
  modbus::RelayProfile profile;
  profile.name = "registers";
  profile.channels = channels;
  profile.write = modbus::RelayWrite::registers_fc06;
  profile.write_base = profile.read_base = 1;
  profile.write_on = 0x0100;
  profile.write_off = 0x0200;
  profile.read = modbus::RelayRead::registers_fc03;
  profile.read_on = 1;
  return profile;
}

}  // namespace wardcast::test
