// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/unit/modbus/bus_world.hpp"

// A board's own watchdog, in virtual time.
namespace wardcast::test {
namespace {

using modbus::Function;

modbus::RelayProfile guarded(int function, std::uint16_t value, std::uint16_t second) {
  modbus::RelayProfile profile = coil_profile(8);
  profile.watchdog = modbus::Watchdog{function, 0x1003, value, second, seconds{3}};
  return profile;
}

TEST(Watchdog, SleepsUntilSomethingIsWanted) {
  BusWorld world{{guarded(6, 1, 1)}};
  world.pass(seconds{30});
  EXPECT_TRUE(world.unit(1).feeds().empty());
}

TEST(Watchdog, IsFedThreeTimesAPeriodWithValuesInTurn) {
  BusWorld world{{guarded(6, 0x5555, 0xAAAA)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{60});
  const auto& feeds = world.unit(1).feeds();
  EXPECT_NEAR(static_cast<double>(feeds.size()), 60.0, 2.0);
  for (std::size_t i = 0; i < feeds.size(); ++i) {
    const std::uint8_t half = i % 2 == 0 ? 0x55 : 0xAA;
    EXPECT_EQ(feeds[i], (std::vector<std::uint8_t>{6, 0x10, 0x03, half, half}));
  }
  EXPECT_TRUE(world.reports.back().settled);
  EXPECT_EQ(world.reports.back().problem, "");
}

TEST(Watchdog, MayBeACoil) {
  for (const int function : {5, 15}) {
    BusWorld world{{guarded(function, 1, 0)}};
    world.want(0, 0xFF, 0);
    world.pass(milliseconds{1500});
    ASSERT_EQ(world.unit(1).feeds().size(), 2U) << function;
    const bool single = function == 5;
    const std::vector<std::uint8_t> on{5, 0x10, 0x03, 0xFF, 0x00};
    const std::vector<std::uint8_t> on_of_many{15, 0x10, 0x03, 0, 1, 1, 1};
    EXPECT_EQ(world.unit(1).feeds()[0], single ? on : on_of_many);
  }
}

TEST(Watchdog, NeverWaitsForReadingsAndNeverGoesBeforeAWrite) {
  BusWorld world{{guarded(6, 1, 1), coil_profile(8)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{1});
  for (unsigned i = 0; i < 2000; ++i) {
    world.want(1, 0xFF, i % 256);  // the other board is never at rest
    world.pass(milliseconds{5});
  }
  const auto feeds = world.sent_to(1, Function::write_register);
  ASSERT_GE(feeds.size(), 10U);
  for (std::size_t i = 1; i < feeds.size(); ++i) EXPECT_LT(feeds[i].at - feeds[i - 1].at, milliseconds{1100});
}

TEST(Watchdog, IsFedAtOnceWhenItsBoardIsBack) {
  BusWorld world{{guarded(6, 1, 1)}};
  world.want(0, 0xFF, 1);
  world.pass(seconds{2});
  world.silent.insert(1);
  world.pass(seconds{20});
  const auto while_silent = world.unit(1).feeds().size();
  EXPECT_LE(while_silent, 3U);
  world.silent.clear();
  world.reports.clear();
  world.pass(seconds{3});
  EXPECT_GE(world.unit(1).feeds().size(), while_silent + 1);
  ASSERT_FALSE(world.reports.empty());
  EXPECT_TRUE(world.reports.back().reachable);
  EXPECT_TRUE(world.reports.back().settled);
}

TEST(Watchdog, ARefusalIsToldAndNotRepeatedWithoutPause) {
  modbus::RelayProfile profile = guarded(6, 1, 1);
  BusWorld world{{profile}};
  world.want(0, 0xFF, 0);
  world.pass(milliseconds{500});
  world.refusing_writes[1] = 2;
  world.sent.clear();
  world.pass(seconds{10});
  EXPECT_LE(world.sent_to(1, Function::write_register).size(), 11U);
  EXPECT_TRUE(world.reports.back().reachable);
  EXPECT_EQ(world.reports.back().problem, "unit 1 refuses its watchdog's feed: illegal data address (exception 2)");
  EXPECT_TRUE(world.reports.back().settled);
  world.refusing_writes.clear();
  world.pass(seconds{2});
  EXPECT_EQ(world.reports.back().problem, "");
}

}  // namespace
}  // namespace wardcast::test
