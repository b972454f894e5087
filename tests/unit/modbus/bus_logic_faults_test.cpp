// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/modbus/bus_world.hpp"

// Back-off, retries and what is told when things go wrong, in virtual time.
namespace wardcast::test {
namespace {

using modbus::Function;
using modbus::LinkFault;
using modbus::RelayState;

LinkFault timeout() { return {LinkFault::Kind::timeout, 0, "no reply within 500 ms"}; }
LinkFault exception(int code) { return {LinkFault::Kind::exception, code, modbus::exception_text(code)}; }

bool all_unknown(const modbus::BoardReport& report) {
  return std::all_of(report.channels.begin(), report.channels.end(),
                     [](RelayState state) { return state == RelayState::unknown; });
}

TEST(BusLogicFaults, OneLateAnswerHealsByReconnectUnnoticed) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{1});
  world.reports.clear();
  world.next[1] = {timeout()};
  world.pass(seconds{10});
  EXPECT_TRUE(world.reports.empty());
  EXPECT_EQ(world.connects.size(), 2U);
}

TEST(BusLogicFaults, ALostWriteIsReadBeforeItIsRepeated) {
  BusWorld world{{coil_profile(8)}};
  world.pass(seconds{1});
  world.want(0, 0xFF, 1);
  world.next[1] = {timeout()};  // the write: done by the board or not, nobody knows
  world.unit(1).set_contact(0, true);
  world.sent.clear();
  world.pass(seconds{1});
  ASSERT_EQ(world.sent.size(), 2U);
  EXPECT_EQ(world.sent[0].request.function, Function::write_coils);
  EXPECT_EQ(world.sent[1].request.function, Function::read_coils);
  EXPECT_TRUE(world.reports.back().settled);
}

TEST(BusLogicFaults, SilentTwiceIsUnreachableToldOnce) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{1});
  world.reports.clear();
  world.silent.insert(1);
  world.pass(seconds{120});
  ASSERT_EQ(world.reports.size(), 1U);
  EXPECT_FALSE(world.reports[0].reachable);
  EXPECT_TRUE(all_unknown(world.reports[0]));
  EXPECT_FALSE(world.reports[0].settled);
  EXPECT_EQ(world.reports[0].problem, "unit 1: no reply within 500 ms");

  world.silent.clear();
  const SteadyTime healed = world.now;
  world.pass(seconds{5});
  ASSERT_EQ(world.reports.size(), 2U);
  EXPECT_TRUE(world.reports[1].settled);
  EXPECT_LE(world.reports[1].read_at - healed, milliseconds{2600});
}

TEST(BusLogicFaults, BackOffDoublesToTwoSeconds) {
  BusWorld world{{coil_profile(8)}};
  world.listening = false;
  world.pass(seconds{12});
  std::vector<milliseconds> pauses;
  for (std::size_t i = 1; i < world.connects.size(); ++i)
    pauses.push_back(std::chrono::duration_cast<milliseconds>(world.connects[i] - world.connects[i - 1]) -
                     milliseconds{1});
  ASSERT_GE(pauses.size(), 7U);
  const std::vector<milliseconds> expected{milliseconds{100},  milliseconds{200},  milliseconds{400}, milliseconds{800},
                                           milliseconds{1600}, milliseconds{2000}, milliseconds{2000}};
  EXPECT_EQ(std::vector<milliseconds>(pauses.begin(), pauses.begin() + 7), expected);
}

TEST(BusLogicFaults, NoConnectionIsToldOncePerBoardAndHealsAtOnce) {
  BusWorld world{{coil_profile(8), coil_profile(8)}};
  world.want(0, 0xFF, 3);
  world.want(1, 0xFF, 5);
  world.pass(seconds{1});
  world.listening = false;
  world.close_idle();
  world.reports.clear();
  world.pass(seconds{30});
  ASSERT_EQ(world.reports.size(), 2U);
  EXPECT_TRUE(all_unknown(world.reports[0]));
  EXPECT_TRUE(all_unknown(world.reports[1]));

  world.unit(1).power_cycle();
  world.unit(2).power_cycle();
  world.listening = true;
  world.pass(milliseconds{2100});
  EXPECT_EQ(world.unit(1).contacts(), 3U);
  EXPECT_EQ(world.unit(2).contacts(), 5U);
}

