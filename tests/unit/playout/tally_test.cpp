// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/tally.hpp"

#include <gtest/gtest.h>

namespace wardcast::playout {
namespace {

using store::Confirmation;

constexpr SteadyTime at(int frame) { return SteadyTime{seconds{100}} + frame * kFrame; }
Now now(int frame) { return {WallTime{seconds{1000}} + frame * kFrame, at(frame)}; }

TEST(Tally, CountsWhatWasSentInOneSegment) {
  Tally tally{{}, 10, Confirmation::confirmed};
  EXPECT_FALSE(tally.progress(25, 25, at(24), now(25)));
  EXPECT_FALSE(tally.progress(40, 40, at(39), now(40)));
  const auto segment = tally.finish("finished");
  ASSERT_TRUE(segment);
  EXPECT_EQ(segment->first_packet, 10U);
  EXPECT_EQ(segment->packets, 40U);
  EXPECT_EQ(segment->started_at, WallTime{seconds{1000}});
  EXPECT_EQ(segment->end_reason, "finished");
  EXPECT_FALSE(tally.finish("finished"));
}

TEST(Tally, SilenceInBetweenMakesTwoSegments) {
  Tally tally{{}, 0, Confirmation::confirmed};
  EXPECT_FALSE(tally.progress(25, 25, at(24), now(25)));
  const auto first = tally.progress(50, 25, at(49), now(50));
  ASSERT_TRUE(first);
  EXPECT_EQ(first->packets, 25U);
  EXPECT_EQ(first->end_reason, "interrupted");
  EXPECT_FALSE(tally.progress(75, 35, at(74), now(75)));
  const auto second = tally.finish("cut");
  ASSERT_TRUE(second);
  EXPECT_EQ(second->first_packet, 65U);
  EXPECT_EQ(second->packets, 10U);
}

TEST(Tally, AnotherConfirmationBeginsAnotherSegment) {
  Tally tally{{}, 0, Confirmation::not_heard};
  EXPECT_FALSE(tally.confirm(Confirmation::not_heard));
  EXPECT_FALSE(tally.progress(25, 25, at(24), now(25)));
  const auto first = tally.confirm(Confirmation::confirmed);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->confirmation, Confirmation::not_heard);
  EXPECT_FALSE(tally.progress(50, 50, at(49), now(50)));
  EXPECT_EQ(tally.so_far()->confirmation, Confirmation::confirmed);
  EXPECT_EQ(tally.so_far()->first_packet, 25U);
}

}  // namespace
}  // namespace wardcast::playout
