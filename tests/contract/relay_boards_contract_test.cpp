// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "drivers/clock/system_clock.hpp"
#include "drivers/modbus/buses.hpp"
#include "tests/support/fake_relay_boards.hpp"
#include "tests/support/relay_profiles.hpp"
#include "tests/support/report_log.hpp"
#include "tests/support/wires.hpp"

// What every RelayBoards does, the fake that playout is tested with as well as real buses. Two boards of 8 contacts.
namespace wardcast::test {
namespace {

using modbus::BoardReport;
using modbus::RelayState;

class FakeWard {
 public:
  modbus::RelayBoards& start() {
    boards_.emplace(std::vector<int>{8, 8}, clock_, log_.listener());
    for (std::size_t b = 0; b < 2; ++b)
      for (int c = 0; c < 8; ++c)
        if (((before_[b] >> c) & 1U) != 0) boards_->switch_by_hand(b, c, true);
    return *boards_;
  }
  std::optional<BoardReport> wait_for(const ReportLog::Predicate& predicate) {
    boards_->deliver();
    return log_.wait_for(predicate, milliseconds{0});
  }
  std::vector<BoardReport> reports() { return log_.all(); }
  void closed_before_start(std::size_t board, int channel) { before_[board] |= std::uint64_t{1} << channel; }
  std::uint64_t contacts(std::size_t board) { return boards_->contacts(board); }
  int writes(std::size_t board) { return boards_->writes(board); }
  void switch_by_hand(std::size_t board, int channel, bool closed) { boards_->switch_by_hand(board, channel, closed); }
  void stick(std::size_t board, int channel) { boards_->stick(board, channel); }
  void unstick(std::size_t board, int channel) { boards_->unstick(board, channel); }
  void unplug(std::size_t board) { boards_->unplug(board); }
  void plug(std::size_t board) { boards_->plug(board); }

 private:
  SystemClock clock_;
  ReportLog log_;
  std::array<std::uint64_t, 2> before_{};
  std::optional<FakeRelayBoards> boards_;
};

/// Both boards on one bus over a real wire, of the profile that the tag makes.
template <class Tag, class Wire>
class BusWard {
 public:
  BusWard() {
    for (std::size_t b = 0; b < 2; ++b)
      for (int c = 0; c < 8; ++c) slave_.set_contact(unit(b), c, false);
  }
  modbus::RelayBoards& start() {
    modbus::BusTiming timing;
    timing.supervision = milliseconds{100};
    boards_ = std::make_unique<modbus::Buses>(
        std::vector<modbus::Bus>{Wire::bus(slave_)},
        std::vector<modbus::RelayBoardOnBus>{{"one", 0, 1, profile()}, {"two", 0, 2, profile()}}, clock_,
        log_.listener(), timing);
    return *boards_;
  }
  std::optional<BoardReport> wait_for(const ReportLog::Predicate& predicate) { return log_.wait_for(predicate); }
  std::vector<BoardReport> reports() { return log_.all(); }
  void closed_before_start(std::size_t board, int channel) { slave_.set_contact(unit(board), channel, true); }
  std::uint64_t contacts(std::size_t board) { return slave_.contacts(unit(board)); }
  int writes(std::size_t board) {
    const auto frames = slave_.frames();
    const bool coils = profile().write == modbus::RelayWrite::coils_fc15;
    return static_cast<int>(std::count_if(frames.begin(), frames.end(), [&](const SlaveUnits::Frame& frame) {
      return frame.unit == unit(board) && frame.function() == (coils ? 15 : 6);
    }));
  }
  void switch_by_hand(std::size_t board, int channel, bool closed) { slave_.set_contact(unit(board), channel, closed); }
  void stick(std::size_t board, int channel) { slave_.set_stuck(unit(board), channel, true); }
  void unstick(std::size_t board, int channel) { slave_.set_stuck(unit(board), channel, false); }
  void unplug(std::size_t board) { slave_.afflict(unit(board), {.trouble = SlaveUnits::Trouble::silent}); }
  void plug(std::size_t board) { slave_.mend(unit(board)); }