TEST(BusLogicFaults, AnIdleConnectionClosedByThePeerIsNoFault) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 3);
  world.pass(seconds{2});
  world.reports.clear();
  world.close_idle();
  world.unit(1).power_cycle();  // it may have restarted: it is looked at as soon as connected again
  world.pass(milliseconds{10});
  EXPECT_EQ(world.unit(1).contacts(), 3U);
  for (const auto& report : world.reports) EXPECT_TRUE(report.reachable);
}

TEST(BusLogicFaults, APeerThatClosesAtOnceIsNotHammered) {
  BusWorld world{{coil_profile(8)}};
  world.pass(seconds{1});
  const std::size_t before = world.connects.size();
  for (int i = 0; i < 1000; ++i) {
    world.close_idle();
    world.pass(milliseconds{10});
  }
  EXPECT_LE(world.connects.size() - before, 11U);
}

TEST(BusLogicFaults, APeerThatNeverLetsUsSpeakIsUnreachable) {
  BusWorld world{{coil_profile(8)}};
  world.next[1].assign(1000, LinkFault{LinkFault::Kind::unsent, 0, "closed by the peer while idle"});
  world.pass(seconds{20});
  ASSERT_EQ(world.reports.size(), 1U);
  EXPECT_FALSE(world.reports[0].reachable);
  EXPECT_LE(world.connects.size(), 40U);
}

TEST(BusLogicFaults, ADeadUnitSlowsNobody) {
  BusWorld world{{coil_profile(8), coil_profile(8)}};
  world.silent.insert(1);
  world.want(0, 0xFF, 1);
  world.want(1, 0xFF, 1);
  world.pass(seconds{20});
  world.yielding.insert(1);  // a want() of board 2 wakes the link
  for (int i = 0; i < 50; ++i) {
    const SteadyTime asked = world.now;
    world.reports.clear();
    world.want(1, 0xFF, static_cast<std::uint64_t>(i % 2));
    world.pass(milliseconds{300});
    ASSERT_FALSE(world.reports.empty());
    EXPECT_EQ(world.reports[0].board, 1U);
    EXPECT_TRUE(world.reports[0].settled);
    EXPECT_LE(world.reports[0].read_at - asked, milliseconds{20});
  }
}

TEST(BusLogicFaults, AProbeThatOtherWorkCutShortIsMadeAgainSoon) {
  BusWorld world{{coil_profile(8), coil_profile(8)}};
  world.silent.insert(1);
  world.pass(seconds{60});  // the back-off is as long as it gets
  world.yielding.insert(1);
  world.pass(milliseconds{2600});
  world.silent.clear();
  world.yielding.clear();
  world.reports.clear();
  world.pass(milliseconds{200});
  ASSERT_EQ(world.reports.size(), 1U);
  EXPECT_TRUE(world.reports[0].reachable);
}

TEST(BusLogicFaults, OneBoardBackMakesTheOthersBeTriedAtOnce) {
  std::vector<modbus::RelayProfile> profiles(6, coil_profile(8));
  BusWorld world{profiles};
  world.silent = {1, 2, 3, 4, 5, 6};
  world.pass(seconds{60});
  world.silent.clear();
  world.reports.clear();
  world.pass(milliseconds{2600});
  EXPECT_EQ(world.reports.size(), 6U);
  for (const auto& report : world.reports) EXPECT_TRUE(report.reachable);
}

