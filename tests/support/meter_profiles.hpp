// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/modbus/profile.hpp"

namespace wardcast::test {

/// As config/profiles/generic-vi-float32.toml: volts and amperes in turn.
inline modbus::MeterProfile float_meter(bool low_word_first = false, int channels = 4) {
  const auto type = low_word_first ? modbus::MeterValueType::float32_cdab : modbus::MeterValueType::float32_abcd;
  modbus::MeterProfile profile;
  profile.name = "float";
  profile.channels = channels;
  profile.volts = modbus::MeterQuantity{0, 4, type, 1.0};
  profile.amps = modbus::MeterQuantity{2, 4, type, 1.0};
  return profile;
}

/// As generic-vi-int16.toml, and leakage in milliamperes far away.
inline modbus::MeterProfile int_meter(int channels = 4) {
  modbus::MeterProfile profile;
  profile.name = "int16";
  profile.channels = channels;
  profile.volts = modbus::MeterQuantity{0, 2, modbus::MeterValueType::int16, 0.1};
  profile.amps = modbus::MeterQuantity{1, 2, modbus::MeterValueType::int16, 0.001};
  profile.leakage_amps = modbus::MeterQuantity{500, 1, modbus::MeterValueType::uint16, 0.001};
  return profile;
}

/// As generic-z-float32.toml: ohms and nothing else.
inline modbus::MeterProfile ohm_meter(int channels = 4) {
  modbus::MeterProfile profile;
  profile.name = "ohms";
  profile.channels = channels;
  profile.ohms = modbus::MeterQuantity{0, 2, modbus::MeterValueType::float32_abcd, 1.0};
  return profile;
}

}  // namespace wardcast::test
