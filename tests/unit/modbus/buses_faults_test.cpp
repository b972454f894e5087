// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "drivers/clock/system_clock.hpp"
#include "drivers/modbus/buses.hpp"
#include "tests/support/modbus_slave.hpp"
#include "tests/support/relay_profiles.hpp"
#include "tests/support/report_log.hpp"

// Real buses that misbehave.
namespace wardcast::test {
namespace {

using modbus::Buses;
using modbus::RelayState;
using Trouble = ModbusSlave::Trouble;

constexpr seconds kSoon{5};

modbus::RelayProfile quick(modbus::RelayProfile profile) {
  profile.reply_timeout = milliseconds{300};
  return profile;
}

class BusesFaults : public testing::Test {
 protected:
  void start(std::vector<modbus::RelayBoardOnBus> boards = {{"a", 0, 1, quick(coil_profile(8))}}) {
    relays_ = std::make_unique<Buses>(std::vector<modbus::Bus>{modbus::TcpBus{"b", "127.0.0.1", slave_.port()}},
                                      std::move(boards), clock_, log_.listener());
  }
  void switch_to(std::uint64_t closed) {
    relays_->want(0, {0xFF, closed});
    ASSERT_TRUE(log_.wait_for(settled()).has_value());
    ASSERT_EQ(slave_.contacts(1), closed);
  }