TEST(BusLogicFaults, AStuckRelayIsToldAndRetriedWithinBounds) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 0b100);
  world.pass(seconds{1});
  world.unit(1).set_stuck(2, true);
  world.reports.clear();
  world.sent.clear();
  world.want(0, 0xFF, 0b001);
  world.pass(seconds{20});
  EXPECT_EQ(world.unit(1).contacts(), 0b101U);
  EXPECT_FALSE(world.reports.back().settled);
  EXPECT_EQ(world.reports.back().problem, "channel 3 stays closed: relay stuck?");
  EXPECT_EQ(world.reports.back().stuck, 0b100U);
  EXPECT_EQ(world.sent_to(1, Function::write_coils).size(), 9U);
  world.pass(seconds{300});
  EXPECT_LE(world.sent_to(1, Function::write_coils).size(), 5U + 320 / 4);

  world.unit(1).set_stuck(2, false);
  world.pass(seconds{5});  // what is repaired is used again
  EXPECT_EQ(world.unit(1).contacts(), 0b001U);
  EXPECT_TRUE(world.reports.back().settled);
  EXPECT_TRUE(world.reports.back().problem.empty());
}

TEST(BusLogicFaults, AStuckRelayDoesNotHoldUpTheOthersOfItsBoard) {
  BusWorld world{{coil_profile(8)}};
  world.unit(1).set_stuck(2, true);
  world.want(0, 0xFF, 0b100);
  world.pass(seconds{20});
  EXPECT_EQ(world.reports.back().problem, "channel 3 stays open: relay stuck?");
  world.want(0, 0xFF, 0b110);
  world.pass(milliseconds{5});
  EXPECT_EQ(world.unit(1).contacts(), 0b010U);
  world.unit(1).set_contact(7, true);  // by hand, while the stuck one waits for its next try
  world.pass(seconds{6});
  EXPECT_EQ(world.unit(1).contacts(), 0b010U);
  EXPECT_FALSE(world.reports.back().problem.empty());
  world.want(0, 0xFF, 0b100);
  world.pass(seconds{6});
  for (const auto& report : world.reports) EXPECT_EQ(report.stuck & ~0b100U, 0U) << "only that one is stuck";
  EXPECT_EQ(world.reports.back().stuck, 0b100U);
}

TEST(BusLogicFaults, ARefusingBoardsContactsAreStuckWhicheverWasWantedLast) {
  BusWorld world{{coil_profile(8)}};
  world.pass(seconds{1});
  world.refusing_writes[1] = 4;
  world.want(0, 0xFF, 1);
  world.pass(seconds{6});
  EXPECT_EQ(world.reports.back().stuck, 1U);
  world.want(0, 0xFF, 3);
  world.pass(seconds{6});
  EXPECT_EQ(world.reports.back().stuck, 3U);
}

TEST(BusLogicFaults, SeveralStuckRelaysAreNamed) {
  BusWorld world{{coil_profile(8)}};
  world.unit(1).set_contact(4, true);
  for (const int channel : {0, 1, 4}) world.unit(1).set_stuck(channel, true);
  world.want(0, 0xFF, 0b11);
  world.pass(seconds{1});
  EXPECT_EQ(world.reports.back().problem, "channel 5 stays closed; channels 1, 2 stay open: relays stuck?");
}

TEST(BusLogicFaults, ContactsAreCalledStuckOnlyByAReading) {
  BusWorld world{{coil_profile(8)}};
  world.pass(seconds{1});
  world.reports.clear();
  world.refusing_writes[1] = 4;
  world.want(0, 0xFF, 1);
  world.pass(seconds{1});
  ASSERT_GE(world.reports.size(), 2U);
  EXPECT_EQ(world.reports.front().problem, "unit 1 refuses to switch: device failure (exception 4)");
  EXPECT_EQ(world.reports.front().stuck, 0U);  // it may be about to refuse to be read, too
  EXPECT_EQ(world.reports.back().stuck, 1U);
}