 private:
  static modbus::RelayProfile profile() {
    modbus::RelayProfile made = Tag::profile();
    made.reply_timeout = milliseconds{150};
    return made;
  }
  static int unit(std::size_t board) { return static_cast<int>(board) + 1; }

  SystemClock clock_;
  typename Wire::Slave slave_{{{1, profile()}, {2, profile()}}, clock_};
  ReportLog log_;
  std::unique_ptr<modbus::Buses> boards_;
};

struct Coils {
  static modbus::RelayProfile profile() { return coil_profile(8); }
};
struct Registers {
  static modbus::RelayProfile profile() { return register_profile(8); }
};
struct Inverted {
  static modbus::RelayProfile profile() {
    modbus::RelayProfile made = coil_profile(8);
    made.write_base = made.read_base = 0x100;
    made.invert = true;
    return made;
  }
};

template <class Ward>
class RelayBoardsContract : public testing::Test {
 protected:
  Ward ward_;
};

using Wards = testing::Types<FakeWard, BusWard<Coils, TcpWire>, BusWard<Registers, TcpWire>, BusWard<Inverted, TcpWire>,
                             BusWard<Coils, RtuWire>, BusWard<Registers, RtuWire>, BusWard<Inverted, RtuWire>>;
TYPED_TEST_SUITE(RelayBoardsContract, Wards);

TYPED_TEST(RelayBoardsContract, ReadsAndWritesNothingBeforeTheFirstWant) {
  this->ward_.closed_before_start(0, 2);
  this->ward_.start();
  for (std::size_t b = 0; b < 2; ++b) {
    const auto report = this->ward_.wait_for([b](const BoardReport& r) {
      return r.board == b && r.reachable && r.channels.at(2) == (b == 0 ? RelayState::closed : RelayState::open);
    });
    ASSERT_TRUE(report.has_value());
    ASSERT_EQ(report->channels.size(), 8U);
    EXPECT_FALSE(report->settled);
    EXPECT_EQ(report->problem, "");
    EXPECT_GT(report->read_at, SteadyTime{});
  }
  EXPECT_EQ(this->ward_.writes(0) + this->ward_.writes(1), 0);
  EXPECT_EQ(this->ward_.contacts(0), 0b100U);
}

TYPED_TEST(RelayBoardsContract, SwitchesReadsBackAndLeavesForeignChannelsAlone) {
  this->ward_.closed_before_start(0, 7);
  modbus::RelayBoards& boards = this->ward_.start();
  boards.want(0, {0b0000'1111, 0b0000'0010});
  const auto report = this->ward_.wait_for(settled(0));
  ASSERT_TRUE(report.has_value());
  EXPECT_EQ(report->channels[1], RelayState::closed);
  EXPECT_EQ(report->channels[0], RelayState::open);
  EXPECT_EQ(report->channels[7], RelayState::closed);
  EXPECT_EQ(this->ward_.contacts(0), 0b1000'0010U);
  EXPECT_EQ(this->ward_.contacts(1), 0U);
  EXPECT_EQ(this->ward_.writes(0), 1);
  EXPECT_EQ(this->ward_.writes(1), 0);
}

TYPED_TEST(RelayBoardsContract, AnswersAWantThatNeedsNoWriting) {
  this->ward_.closed_before_start(1, 0);
  modbus::RelayBoards& boards = this->ward_.start();
  boards.want(1, {0b11, 0b01});
  EXPECT_TRUE(this->ward_.wait_for(settled(1)).has_value());
  boards.want(1, {0b111, 0b001});
  EXPECT_TRUE(this->ward_.wait_for(settled(1)).has_value());
  EXPECT_EQ(this->ward_.writes(1), 0);
}

TYPED_TEST(RelayBoardsContract, TheNewestPictureWins) {
  modbus::RelayBoards& boards = this->ward_.start();
  for (unsigned i = 1; i <= 50; ++i) boards.want(0, {0xFF, i});
  const auto last = this->ward_.wait_for([](const BoardReport& r) {
    return r.board == 0 && r.settled && r.channels[1] == RelayState::closed && r.channels[4] == RelayState::closed &&
           r.channels[5] == RelayState::closed && r.channels[0] == RelayState::open;
  });
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ(this->ward_.contacts(0), 50U);
}

TYPED_TEST(RelayBoardsContract, ChannelsThatAreNotOursMayNotBeSwitched) {
  modbus::RelayBoards& boards = this->ward_.start();
  boards.want(0, {0b0001, 0b1111});
  ASSERT_TRUE(this->ward_.wait_for(settled(0)).has_value());
  EXPECT_EQ(this->ward_.contacts(0), 0b0001U);
}

TYPED_TEST(RelayBoardsContract, ASilentBoardIsUnknownOnceAndPutRightWhenItIsBack) {
  modbus::RelayBoards& boards = this->ward_.start();
  boards.want(0, {0xFF, 0x0F});
  ASSERT_TRUE(this->ward_.wait_for(settled(0)).has_value());
  this->ward_.unplug(0);
  const auto lost = this->ward_.wait_for(unreachable(0));
  ASSERT_TRUE(lost.has_value());
  ASSERT_EQ(lost->channels.size(), 8U);
  for (const RelayState state : lost->channels) EXPECT_EQ(state, RelayState::unknown);
  EXPECT_FALSE(lost->settled);
  EXPECT_NE(lost->problem, "");
  boards.want(0, {0xFF, 0xF0});
  boards.want(1, {0xFF, 0x01});
  ASSERT_TRUE(this->ward_.wait_for(settled(1)).has_value()) << "the other board goes on";
  EXPECT_EQ(this->ward_.contacts(0), 0x0FU);
  this->ward_.plug(0);
  const auto back = this->ward_.wait_for(settled(0));
  ASSERT_TRUE(back.has_value());
  EXPECT_TRUE(back->reachable);
  EXPECT_EQ(back->problem, "");
  EXPECT_EQ(this->ward_.contacts(0), 0xF0U);
  const auto all = this->ward_.reports();
  EXPECT_EQ(std::count_if(all.begin(), all.end(), unreachable(0)), 1);
}

TYPED_TEST(RelayBoardsContract, WhatSomebodyElseSwitchedIsPutRight) {
  modbus::RelayBoards& boards = this->ward_.start();
  boards.want(0, {0x0F, 0x03});
  ASSERT_TRUE(this->ward_.wait_for(settled(0)).has_value());
  this->ward_.switch_by_hand(0, 3, true);
  const auto seen =
      this->ward_.wait_for([](const BoardReport& r) { return r.board == 0 && r.channels[3] == RelayState::closed; });
  ASSERT_TRUE(seen.has_value());
  EXPECT_FALSE(seen->settled);
  ASSERT_TRUE(this->ward_.wait_for(settled(0)).has_value());
  EXPECT_EQ(this->ward_.contacts(0), 0x03U);
  this->ward_.switch_by_hand(0, 6, true);  // not ours: reported, left as it is
  const auto foreign =
      this->ward_.wait_for([](const BoardReport& r) { return r.board == 0 && r.channels[6] == RelayState::closed; });
  ASSERT_TRUE(foreign.has_value());
  EXPECT_TRUE(foreign->settled);
  EXPECT_EQ(this->ward_.contacts(0), 0x43U);
}

TYPED_TEST(RelayBoardsContract, AStuckRelayIsNamedAndTheOthersFollow) {
  this->ward_.closed_before_start(0, 2);
  modbus::RelayBoards& boards = this->ward_.start();
  this->ward_.stick(0, 2);
  boards.want(0, {0xFF, 0x01});
  const auto stuck = this->ward_.wait_for(troubled(0));
  ASSERT_TRUE(stuck.has_value());
  EXPECT_TRUE(stuck->reachable);
  EXPECT_FALSE(stuck->settled);
  EXPECT_EQ(stuck->problem, "channel 3 stays closed: relay stuck?");
  EXPECT_EQ(stuck->channels[0], RelayState::closed);
  EXPECT_EQ(this->ward_.contacts(0), 0x05U);
  this->ward_.unstick(0, 2);
  const auto freed = this->ward_.wait_for(settled(0));
  ASSERT_TRUE(freed.has_value());
  EXPECT_EQ(freed->problem, "");
  EXPECT_EQ(this->ward_.contacts(0), 0x01U);
}

}  // namespace
}  // namespace wardcast::test
