// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "drivers/clock/system_clock.hpp"
#include "drivers/modbus/buses.hpp"
#include "tests/support/meter_profiles.hpp"
#include "tests/support/modbus_slave.hpp"
#include "tests/support/reading_log.hpp"
#include "tests/support/relay_profiles.hpp"
#include "tests/support/report_log.hpp"

// Boards and meters on one real bus.
namespace wardcast::test {
namespace {

class BusesMeters : public testing::Test {
 protected:
  BusesMeters() {
    modbus::MeterProfile profile = float_meter();
    profile.reply_timeout = milliseconds{300};
    slave_.add_meter(2, profile);
    buses_ = std::make_unique<modbus::Buses>(std::vector<modbus::Bus>{modbus::TcpBus{"b", "127.0.0.1", slave_.port()}},
                                             std::vector<modbus::RelayBoardOnBus>{{"board", 0, 1, coil_profile(8)}},
                                             std::vector<modbus::LineMeterOnBus>{{"meter", 0, 2, profile}}, clock_,
                                             modbus::Buses::Listeners{reports_.listener(), log_.listener()});
  }
  SystemClock clock_;
  ModbusSlave slave_{{{1, coil_profile(8)}}, clock_};
  ReportLog reports_;
  ReadingLog log_;
  std::unique_ptr<modbus::Buses> buses_;
};

TEST_F(BusesMeters, ReadsBetweenSwitching) {
  slave_.set_values(2, 3, {.volts = 10, .amps = 0.25});
  for (unsigned i = 0; i < 20; ++i) {
    buses_->want(0, {0xFF, i});
    buses_->read(0, 3, i);
    const auto reading = log_.reading(i);
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->problem, "");
    EXPECT_EQ(reading->volts, 10.0);
    EXPECT_EQ(reading->amps, 0.25);
    ASSERT_TRUE(reports_.wait_for(settled()).has_value());
    EXPECT_EQ(slave_.contacts(1), i);
  }
  EXPECT_EQ(slave_.connections(), 1);
}

TEST_F(BusesMeters, ASilentMeterIsToldOnceAndTheBoardGoesOn) {
  ASSERT_TRUE(log_.reachable(0, true));
  slave_.afflict(2, {.trouble = ModbusSlave::Trouble::silent});
  for (std::uint64_t ticket = 1; ticket <= 4; ++ticket) buses_->read(0, 0, ticket);
  ASSERT_TRUE(log_.reachable(0, false));
  for (std::uint64_t ticket = 1; ticket <= 4; ++ticket) {
    const auto reading = log_.reading(ticket);
    ASSERT_TRUE(reading.has_value());
    EXPECT_NE(reading->problem, "");
    EXPECT_FALSE(reading->amps.has_value());
  }
  for (unsigned i = 1; i <= 10; ++i) {
    buses_->want(0, {0xFF, i});
    ASSERT_TRUE(reports_.wait_for(settled()).has_value());
  }
  slave_.mend(2);
  ASSERT_TRUE(log_.reachable(0, true));
  EXPECT_EQ(log_.reports().size(), 3U);
  EXPECT_EQ(log_.readings().size(), 4U);
}

TEST_F(BusesMeters, ALostBusAnswersEveryReadingOnce) {
  ASSERT_TRUE(log_.reachable(0, true));
  slave_.kill();
  for (std::uint64_t ticket = 1; ticket <= 3; ++ticket) buses_->read(0, 0, ticket);
  for (std::uint64_t ticket = 1; ticket <= 3; ++ticket) {
    const auto reading = log_.reading(ticket);
    ASSERT_TRUE(reading.has_value());
    EXPECT_NE(reading->problem, "");
  }
  slave_.revive(false);
  ASSERT_TRUE(log_.reachable(0, true));
  EXPECT_EQ(log_.readings().size(), 3U);
}

}  // namespace
}  // namespace wardcast::test