TEST(BusLogicFaults, RefusedWritesAreToldWithoutReconnecting) {
  BusWorld world{{coil_profile(8)}};
  world.refusing_writes[1] = 2;
  world.want(0, 0xFF, 1);
  world.pass(seconds{20});
  EXPECT_EQ(world.connects.size(), 1U);
  EXPECT_TRUE(world.reports.back().reachable);
  EXPECT_FALSE(world.reports.back().settled);
  EXPECT_EQ(world.reports.back().problem, "unit 1 refuses to switch: illegal data address (exception 2)");
  for (std::size_t i = 1; i < world.reports.size(); ++i) EXPECT_FALSE(world.reports[i].problem.empty());
  EXPECT_LE(world.sent_to(1, Function::write_coils).size(), 5U + 20 / 4);
  world.refusing_writes.clear();
  world.pass(seconds{5});
  EXPECT_TRUE(world.reports.back().settled);
  EXPECT_TRUE(world.reports.back().problem.empty());
}

TEST(BusLogicFaults, ABusyDeviceIsAskedAgainQuietly) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{1});
  world.reports.clear();
  world.next[1] = {exception(6)};
  world.pass(seconds{6});
  EXPECT_TRUE(world.reports.empty());
  EXPECT_EQ(world.connects.size(), 1U);
}

TEST(BusLogicFaults, RefusedReadingsLeaveChannelsUnknown) {
  BusWorld world{{coil_profile(8)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{1});
  world.reports.clear();
  world.next[1].assign(3, exception(4));
  world.pass(seconds{10});
  ASSERT_EQ(world.reports.size(), 2U);
  EXPECT_TRUE(world.reports[0].reachable);
  EXPECT_TRUE(all_unknown(world.reports[0]));
  EXPECT_EQ(world.reports[0].problem, "unit 1 refuses to be read: device failure (exception 4)");
  EXPECT_TRUE(world.reports[1].settled);
  EXPECT_EQ(world.connects.size(), 1U);
}

TEST(BusLogicFaults, AGatewayWithoutItsUnitIsASilentBoardNotALostConnection) {
  BusWorld world{{coil_profile(8), coil_profile(8)}};
  world.next[2].assign(1000, exception(0x0B));
  world.pass(seconds{10});
  EXPECT_EQ(world.connects.size(), 1U);
  for (const auto& report : world.reports) {
    if (report.board != 1) continue;
    EXPECT_FALSE(report.reachable);
    EXPECT_EQ(report.problem, "unit 2: gateway target gave no answer (exception 11)");
  }
}

TEST(BusLogicFaults, AWriteThatIsNeverConfirmedIsToldThoughReadingWorks) {
  BusWorld world{{coil_profile(8)}};
  world.pass(seconds{1});
  world.want(0, 0xFF, 1);
  world.swallowing_writes.insert(1);
  world.pass(seconds{60});
  EXPECT_TRUE(world.reports.back().reachable);
  EXPECT_EQ(world.reports.back().problem, "unit 1 does not confirm switching: no reply within 500 ms");
  for (const auto& report : world.reports) EXPECT_TRUE(report.reachable);
  EXPECT_LE(world.sent_to(1, Function::write_coils).size(), 5U + 60 / 4);
}

TEST(BusLogicFaults, ANewPictureBetweenWriteAndReadBackIsWrittenToo) {
  BusWorld world{{register_profile(4)}};
  world.pass(seconds{1});
  world.want(0, 0b1111, 0b1111);
  world.pass(milliseconds{1});  // two of four channels are out
  world.want(0, 0b1111, 0b1000);
  world.pass(milliseconds{50});
  EXPECT_EQ(world.unit(1).contacts(), 0b1000U);
  EXPECT_TRUE(world.reports.back().settled);
  EXPECT_TRUE(world.confirmed(0));
}

}  // namespace
}  // namespace wardcast::test
