// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "drivers/clock/system_clock.hpp"
#include "tests/support/meter_profiles.hpp"
#include "tests/support/reading_log.hpp"
#include "tests/support/relay_profiles.hpp"
#include "tests/support/report_log.hpp"
#include "tests/support/wires.hpp"

// Everything that goes wrong on a bus, on both kinds of wire: the right state is told, it recovers by itself, and no
// relay is ever as nobody wanted it. Unit 1 misbehaves; boards 2 and 3 and the meter 4 share its wire.
namespace wardcast::test {
namespace {

using modbus::BoardReport;
using Trouble = SlaveUnits::Trouble;

constexpr std::uint64_t kOld = 0x0F, kNew = 0x3C;

template <class Wire>
class BusFaultMatrix : public testing::Test {
 protected:
  BusFaultMatrix() {
    modbus::MeterProfile meter = float_meter();
    meter.reply_timeout = milliseconds{300};
    slave_.add_meter(4, meter);
    slave_.set_values(4, 0, {.volts = 10, .amps = 0.5});
    modbus::BusTiming timing;
    timing.supervision = milliseconds{200};
    buses_ = std::make_unique<modbus::Buses>(
        std::vector<modbus::Bus>{Wire::bus(slave_)},
        std::vector<modbus::RelayBoardOnBus>{{"one", 0, 1, quick(coil_profile(8))},
                                             {"two", 0, 2, quick(coil_profile(8))},
                                             {"three", 0, 3, quick(register_profile(4))}},
        std::vector<modbus::LineMeterOnBus>{{"meter", 0, 4, meter}}, clock_,
        modbus::Buses::Listeners{log_.listener(), readings_.listener()}, timing);
    switch_to(0, kOld);
    switch_to(1, 0x55);
    switch_to(2, 0b0101);
  }
  static modbus::RelayProfile quick(modbus::RelayProfile profile) {
    profile.reply_timeout = milliseconds{300};
    return profile;
  }
  void switch_to(std::size_t board, std::uint64_t closed) {
    buses_->want(board, {board == 2 ? 0xFU : 0xFFU, closed});
    ASSERT_TRUE(log_.wait_for([&](const BoardReport& r) { return r.board == board && r.settled && shows(r, closed); }));
    ASSERT_EQ(slave_.contacts(static_cast<int>(board) + 1), closed);
  }
  static bool shows(const BoardReport& report, std::uint64_t closed) {
    for (std::size_t c = 0; c < report.channels.size(); ++c) {
      const auto wanted = ((closed >> c) & 1U) != 0 ? modbus::RelayState::closed : modbus::RelayState::open;
      if (report.channels[c] != wanted) return false;
    }
    return true;
  }
  void others_go_on() {
    for (unsigned i = 1; i <= 4; ++i) {
      switch_to(1, 0x50U + i);
      switch_to(2, i);
      buses_->read(0, 0, ++ticket_);
      const auto reading = readings_.reading(ticket_);
      ASSERT_TRUE(reading.has_value());
      EXPECT_EQ(reading->problem, "");
      EXPECT_EQ(reading->amps, 0.5);
      never_wrong();
    }
  }
  /// Contacts are as once wanted, never else.
  void never_wrong() {
    const std::uint64_t contacts = slave_.contacts(1);
    EXPECT_TRUE(contacts == kOld || contacts == kNew) << contacts;
  }
  void comes_back() {
    slave_.mend(1);
    ASSERT_TRUE(log_.wait_for([&](const BoardReport& r) { return r.board == 0 && r.settled && shows(r, kNew); }));
    EXPECT_EQ(slave_.contacts(1), kNew);
  }

  /// A trouble that makes the board unknown while it lasts.
  void lasting(SlaveUnits::Fault fault) {
    slave_.afflict(1, fault);
    buses_->want(0, {0xFF, kNew});
    const auto lost = log_.wait_for(unreachable(0));
    ASSERT_TRUE(lost.has_value());
    EXPECT_NE(lost->problem, "");
    for (const auto state : lost->channels) EXPECT_EQ(state, modbus::RelayState::unknown);
    others_go_on();
    comes_back();
  }

