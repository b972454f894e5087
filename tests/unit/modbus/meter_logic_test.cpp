// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/unit/modbus/meter_world.hpp"

// Line meters in virtual time: what is asked, what is believed, what is told.
namespace wardcast::test {
namespace {

using modbus::Function;
using modbus::LinkFault;
using modbus::MeterReading;

LinkFault exception(int code) { return {LinkFault::Kind::exception, code, modbus::exception_text(code)}; }
LinkFault silence() { return {LinkFault::Kind::timeout, 0, "no reply within 500 ms"}; }

TEST(MeterLogic, ReadsAChannelInOneRequestInBothWordOrders) {
  for (const bool low_first : {false, true}) {
    MeterWorld world{{float_meter(low_first)}};
    world.unit(1).set(2, {.volts = 9.75, .amps = 0.3125});
    world.read(0, 2, 77);
    world.pass(milliseconds{10});
    ASSERT_EQ(world.readings.size(), 1U);
    const MeterReading& reading = world.readings[0];
    EXPECT_EQ(reading.ticket, 77U);
    EXPECT_EQ(reading.channel, 2);
    EXPECT_EQ(reading.problem, "");
    EXPECT_DOUBLE_EQ(reading.volts.value(), 9.75);
    EXPECT_DOUBLE_EQ(reading.amps.value(), 0.3125);
    EXPECT_FALSE(reading.leakage_amps.has_value());
    ASSERT_EQ(world.sent.size(), 1U);
    EXPECT_EQ(world.sent[0].second.function, Function::read_input_registers);
    EXPECT_EQ(world.sent[0].second.address, 8);
    EXPECT_EQ(world.sent[0].second.count, 4);
  }
}

TEST(MeterLogic, ReadsWholeNumbersWithSignAndScaleAndFarRegistersApart) {
  MeterWorld world{{int_meter()}};
  world.unit(1).set(1, {.volts = -12.3, .amps = 1.234, .leakage_amps = 0.045});
  world.read(0, 1, 1);
  world.pass(milliseconds{10});
  ASSERT_EQ(world.readings.size(), 1U);
  EXPECT_NEAR(world.readings[0].volts.value(), -12.3, 1e-9);
  EXPECT_NEAR(world.readings[0].amps.value(), 1.234, 1e-9);
  EXPECT_NEAR(world.readings[0].leakage_amps.value(), 0.045, 1e-9);
  ASSERT_EQ(world.sent.size(), 2U);
  EXPECT_EQ(world.sent[1].second.address, 501);
  EXPECT_EQ(world.sent[1].second.count, 1);
}

TEST(MeterLogic, ReadsHoldingRegistersAndLongWholeNumbers) {
  for (const auto type : {modbus::MeterValueType::uint32_abcd, modbus::MeterValueType::uint32_cdab}) {
    modbus::MeterProfile profile;
    profile.channels = 2;
    profile.function_code = 3;
    profile.amps = modbus::MeterQuantity{10, 2, type, 0.000001};
    MeterWorld world{{profile}};
    world.unit(1).set(1, {.amps = 3.123456});
    world.read(0, 1, 1);
    world.pass(milliseconds{10});
    ASSERT_EQ(world.readings.size(), 1U);
    EXPECT_NEAR(world.readings[0].amps.value(), 3.123456, 1e-9);
    EXPECT_FALSE(world.readings[0].volts.has_value());
    EXPECT_EQ(world.sent[0].second.function, Function::read_holding_registers);
  }
}

TEST(MeterLogic, ReadsOhmsAloneAndEndlessOnesToo) {
  for (const double ohms : {312.5, 0.0, std::numeric_limits<double>::infinity()}) {
    MeterWorld world{{ohm_meter()}};
    world.unit(1).set(1, {.ohms = ohms});
    world.read(0, 1, 1);
    world.pass(milliseconds{10});
    ASSERT_EQ(world.readings.size(), 1U);
    EXPECT_EQ(world.readings[0].problem, "");
    EXPECT_EQ(world.readings[0].ohms, ohms);
    EXPECT_FALSE(world.readings[0].amps.has_value());
  }
}

TEST(MeterLogic, OhmsAreNeverNegative) {
  for (const double odd : {std::nan(""), -1.0}) {
    MeterWorld world{{ohm_meter()}};
    world.unit(1).set(0, {.ohms = odd});
    world.read(0, 0, 1);
    world.pass(milliseconds{10});
    ASSERT_EQ(world.readings.size(), 1U);
    EXPECT_EQ(world.readings[0].problem, "the meter's ohms are not a number");
    EXPECT_FALSE(world.readings[0].ohms.has_value());
  }
}

TEST(MeterLogic, WhatIsNoNumberIsAProblemAndNotHalfAReading) {
  for (const double odd : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    MeterWorld world{{float_meter()}};
    world.unit(1).set(0, {.volts = 10, .amps = odd});
    world.read(0, 0, 1);
    world.pass(milliseconds{10});
    ASSERT_EQ(world.readings.size(), 1U);
    EXPECT_EQ(world.readings[0].problem, "the meter's amperes are not a number");
    EXPECT_FALSE(world.readings[0].volts.has_value());
    EXPECT_TRUE(world.reports.at(0).reachable);
  }
}

TEST(MeterLogic, AGapThatIsRefusedIsNeverReadAgain) {
  modbus::MeterProfile profile = float_meter();
  profile.amps->base = 10;
  profile.channels = 1;
  MeterWorld world{{profile}};
  world.unit(1).set(0, {.volts = 10, .amps = 2});
  world.read(0, 0, 1);
  world.read(0, 0, 2);
  world.pass(milliseconds{20});
  ASSERT_EQ(world.readings.size(), 2U);
  EXPECT_EQ(world.readings[0].problem, "");
  EXPECT_DOUBLE_EQ(world.readings[0].amps.value(), 2);
  ASSERT_EQ(world.sent.size(), 5U);
  EXPECT_EQ(world.sent[0].second.count, 12);
  for (std::size_t i = 1; i < 5; ++i) EXPECT_EQ(world.sent[i].second.count, 2);
}

TEST(MeterLogic, AnExceptionIsAProblemOfThatReadingOnly) {
  MeterWorld world{{float_meter()}};
  world.next[1] = {exception(4)};
  world.read(0, 0, 1);
  world.read(0, 0, 2);
  world.pass(milliseconds{20});
  ASSERT_EQ(world.readings.size(), 2U);
  EXPECT_EQ(world.readings[0].problem, "unit 1 refuses to be read: device failure (exception 4)");
  EXPECT_EQ(world.readings[1].problem, "");
  ASSERT_EQ(world.reports.size(), 1U);
  EXPECT_TRUE(world.reports[0].reachable);
}

TEST(MeterLogic, ABusyMeterIsAskedOnceMore) {
  MeterWorld world{{float_meter()}};
  world.next[1] = {exception(6)};
  world.read(0, 0, 1);
  world.pass(milliseconds{100});
  ASSERT_EQ(world.readings.size(), 1U);
  EXPECT_EQ(world.readings[0].problem, "");
  EXPECT_GE(world.sent[1].first - world.sent[0].first, milliseconds{50});
}

TEST(MeterLogic, OneLostReplyHealsUnnoticed) {
  MeterWorld world{{float_meter()}};
  world.pass(milliseconds{10});
  world.next[1] = {silence()};
  world.read(0, 0, 1);
  world.pass(seconds{1});
  ASSERT_EQ(world.readings.size(), 1U);
  EXPECT_EQ(world.readings[0].problem, "");
  EXPECT_EQ(world.reports.size(), 1U);
}

TEST(MeterLogic, SilentThreeTimesIsUnreachableAndEveryReadingIsAnsweredOnce) {
  MeterWorld world{{float_meter()}};
  world.pass(seconds{1});
  world.silent.insert(1);
  for (std::uint64_t ticket = 1; ticket <= 5; ++ticket) world.read(0, 0, ticket);
  world.pass(milliseconds{990});  // two time-outs
  ASSERT_EQ(world.readings.size(), 1U);
  EXPECT_EQ(world.readings[0].problem, "unit 1: no reply within 500 ms");
  EXPECT_EQ(world.reports.size(), 1U);
  world.pass(milliseconds{520});  // the third
  ASSERT_EQ(world.readings.size(), 5U);
  ASSERT_EQ(world.reports.size(), 2U);
  EXPECT_FALSE(world.reports[1].reachable);
  EXPECT_EQ(world.reports[1].problem, "unit 1: no reply within 500 ms");
  world.read(0, 1, 6);
  world.pass(milliseconds{1});
  ASSERT_EQ(world.readings.size(), 6U) << "at once";
  EXPECT_NE(world.readings[5].problem, "");
  world.silent.clear();
  world.pass(seconds{5});
  ASSERT_EQ(world.reports.size(), 3U);
  EXPECT_TRUE(world.reports[2].reachable);
  world.read(0, 1, 7);
  world.pass(milliseconds{10});
  EXPECT_EQ(world.readings.back().ticket, 7U);
  EXPECT_EQ(world.readings.back().problem, "");
}

TEST(MeterLogic, ALostBusAnswersAtOnce) {
  MeterWorld world{{float_meter(), float_meter()}};
  world.listening = false;
  world.read(0, 0, 1);
  world.read(1, 0, 2);
  world.pass(milliseconds{10});
  ASSERT_EQ(world.readings.size(), 2U);
  EXPECT_EQ(world.readings[0].problem, "connection refused");
  EXPECT_EQ(world.reports.size(), 2U);
  world.listening = true;
  world.pass(seconds{5});
  EXPECT_EQ(world.reports.size(), 4U);
}

TEST(MeterLogic, SupervisesEveryFiveSecondsWhenNobodyAsks) {
  MeterWorld world{{float_meter()}};
  world.pass(seconds{60});
  EXPECT_NEAR(static_cast<double>(world.sent.size()), 13.0, 1.0);
  EXPECT_TRUE(world.readings.empty());
  EXPECT_EQ(world.reports.size(), 1U);
}

TEST(MeterLogic, OfTooManyTheOldestIsAnsweredWithAProblem) {
  MeterWorld world{{float_meter()}};
  for (std::uint64_t ticket = 1; ticket <= 70; ++ticket) world.read(0, 0, ticket);
  world.pass(seconds{1});
  ASSERT_EQ(world.readings.size(), 70U);
  for (std::size_t i = 0; i < 70; ++i) {
    EXPECT_EQ(world.readings[i].ticket, i + 1);
    EXPECT_EQ(world.readings[i].problem.empty(), i >= 6);
  }
}

TEST(MeterLogic, AChannelThatIsNotThereIsAProblem) {
  MeterWorld world{{float_meter()}};
  world.read(0, 4, 1);
  world.read(0, -1, 2);
  world.pass(milliseconds{5});
  ASSERT_EQ(world.readings.size(), 2U);
  EXPECT_EQ(world.readings[0].problem, "the meter has no channel 5");
}

TEST(MeterLogic, OnALineThatStaysOpenTheUnitRestsAndOthersGoOn) {
  MeterWorld world{{float_meter(), float_meter()}};
  world.pass(milliseconds{10});
  world.sent.clear();
  world.stays_connected = true;
  world.next[1] = {silence()};
  world.rest_until = world.now + seconds{2};
  world.read(0, 0, 1);
  world.read(1, 0, 2);
  world.pass(seconds{3});
  ASSERT_EQ(world.sent.size(), 3U);
  EXPECT_EQ(world.sent[1].second.unit, 2);
  EXPECT_EQ(world.sent[2].second.unit, 1);
  EXPECT_GE(world.sent[2].first, world.rest_until);
  EXPECT_EQ(world.readings.size(), 2U);
}

TEST(MeterLogic, RefusesProfilesThatCannotBe) {
  const modbus::BusTiming timing;
  EXPECT_THROW(modbus::MeterLogic(0, 1, float_meter(false, 0), timing), std::invalid_argument);
  EXPECT_THROW(modbus::MeterLogic(0, 256, float_meter(), timing), std::invalid_argument);
  modbus::MeterProfile nothing;
  nothing.channels = 1;
  EXPECT_THROW(modbus::MeterLogic(0, 1, nothing, timing), std::invalid_argument);
}

}  // namespace
}  // namespace wardcast::test
