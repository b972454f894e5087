// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/meter_slave.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

using modbus::MeterQuantity;
using modbus::MeterValueType;
using Words = std::vector<std::uint16_t>;

Words registers(double value, MeterValueType type, double scale = 1) {
  return registers_of(value, MeterQuantity{0, 0, type, scale});
}

/// Volts in tenths at 10, 12, …; amperes in thousandths at 11, 13, …
modbus::MeterProfile tenths_and_thousandths() {
  modbus::MeterProfile profile;
  profile.channels = 2;
  profile.function_code = 3;
  profile.volts = MeterQuantity{10, 2, MeterValueType::int16, 0.1};
  profile.amps = MeterQuantity{11, 2, MeterValueType::int16, 0.001};
  return profile;
}

TEST(MeterRegisters, EveryFormatInItsOrder) {
  EXPECT_EQ(registers(12.5, MeterValueType::float32_abcd), (Words{0x4148, 0x0000}));
  EXPECT_EQ(registers(0.3, MeterValueType::float32_abcd), (Words{0x3E99, 0x999A}));
  EXPECT_EQ(registers(0.3, MeterValueType::float32_cdab), (Words{0x999A, 0x3E99}));
  EXPECT_EQ(registers(300, MeterValueType::float32_abcd, 1000), (Words{0x3E99, 0x999A}));
  EXPECT_EQ(registers(9.96, MeterValueType::int16, 0.1), (Words{100}));
  EXPECT_EQ(registers(65.4, MeterValueType::uint16, 0.001), (Words{65400}));
  EXPECT_EQ(registers(70'000, MeterValueType::uint32_abcd), (Words{1, 4464}));
  EXPECT_EQ(registers(70'000, MeterValueType::uint32_cdab), (Words{4464, 1}));
}

TEST(MeterRegisters, StopAtTheEndOfTheirScale) {
  EXPECT_EQ(registers(40, MeterValueType::int16, 0.001), (Words{32767}));
  EXPECT_EQ(registers(70, MeterValueType::uint16, 0.001), (Words{65535}));
  EXPECT_EQ(registers(1e12, MeterValueType::uint32_abcd), (Words{65535, 65535}));
}

TEST(MeterSlave, AnswersByItsProfile) {
  MeterSlave meter{tenths_and_thousandths()};
  const auto ask = [&meter](std::string_view pdu) { return to_hex(meter.respond(from_hex(pdu), at_ms(0))); };
  EXPECT_EQ(ask("03 000a 0004"), "03 08 00 00 00 00 00 00 00 00");
  meter.show({{10, 0.25, 0}, {0, 0, 0}});
  EXPECT_EQ(ask("03 000a 0004"), "03 08 00 64 00 fa 00 00 00 00");
  EXPECT_EQ(ask("03 000b 0001"), "03 02 00 fa");
}

TEST(MeterSlave, ShowsOhmsAndEndlessOnesWhereNothingFlows) {
  modbus::MeterProfile profile;
  profile.channels = 2;
  profile.ohms = MeterQuantity{0, 2, MeterValueType::float32_abcd};
  MeterSlave meter{profile};
  meter.show({{10, 0.25, 0}, {0, 0, 0}});
  EXPECT_EQ(to_hex(meter.respond(from_hex("04 0000 0004"), at_ms(0))), "04 08 42 20 00 00 7f 80 00 00");  // 40 Ω, ∞
}

TEST(MeterSlave, RefusesWhatItDoesNotHave) {
  MeterSlave meter{tenths_and_thousandths()};
  const auto ask = [&meter](std::string_view pdu) { return to_hex(meter.respond(from_hex(pdu), at_ms(0))); };
  EXPECT_EQ(ask("04 000a 0004"), "84 01");  // the other function code
  EXPECT_EQ(ask("06 000a 0004"), "86 01");
  EXPECT_EQ(ask("03 000a 0005"), "83 02");  // one past the last channel
  EXPECT_EQ(ask("03 0009 0001"), "83 02");
  EXPECT_EQ(ask("03 000a 0000"), "83 03");
  EXPECT_EQ(ask("03 000a 007e"), "83 03");
  EXPECT_EQ(ask("03 000a"), "83 03");
  EXPECT_EQ(ask("03 ffff 0002"), "83 02");
}

}  // namespace
}  // namespace wardcast::sim