  SystemClock clock_;
  typename Wire::Slave slave_{{{1, coil_profile(8)}, {2, coil_profile(8)}, {3, register_profile(4)}}, clock_};
  ReportLog log_;
  ReadingLog readings_;
  std::uint64_t ticket_ = 0;
  std::unique_ptr<modbus::Buses> buses_;
};

using Wires = testing::Types<TcpWire, RtuWire>;
TYPED_TEST_SUITE(BusFaultMatrix, Wires);

TYPED_TEST(BusFaultMatrix, Dead) { this->lasting({.trouble = Trouble::silent}); }
TYPED_TEST(BusFaultMatrix, SwitchesButNeverAnswers) { this->lasting({.trouble = Trouble::deaf_after}); }
TYPED_TEST(BusFaultMatrix, Late) { this->lasting({.trouble = Trouble::late, .delay = milliseconds{450}}); }
TYPED_TEST(BusFaultMatrix, Garbled) { this->lasting({.trouble = Trouble::garbled}); }
TYPED_TEST(BusFaultMatrix, WrongUnit) { this->lasting({.trouble = Trouble::wrong_unit}); }

TYPED_TEST(BusFaultMatrix, OnceHealsUnnoticed) {
  const auto before = this->log_.all().size();
  for (const Trouble trouble :
       {Trouble::silent, Trouble::deaf_after, Trouble::late, Trouble::garbled, Trouble::wrong_unit, Trouble::twice}) {
    for (const std::uint64_t picture : {kNew, kOld}) {
      this->slave_.afflict(1, {.trouble = trouble, .times = 1, .delay = milliseconds{400}});
      this->switch_to(0, picture);
    }
  }
  const auto all = this->log_.all();
  for (std::size_t i = before; i < all.size(); ++i) {
    EXPECT_TRUE(all[i].reachable);
    EXPECT_EQ(all[i].problem, "");
  }
}

TYPED_TEST(BusFaultMatrix, Exception) {
  this->slave_.afflict(1, {.trouble = Trouble::exception, .exception_code = 4});
  this->buses_->want(0, {0xFF, kNew});
  const auto refused = this->log_.wait_for(troubled(0));
  ASSERT_TRUE(refused.has_value());
  EXPECT_TRUE(refused->reachable);
  EXPECT_NE(refused->problem.find("refuses to"), std::string::npos) << refused->problem;
  this->others_go_on();
  EXPECT_EQ(this->slave_.contacts(1), kOld);
  this->comes_back();
}

TYPED_TEST(BusFaultMatrix, StuckRelay) {
  this->slave_.set_stuck(1, 2, true);
  this->buses_->want(0, {0xFF, 0x08});
  const auto stuck = this->log_.wait_for(troubled(0));
  ASSERT_TRUE(stuck.has_value());
  EXPECT_EQ(stuck->problem, "channel 3 stays closed: relay stuck?");
  EXPECT_EQ(this->slave_.contacts(1), 0x0CU);
  this->slave_.set_stuck(1, 2, false);
  ASSERT_TRUE(this->log_.wait_for(settled(0)).has_value());
  EXPECT_EQ(this->slave_.contacts(1), 0x08U);
}

TYPED_TEST(BusFaultMatrix, TheWholeBusGoneAndBack) {
  TypeParam::break_off(this->slave_);
  for (std::size_t board = 0; board < 3; ++board) ASSERT_TRUE(this->log_.wait_for(unreachable(board)).has_value());
  ASSERT_TRUE(this->readings_.reachable(0, false));
  this->buses_->read(0, 0, 1000);
  const auto reading = this->readings_.reading(1000);
  ASSERT_TRUE(reading.has_value());
  EXPECT_NE(reading->problem, "");
  this->buses_->want(0, {0xFF, kNew});
  TypeParam::mend(this->slave_);
  const SteadyTime back = this->clock_.now().steady;
  this->comes_back();
  for (std::size_t board = 1; board < 3; ++board) ASSERT_TRUE(this->log_.wait_for(settled(board)).has_value());
  ASSERT_TRUE(this->readings_.reachable(0, true));
  EXPECT_LT(this->clock_.now().steady - back, seconds{5});
  this->others_go_on();
}

}  // namespace
}  // namespace wardcast::test
