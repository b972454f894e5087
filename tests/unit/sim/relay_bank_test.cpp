// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/relay_bank.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

using Change = std::tuple<int, bool, SteadyTime>;

struct Watched {
  std::vector<Change> changes;
  RelayBank bank;
  explicit Watched(bool inverted = false)
      : bank(4, inverted,
             [this](int channel, bool closed, SteadyTime at) { changes.emplace_back(channel, closed, at); }) {}
};

TEST(RelayBank, TellsEachContactChangeOnce) {
  Watched board;
  board.bank.write(2, true, at_ms(10));
  board.bank.write(2, true, at_ms(20));
  board.bank.write(2, false, at_ms(30));
  EXPECT_EQ(board.changes, (std::vector<Change>{{2, true, at_ms(10)}, {2, false, at_ms(30)}}));
}

TEST(RelayBank, AnInvertedBoardIsClosedAtRest) {
  Watched board{true};
  EXPECT_TRUE(board.bank.contact(0).value());
  EXPECT_FALSE(board.bank.output(0));
  board.bank.write(0, true, at_ms(10));
  EXPECT_FALSE(board.bank.contact(0).value());
}

TEST(RelayBank, AStuckChannelIgnoresWritesAndItsOutputShowsIt) {
  Watched board;
  board.bank.set_stuck(1, true);
  board.bank.write(1, true, at_ms(10));
  EXPECT_FALSE(board.bank.output(1));
  EXPECT_FALSE(board.bank.contact(1).value());
  board.bank.set_stuck(1, false);
  board.bank.write(1, true, at_ms(20));
  EXPECT_TRUE(board.bank.contact(1).value());
}

TEST(RelayBank, AWeldedContactStaysClosedUnseenByTheOutput) {
  Watched board;
  board.bank.write(3, true, at_ms(10));
  board.bank.set_welded(3, true, at_ms(20));
  board.bank.write(3, false, at_ms(30));
  EXPECT_FALSE(board.bank.output(3));
  EXPECT_TRUE(board.bank.contact(3).value());
  board.bank.set_welded(3, false, at_ms(40));
  EXPECT_FALSE(board.bank.contact(3).value());
  EXPECT_EQ(board.changes, (std::vector<Change>{{3, true, at_ms(10)}, {3, false, at_ms(40)}}));
}

}  // namespace
}  // namespace wardcast::sim