  SystemClock clock_;
  ModbusSlave slave_{{{1, coil_profile(8)}, {2, coil_profile(8)}, {3, register_profile(4)}}, clock_};
  ReportLog log_;
  std::unique_ptr<Buses> relays_;
};

class BusesTrouble : public BusesFaults, public testing::WithParamInterface<Trouble> {};

TEST_P(BusesTrouble, OnceHealsUnnoticedAndNeverGetsOutOfStep) {
  start();
  switch_to(0);
  for (unsigned i = 1; i <= 6; ++i) {
    slave_.afflict(1, {.trouble = GetParam(), .times = 1, .delay = milliseconds{450}});
    switch_to(i);
    switch_to(i | 0x80U);
  }
  for (const auto& report : log_.all()) {
    EXPECT_TRUE(report.reachable);
    EXPECT_EQ(report.problem, "");
  }
}

TEST_P(BusesTrouble, LastingMakesTheBoardUnknownThenItIsUsedAgain) {
  start();
  switch_to(3);
  slave_.afflict(1, {.trouble = GetParam(), .delay = milliseconds{450}});
  relays_->want(0, {0xFF, 5});
  const auto lost = log_.wait_for(unreachable());
  ASSERT_TRUE(lost.has_value());
  EXPECT_TRUE(std::all_of(lost->channels.begin(), lost->channels.end(),
                          [](RelayState state) { return state == RelayState::unknown; }));
  EXPECT_NE(lost->problem, "");
  slave_.mend(1);
  const auto back = log_.wait_for(settled(), kSoon);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->problem, "");
  EXPECT_EQ(slave_.contacts(1), 5U);
  const auto reports = log_.all();
  EXPECT_EQ(std::count_if(reports.begin(), reports.end(), unreachable()), 1) << "told once";
}

INSTANTIATE_TEST_SUITE_P(Slaves, BusesTrouble,
                         testing::Values(Trouble::late, Trouble::garbled, Trouble::wrong_transaction,
                                         Trouble::wrong_unit, Trouble::silent, Trouble::deaf_after, Trouble::drop));

TEST_F(BusesFaults, RepliesThatComeTwiceNeverConfuse) {
  start();
  slave_.afflict(1, {.trouble = Trouble::twice});
  for (unsigned i = 0; i < 20; ++i) switch_to(i);
}

TEST_F(BusesFaults, ExceptionsAreToldWithoutReconnecting) {
  start();
  switch_to(1);
  slave_.afflict(1, {.trouble = Trouble::exception, .exception_code = 3, .only_function = 15});
  relays_->want(0, {0xFF, 2});
  const auto refused = log_.wait_for(troubled());
  ASSERT_TRUE(refused.has_value());
  EXPECT_TRUE(refused->reachable);
  EXPECT_FALSE(refused->settled);
  EXPECT_EQ(refused->problem, "unit 1 refuses to switch: illegal data value (exception 3)");
  slave_.mend(1);
  EXPECT_TRUE(log_.wait_for(settled()).has_value());
  EXPECT_EQ(slave_.connections(), 1);
}

TEST_F(BusesFaults, AGatewayWithoutAUnitStaysConnected) {
  start({{"a", 0, 1, quick(coil_profile(8))}, {"missing", 0, 9, quick(coil_profile(8))}});
  const auto missing = log_.wait_for(unreachable(1));
  ASSERT_TRUE(missing.has_value());
  EXPECT_EQ(missing->problem, "unit 9: gateway target gave no answer (exception 11)");
  switch_to(7);
  EXPECT_EQ(slave_.connections(), 1);
}

TEST_F(BusesFaults, KilledAndRestartedIsUsedAgainWithinFiveSeconds) {
  start();
  switch_to(0x5A);
  for (const bool power_cycled : {true, false, true}) {
    slave_.kill();
    ASSERT_TRUE(log_.wait_for(unreachable()).has_value()) << "noticed though nothing was asked";
    slave_.revive(power_cycled);
    const SteadyTime revived = clock_.now().steady;
    const auto back = log_.wait_for(settled());
    ASSERT_TRUE(back.has_value());
    EXPECT_LT(back->read_at - revived, kSoon);
    EXPECT_EQ(slave_.contacts(1), 0x5AU);
  }
}

TEST_F(BusesFaults, ARestartTooShortToBeSeenIsStillPutRight) {
  start();
  switch_to(0x0F);
  slave_.set_contact(1, 0, false);  // as after a restart
  slave_.close_connections();
  ASSERT_TRUE(log_.wait_for(settled()).has_value());
  EXPECT_EQ(slave_.contacts(1), 0x0FU);
  const auto reports = log_.all();
  EXPECT_EQ(std::count_if(reports.begin(), reports.end(), unreachable()), 0);
}

TEST_F(BusesFaults, KeepAlivePollsHoldAConnectionThatIdlenessWouldClose) {
  modbus::RelayProfile profile = quick(coil_profile(8));
  profile.keep_alive = milliseconds{200};
  slave_.close_idle_after(milliseconds{1000});
  start({{"a", 0, 1, profile}});
  ASSERT_TRUE(slave_.wait_for_function(1, 12, kSoon));
  EXPECT_EQ(slave_.connections(), 1);
}

TEST_F(BusesFaults, ClosedWhileIdleIsReopenedWithoutAFault) {
  slave_.close_idle_after(milliseconds{50});
  start();
  switch_to(1);
  ASSERT_TRUE(
      slave_.wait_for([&](const ModbusSlave::Frames& f) { return !f.empty() && f.back().connection >= 3; }, kSoon));
  switch_to(2);
  for (const auto& report : log_.all()) EXPECT_TRUE(report.reachable);
}

TEST_F(BusesFaults, ADeadUnitSlowsNobodyOnItsBus) {
  modbus::RelayProfile dead = coil_profile(8);
  dead.reply_timeout = seconds{2};
  slave_.afflict(2, {.trouble = Trouble::silent});
  start({{"a", 0, 1, quick(coil_profile(8))}, {"dead", 0, 2, dead}});
  ASSERT_TRUE(log_.wait_for(unreachable(1), seconds{10}).has_value());
  // Now the bus is mostly busy waiting for the dead unit; each of these comes while it does.
  for (unsigned i = 1; i <= 5; ++i) {
    slave_.forget_frames();
    ASSERT_TRUE(slave_.wait_for([](const ModbusSlave::Frames& f) { return !f.empty() && f.back().unit == 2; }, kSoon));
    const SteadyTime asked = clock_.now().steady;
    switch_to(i);
    EXPECT_LT(clock_.now().steady - asked, milliseconds{1500});
  }
}

TEST_F(BusesFaults, ADeadBusDoesNotTouchTheOther) {
  ModbusSlave other{{{1, coil_profile(8)}}, clock_};
  other.afflict(1, {.trouble = Trouble::silent});
  Buses both{{modbus::TcpBus{"dead", "127.0.0.1", other.port()}, modbus::TcpBus{"good", "127.0.0.1", slave_.port()}},
             {{"x", 0, 1, coil_profile(8)}, {"y", 1, 1, coil_profile(8)}},
             clock_,
             log_.listener()};
  both.want(0, {0xFF, 1});
  for (unsigned i = 0; i < 20; ++i) {
    both.want(1, {0xFF, i});
    ASSERT_TRUE(log_.wait_for(settled(1)).has_value());
  }
  EXPECT_EQ(both.settle(seconds{1}), std::vector<std::size_t>{0});
}

TEST_F(BusesFaults, AStuckRelayIsNamedUntilItMoves) {
  start();
  switch_to(0b100);
  slave_.set_stuck(1, 2, true);
  relays_->want(0, {0xFF, 0});
  const auto stuck = log_.wait_for(troubled());
  ASSERT_TRUE(stuck.has_value());
  EXPECT_EQ(stuck->problem, "channel 3 stays closed: relay stuck?");
  EXPECT_EQ(stuck->channels[2], RelayState::closed);
  EXPECT_FALSE(stuck->settled);
  slave_.set_stuck(1, 2, false);
  const auto freed = log_.wait_for(settled());
  ASSERT_TRUE(freed.has_value());
  EXPECT_EQ(freed->problem, "");
}

}  // namespace
}  // namespace wardcast::test
