// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/unit/modbus/bus_world.hpp"

// What is sent when all goes well, in virtual time.
namespace wardcast::test {
namespace {

using modbus::Function;
using modbus::RelayState;

TEST(BusLogic, ReadsFirstAndWritesNothingUnasked) {
  BusWorld world{{coil_profile(8)}};
  world.unit(1).set_contact(2, true);
  world.pass(seconds{60});
  EXPECT_TRUE(world.sent_to(1, Function::write_coils).empty());
  ASSERT_EQ(world.reports.size(), 1U);
  EXPECT_TRUE(world.reports[0].reachable);
  EXPECT_FALSE(world.reports[0].settled);
  EXPECT_EQ(world.reports[0].channels[2], RelayState::closed);
  EXPECT_EQ(world.reports[0].channels[3], RelayState::open);
}

TEST(BusLogic, OneWriteCoversTheBoardAndKeepsForeignChannels) {
  BusWorld world{{coil_profile(8)}};
  world.unit(1).set_contact(7, true);  // not ours
  world.want(0, 0b0000'1111, 0b0000'0101);
  world.pass(milliseconds{100});
  const auto writes = world.sent_to(1, Function::write_coils);
  ASSERT_EQ(writes.size(), 1U);
  EXPECT_EQ(writes[0].request.address, 0);
  EXPECT_EQ(writes[0].request.count, 8);
  EXPECT_EQ(writes[0].request.coils, 0b1000'0101U);
  EXPECT_EQ(world.unit(1).contacts(), 0b1000'0101U);
  EXPECT_TRUE(world.reports.back().settled);
  EXPECT_EQ(world.sent.size(), 3U);  // read, write, read back
}

TEST(BusLogic, WritesNothingWhenAllIsAsWantedButAnswers) {
  BusWorld world{{coil_profile(8)}};
  world.unit(1).set_contact(0, true);
  world.pass(milliseconds{10});
  world.want(0, 0b11, 0b01);
  world.pass(milliseconds{10});
  EXPECT_TRUE(world.sent_to(1, Function::write_coils).empty());
  ASSERT_EQ(world.reports.size(), 2U);
  EXPECT_TRUE(world.reports[1].settled);
  world.want(0, 0b11, 0b01);  // the same again: no news
  world.pass(milliseconds{10});
  EXPECT_EQ(world.reports.size(), 2U);
  EXPECT_TRUE(world.confirmed(0));
}

TEST(BusLogic, WantedBeforeTheFirstReadingIsReadBeforeItIsWritten) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 0x0F);
  world.pass(milliseconds{10});
  ASSERT_GE(world.sent.size(), 2U);
  EXPECT_EQ(world.sent[0].request.function, Function::read_coils);
  EXPECT_EQ(world.sent[1].request.function, Function::write_coils);
}

TEST(BusLogic, RegisterBoardWritesOnlyChannelsThatDiffer) {
  BusWorld world{{register_profile(4)}};
  world.unit(1).set_contact(3, true);
  world.want(0, 0b1111, 0b1010);
  world.pass(milliseconds{50});
  const auto writes = world.sent_to(1, Function::write_register);
  ASSERT_EQ(writes.size(), 1U);
  EXPECT_EQ(writes[0].request.address, 2);
  EXPECT_EQ(writes[0].request.value, 0x0100);
  world.want(0, 0b1111, 0b0101);
  world.pass(milliseconds{50});
  EXPECT_EQ(world.sent_to(1, Function::write_register).size(), 5U);
  EXPECT_EQ(world.sent_to(1, Function::read_holding_registers).size(), 3U);  // at start, after each picture
  EXPECT_EQ(world.unit(1).contacts(), 0b0101U);
  EXPECT_TRUE(world.reports.back().settled);
}

TEST(BusLogic, InvertedBoardClosesByOutputOff) {
  modbus::RelayProfile profile = coil_profile(4);
  profile.invert = true;
  BusWorld world{{profile}};
  EXPECT_EQ(world.unit(1).contacts(), 0b1111U);  // unpowered outputs: contacts closed
  world.want(0, 0b0111, 0b0001);
  world.pass(milliseconds{10});
  EXPECT_EQ(world.unit(1).contacts(), 0b1001U);
  const auto writes = world.sent_to(1, Function::write_coils);
  ASSERT_EQ(writes.size(), 1U);
  EXPECT_EQ(writes[0].request.coils, 0b0110U);
  EXPECT_TRUE(world.reports.back().settled);
  EXPECT_EQ(world.reports.back().channels[0], RelayState::closed);
}

TEST(BusLogic, SixtyFourChannelsFit) {
  BusWorld world{{coil_profile(64)}};
  world.want(0, ~std::uint64_t{0}, 0x8000'0000'0000'0001U);
  world.pass(milliseconds{10});
  EXPECT_EQ(world.unit(1).contacts(), 0x8000'0000'0000'0001U);
}

TEST(BusLogic, SupervisesEveryFiveSecondsAndNoMore) {
  BusWorld world{{coil_profile(8), register_profile(4)}};
  world.want(0, 0xFF, 1);
  world.want(1, 0xF, 1);
  world.pass(seconds{1});
  const std::size_t before = world.sent.size();
  world.pass(seconds{60});
  EXPECT_NEAR(static_cast<double>(world.sent.size() - before), 24.0, 2.0);
  EXPECT_EQ(world.connects.size(), 1U);
}

TEST(BusLogic, KeepsAConnectionAliveThatIdlenessWouldClose) {
  BusWorld world{{adam_6060_profile()}};
  world.pass(seconds{20});
  for (std::size_t i = 1; i < world.sent.size(); ++i)
    EXPECT_LT(world.sent[i].at - world.sent[i - 1].at, milliseconds{1800});
  EXPECT_LE(world.sent.size(), 15U);
  EXPECT_EQ(world.sent[0].request.address, 16);
  EXPECT_EQ(world.sent[0].request.count, 6);
}

TEST(BusLogic, CorrectsWhatSomebodyElseSwitched) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{1});
  world.unit(1).set_contact(5, true);
  world.reports.clear();
  world.pass(seconds{6});
  ASSERT_EQ(world.reports.size(), 2U);
  EXPECT_EQ(world.reports[0].channels[5], RelayState::closed);
  EXPECT_FALSE(world.reports[0].settled);
  EXPECT_EQ(world.reports[1].channels[5], RelayState::open);
  EXPECT_TRUE(world.reports[1].settled);
  EXPECT_EQ(world.sent_to(1, Function::write_coils).size(), 2U);
}

TEST(BusLogic, AllCallWritesEveryBoardBeforeItReadsAnyBack) {
  BusWorld world{{coil_profile(8), coil_profile(8), coil_profile(8)}};
  world.pass(seconds{1});
  world.sent.clear();
  for (std::size_t b = 0; b < 3; ++b) world.want(b, 0xFF, 0xFF);
  world.pass(milliseconds{20});
  ASSERT_EQ(world.sent.size(), 6U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(world.sent[i].request.function, Function::write_coils);
  for (std::size_t i = 3; i < 6; ++i) EXPECT_EQ(world.sent[i].request.function, Function::read_coils);
}

TEST(BusLogic, LeavesABoardTheSilenceItNeedsAndServesOthersMeanwhile) {
  modbus::RelayProfile slow = coil_profile(8);
  slow.min_gap = milliseconds{20};
  BusWorld world{{slow, coil_profile(8)}};
  world.want(0, 0xFF, 0xFF);
  world.want(1, 0xFF, 0xFF);
  world.pass(milliseconds{200});
  SteadyTime last{};
  SteadyTime settled_other{};
  for (const auto& sent : world.sent) {
    if (sent.request.unit == 2) settled_other = sent.at;
    if (sent.request.unit != 1) continue;
    EXPECT_TRUE(last == SteadyTime{} || sent.at - last >= milliseconds{20});
    last = sent.at;
  }
  EXPECT_LT(settled_other, last - milliseconds{20});
}

TEST(BusLogic, VerifyIsOneFreshReading) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 0);
  world.pass(seconds{1});
  world.sent.clear();
  world.verify(0);
  EXPECT_FALSE(world.confirmed(0));
  world.pass(milliseconds{5});
  EXPECT_TRUE(world.confirmed(0));
  EXPECT_EQ(world.sent.size(), 1U);
}

TEST(BusLogic, RefusesProfilesThatCannotBe) {
  const modbus::BusTiming timing;
  EXPECT_THROW(modbus::BoardLogic(0, 1, coil_profile(0), timing), std::invalid_argument);
  EXPECT_THROW(modbus::BoardLogic(0, 1, coil_profile(65), timing), std::invalid_argument);
  EXPECT_THROW(modbus::BoardLogic(0, 256, coil_profile(8), timing), std::invalid_argument);
}

}  // namespace
}  // namespace wardcast::test
