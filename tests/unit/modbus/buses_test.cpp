// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/buses.hpp"

#include <gtest/gtest.h>

#include "drivers/clock/system_clock.hpp"
#include "tests/support/modbus_slave.hpp"
#include "tests/support/relay_profiles.hpp"
#include "tests/support/report_log.hpp"

// Real buses, real sockets, all well. What goes wrong is in buses_faults_test.cpp.
namespace wardcast::test {
namespace {

using modbus::Buses;
using modbus::RelayState;

constexpr seconds kSoon{20};

modbus::TcpBus at(const ModbusSlave& slave, const char* id = "b") { return {id, "127.0.0.1", slave.port()}; }

TEST(Buses, SwitchesAnAdam6060AtItsWireAddresses) {
  const SystemClock clock;
  ModbusSlave slave{{{1, adam_6060_profile()}}, clock};
  ReportLog log;
  Buses relays{{at(slave)}, {{"adam", 0, 1, adam_6060_profile()}}, clock, log.listener()};
  relays.want(0, {0b111111, 0b100001});
  ASSERT_TRUE(log.wait_for(settled()).has_value());
  EXPECT_EQ(slave.contacts(1), 0b100001U);
  const auto frames = slave.frames();
  for (const auto& frame : frames) EXPECT_EQ(frame.pdu[2], 16);
}

TEST(Buses, OneWriteABoardAndMomentAndNoChatter) {
  const SystemClock clock;
  ModbusSlave slave{{{1, coil_profile(8)}, {2, coil_profile(16)}, {3, register_profile(4)}}, clock};
  ReportLog log;
  Buses relays{{at(slave)},
               {{"a", 0, 1, coil_profile(8)}, {"b", 0, 2, coil_profile(16)}, {"c", 0, 3, register_profile(4)}},
               clock,
               log.listener()};
  for (std::size_t b = 0; b < 3; ++b) ASSERT_TRUE(log.wait_for(reachable(b)).has_value());
  EXPECT_EQ(slave.count(15) + slave.count(6), 0) << "nothing is written unasked";
  slave.forget_frames();
  constexpr int kMoments = 20;
  for (int i = 1; i <= kMoments; ++i) {
    const std::uint64_t closed = i % 2 == 1 ? 0xF : 0x0;
    for (std::size_t b = 0; b < 3; ++b) relays.want(b, {0xF, closed});
    std::vector<bool> done(3, false);
    while (!(done[0] && done[1] && done[2])) {
      const auto report = log.wait_for([](const modbus::BoardReport& r) { return r.settled; });
      ASSERT_TRUE(report.has_value());
      done[report->board] = true;
    }
    for (const int unit : {1, 2, 3}) ASSERT_EQ(slave.contacts(unit), closed);
  }
  EXPECT_EQ(slave.count(15), 2 * kMoments);
  EXPECT_EQ(slave.count(6), 4 * kMoments);
  EXPECT_EQ(slave.count(1), 2 * kMoments) << "one read-back a write";
  EXPECT_EQ(slave.count(3), kMoments);
  EXPECT_EQ(slave.connections(), 1);
  EXPECT_EQ(relays.figures()[0].writes, 6U * kMoments);
  EXPECT_EQ(relays.figures()[0].connects, 1U);
  EXPECT_EQ(relays.figures()[0].timeouts, 0U);
}

TEST(Buses, SettleWaitsForTheSafeState) {
  const SystemClock clock;
  ModbusSlave one{{{1, coil_profile(8)}, {2, register_profile(4)}}, clock};
  ModbusSlave other{{{1, coil_profile(8)}}, clock};
  for (int c = 0; c < 8; ++c) other.set_contact(1, c, true);
  ReportLog log;
  Buses relays{{at(one, "one"), at(other, "other")},
               {{"a", 0, 1, coil_profile(8)}, {"b", 0, 2, register_profile(4)}, {"c", 1, 1, coil_profile(8)}},
               clock,
               log.listener()};
  relays.want(0, {0xFF, 0xFF});
  relays.want(1, {0xF, 0xF});
  EXPECT_TRUE(relays.settle(kSoon).empty());
  EXPECT_EQ(one.contacts(1), 0xFFU);
  EXPECT_EQ(one.contacts(2), 0xFU);
  EXPECT_EQ(other.contacts(1), 0xFFU) << "never wanted: not touched";
  one.set_contact(1, 0, false);  // behind our back: the fresh reading finds it
  for (std::size_t b = 0; b < 3; ++b) relays.want(b, {0xFF, 0});
  EXPECT_TRUE(relays.settle(kSoon).empty());
  EXPECT_EQ(one.contacts(1) | one.contacts(2) | other.contacts(1), 0U);
  relays.want(0, {0xFF, 0});  // the same picture again
  EXPECT_TRUE(relays.settle(kSoon).empty());
}

TEST(Buses, SettleNamesTheBoardsThatDidNot) {
  const SystemClock clock;
  ModbusSlave slave{{{1, coil_profile(8)}, {2, coil_profile(8)}}, clock};
  slave.set_contact(2, 4, true);
  slave.set_stuck(2, 4, true);
  ReportLog log;
  Buses relays{{at(slave)}, {{"a", 0, 1, coil_profile(8)}, {"b", 0, 2, coil_profile(8)}}, clock, log.listener()};
  relays.want(0, {0xFF, 0});
  relays.want(1, {0xFF, 0});
  EXPECT_EQ(relays.settle(seconds{1}), std::vector<std::size_t>{1});
}

TEST(Buses, StopsPromptlyWhateverTheBusDoes) {
  const SystemClock clock;
  ModbusSlave slave{{{1, coil_profile(8)}}, clock};
  slave.afflict(1, {.trouble = ModbusSlave::Trouble::silent});
  modbus::RelayProfile patient = coil_profile(8);
  patient.reply_timeout = seconds{60};
  auto relays = std::make_unique<Buses>(std::vector<modbus::Bus>{at(slave)},
                                        std::vector<modbus::RelayBoardOnBus>{{"a", 0, 1, patient}}, clock,
                                        modbus::RelayBoards::Listener{});
  ASSERT_TRUE(slave.wait_for_function(1, 1, kSoon));
  const SteadyTime begun = clock.now().steady;
  relays.reset();
  EXPECT_LT(clock.now().steady - begun, kSoon);
}

TEST(Buses, RefusesABusThatIsNotThere) {
  const SystemClock clock;
  EXPECT_THROW(Buses({}, {{"a", 0, 1, coil_profile(8)}}, clock, {}), std::out_of_range);
}

TEST(Buses, ABusWithoutBoardsIsLeftAlone) {
  const SystemClock clock;
  ModbusSlave slave{{{1, coil_profile(8)}}, clock};
  const Buses relays{{at(slave)}, {}, clock, {}};
  EXPECT_EQ(relays.figures().size(), 1U);
  EXPECT_EQ(relays.figures()[0].connects, 0U);
}

}  // namespace
}  // namespace wardcast::test
