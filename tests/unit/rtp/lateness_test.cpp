// SPDX-License-Identifier: GPL-3.0-or-later
// What the table does when its thread wakes too late.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rtp/rig.hpp"

namespace wardcast::rtp::test {
namespace {

using ::testing::SizeIs;

class Late : public ::testing::Test {
 protected:
  void SetUp() override {
    rig.open(1, kStart, amplifiers({0}));
    rig.enqueue(1, 10, make_recording("a", 1000));
    rig.run_until(kStart + milliseconds{20});  // frames 0 and 1
  }
  void sleep_through(nanoseconds span) { rig.now += span; }
  std::vector<Packet> heard() { return rig.wire.of(0); }
  Rig rig;
};

TEST_F(Late, MissedFramesLeaveInOrderAFewAtATime) {
  sleep_through(milliseconds{150});  // at 170: frames 2 … 8 are due
  SteadyTime next = rig.table.step(rig.now);
  EXPECT_THAT(heard(), SizeIs(2 + kCatchUpFrames));
  EXPECT_EQ(next, rig.now + kCatchUpBreath);
  rig.run_until(kStart + milliseconds{400});
  const auto packets = heard();
  ASSERT_THAT(packets, SizeIs(21));
  for (std::size_t k = 0; k < packets.size(); ++k) {
    EXPECT_EQ(packets[k].payload, "a:" + std::to_string(k));
    EXPECT_EQ(packets[k].timestamp - packets[0].timestamp, 960 * k);
    EXPECT_EQ(packets[k].marker, k == 0);
  }
  EXPECT_EQ(packets[9].at, kStart + milliseconds{180}) << "back on the clock";
  EXPECT_EQ(rig.figures.skipped_frames, 0U);
  EXPECT_EQ(rig.figures.late_frames, 7U);
  EXPECT_EQ(rig.figures.lateness.max(), milliseconds{130});
}

TEST_F(Late, BeyondTwoHundredMillisecondsItSkipsAheadAndStaysOnTheClock) {
  sleep_through(seconds{5});  // at 5020
  rig.run_until(kStart + milliseconds{6000});
  const auto packets = heard();
  // Frames 241 … 251 are due within the last 200 ms, then on to frame 300.
  ASSERT_THAT(packets, SizeIs(2 + 60));
  EXPECT_EQ(packets[2].payload, "a:241");
  EXPECT_TRUE(packets[2].marker);
  EXPECT_EQ(packets[2].sequence, static_cast<std::uint16_t>(packets[1].sequence + 1));
  EXPECT_EQ(packets[2].timestamp - packets[1].timestamp, 240U * 960);
  EXPECT_EQ(packets.back().payload, "a:300");
  EXPECT_EQ(packets.back().at, kStart + milliseconds{6000});
  EXPECT_EQ(rig.figures.skipped_frames, 239U);

  rig.apply(CutClip{1, 10});
  EXPECT_EQ(rig.reports.of<ClipEnded>()[0].frames_played, 301U);
  EXPECT_EQ(rig.reports.of<ClipEnded>()[0].frames_sent, 62U);
}

TEST_F(Late, SkippingPassesWholeClipsAndStopsAtTheEnd) {
  rig.enqueue(1, 11, make_recording("b", 100));  // 20 s … 22 s
  rig.enqueue(1, 12, make_recording("c", 500));  // 22 s … 32 s
  rig.apply(EndStreamAt{1, kStart + seconds{23}});
  sleep_through(std::chrono::hours{1});
  rig.run_for(seconds{1});
  EXPECT_THAT(heard(), SizeIs(2));
  const auto ends = rig.reports.of<ClipEnded>();
  ASSERT_THAT(ends, SizeIs(3));
  EXPECT_EQ(ends[0].why, ClipEnd::finished);
  EXPECT_EQ(ends[0].frames_played, 1000U);
  EXPECT_EQ(ends[0].frames_sent, 2U);
  EXPECT_EQ(ends[1].why, ClipEnd::finished);
  EXPECT_EQ(ends[1].frames_sent, 0U);
  EXPECT_EQ(ends[2].why, ClipEnd::cut);
  EXPECT_EQ(ends[2].frames_played, 50U);
  EXPECT_THAT(rig.reports.of<StreamDry>(), SizeIs(1));
}

TEST_F(Late, OpeningsMissedWhileAsleepKeepTheirOrder) {
  rig.open(3, kStart + seconds{2}, amplifiers({0}));
  rig.enqueue(3, 13, make_recording("second", 1000));
  rig.open(2, kStart + seconds{1}, amplifiers({0}));
  rig.enqueue(2, 12, make_recording("first", 1000));
  sleep_through(seconds{5});
  rig.run_for(seconds{1});
  for (std::size_t i = 2; i < heard().size(); ++i) EXPECT_TRUE(heard()[i].payload.starts_with("second")) << i;
  EXPECT_THAT(heard(), ::testing::Not(SizeIs(2)));
}

TEST(LatenessHistogram, QuantilesAreGoodToAQuarter) {
  LatenessHistogram histogram;
  for (int us = 1; us <= 10'000; ++us) histogram.add(microseconds{us});
  for (const double q : {0.01, 0.5, 0.9, 0.99}) {
    const auto exact = q * 10'000;
    EXPECT_GE(static_cast<double>(histogram.quantile(q).count()), exact * 0.99) << q;
    EXPECT_LE(static_cast<double>(histogram.quantile(q).count()), exact * 1.26) << q;
  }
  EXPECT_EQ(histogram.max(), milliseconds{10});
  EXPECT_EQ(LatenessHistogram{}.quantile(0.99), microseconds{0});
  histogram.add(std::chrono::hours{100});  // off the scale: counted in the last bucket
  EXPECT_EQ(histogram.max(), std::chrono::hours{100});
}

}  // namespace
}  // namespace wardcast::rtp::test
