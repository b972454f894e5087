// SPDX-License-Identifier: GPL-3.0-or-later
// Who holds an amplifier when, and what its RTP session does about it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rtp/rig.hpp"

namespace wardcast::rtp::test {
namespace {

using ::testing::SizeIs;

/// Every packet of that amplifier one sequence number on, and the timestamp forward by at least a frame.
void expect_one_session(const std::vector<Packet>& packets) {
  for (std::size_t i = 1; i < packets.size(); ++i) {
    EXPECT_EQ(packets[i].sequence, static_cast<std::uint16_t>(packets[i - 1].sequence + 1)) << "packet " << i;
    EXPECT_EQ(packets[i].ssrc, packets[0].ssrc);
    const auto step = static_cast<std::int32_t>(packets[i].timestamp - packets[i - 1].timestamp);
    EXPECT_GE(step, 960) << "packet " << i;
  }
}

TEST(Takeover, HappensAtTheEpochNotBefore) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0, 1}));
  rig.enqueue(1, 10, make_recording("old", 500));
  const SteadyTime epoch = departure(kStart + milliseconds{1007});
  rig.open(2, epoch, amplifiers({1, 2}));
  rig.enqueue(2, 11, make_recording("new", 500));
  rig.run_for(seconds{2});

  for (const Packet& packet : rig.wire.packets) {
    const bool is_new = packet.payload.starts_with("new");
    if (packet.amplifier == 0) {
      EXPECT_FALSE(is_new);
    }
    if (packet.amplifier == 1) {
      EXPECT_EQ(is_new, packet.at >= epoch) << (packet.at - kStart).count();
    }
    if (packet.amplifier == 2) {
      EXPECT_TRUE(is_new);
    }
  }
  EXPECT_EQ(rig.wire.of(2).at(0).at, epoch);
  const auto taken = rig.wire.of(1);
  expect_one_session(taken);
  // 51 old packets (0 … 1000 ms), the new one 7 ms later: the timestamp may not overlap what was sent.
  ASSERT_EQ(taken[51].at, epoch);
  EXPECT_EQ(taken[51].timestamp - taken[50].timestamp, 960U);
  EXPECT_FALSE(taken[51].marker) << "no pause came before";
}

TEST(Takeover, AtAnEqualInstantOnlyTheNewStreamSends) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("old", 500));
  rig.open(2, kStart + seconds{1}, amplifiers({0}));
  rig.enqueue(2, 11, make_recording("new", 500));
  rig.run_for(seconds{2});
  const auto packets = rig.wire.of(0);
  ASSERT_THAT(packets, SizeIs(101));
  for (std::size_t i = 0; i < packets.size(); ++i) EXPECT_EQ(packets[i].payload.starts_with("new"), i >= 50) << i;
  EXPECT_EQ(packets[50].timestamp - packets[49].timestamp, 960U);
}

TEST(Takeover, AStreamThatWaitsUnheardGoesOnWithTheVeryPacketThatNobodyGot) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}), true);
  rig.enqueue(1, 10, make_recording("programme", 150));
  rig.open(2, kStart + seconds{1}, amplifiers({0}));
  rig.enqueue(2, 11, make_recording("stronger", 100));
  rig.run_until(kStart + milliseconds{3007});  // 7 ms off the programme's grid
  rig.apply(CloseStream{2});
  rig.apply(SetAmplifiers{1, amplifiers({0})});
  rig.run_for(seconds{3});

  std::vector<std::string> heard;
  for (const Packet& packet : rig.wire.of(0)) {
    if (packet.payload.starts_with("programme")) heard.push_back(packet.payload);
  }
  ASSERT_THAT(heard, SizeIs(150));
  for (std::size_t i = 0; i < heard.size(); ++i) EXPECT_EQ(heard[i], "programme:" + std::to_string(i));
  expect_one_session(rig.wire.of(0));
  for (const auto& ended : rig.reports.of<ClipEnded>()) EXPECT_EQ(ended.frames_sent, ended.frames_played);
  std::vector<ClipProgress> turns;
  for (const auto& progress : rig.reports.of<ClipProgress>()) {
    if (progress.clip == 10 && progress.frames_played == 50) turns.push_back(progress);
  }
  ASSERT_THAT(turns, SizeIs(3)) << "each half second, when it lost its amplifier, when it got it back";
  EXPECT_FALSE(turns[1].heard);
  EXPECT_EQ(turns[1].at, kStart + milliseconds{980}) << "its last packet";
  EXPECT_TRUE(turns[2].heard);
  EXPECT_EQ(turns[2].origin, kStart + milliseconds{3020 - 1000}) << "as if it had begun two seconds later";
}

TEST(Takeover, AStreamThatWaitsUnheardStillEndsWhenItIsToldTo) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}), true);
  rig.enqueue(1, 10, make_recording("programme", 150));
  rig.apply(EndStreamAt{1, kStart + seconds{2}});
  rig.open(2, kStart + seconds{1}, amplifiers({0}));
  rig.enqueue(2, 11, make_recording("stronger", 150));
  rig.run_until(kStart + milliseconds{1970});
  EXPECT_TRUE(rig.reports.of<ClipEnded>().empty());
  rig.run_until(kStart + milliseconds{1990});  // its last frame before the end would be due at 1980
  const auto ended = rig.reports.of<ClipEnded>();
  ASSERT_THAT(ended, SizeIs(1));
  EXPECT_EQ(ended[0].clip, 10U);
  EXPECT_EQ(ended[0].frames_played, 50U);
  EXPECT_EQ(ended[0].why, ClipEnd::cut);
}

TEST(Takeover, AStreamWithoutAmplifiersPlaysOnSilentlyAndComesBackWhereItIs) {
  Rig rig;
  const SteadyTime epoch = kStart + seconds{1};
  rig.open(1, epoch, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("programme", 150));
  rig.run_until(epoch + milliseconds{990});
  rig.open(2, epoch + milliseconds{1000}, amplifiers({0}));
  rig.enqueue(2, 11, make_recording("emergency", 25));
  rig.run_until(epoch + milliseconds{1990});
  rig.apply(CloseStream{2});
  rig.apply(SetAmplifiers{1, amplifiers({0})});
  rig.run_for(seconds{3});

  const auto packets = rig.wire.of(0);
  expect_one_session(packets);
  ASSERT_THAT(packets, SizeIs(50 + 25 + 50));
  EXPECT_EQ(packets[75].payload, "programme:100") << "the clock ran on";
  EXPECT_EQ(packets[75].at, epoch + milliseconds{2000});
  EXPECT_TRUE(packets[75].marker) << "half a second of nothing came before";
  EXPECT_EQ(packets[75].timestamp - packets[0].timestamp, 100U * 960);
  const auto ends = rig.reports.of<ClipEnded>();
  EXPECT_EQ(ends.back().clip, 10U);
  EXPECT_EQ(ends.back().frames_played, 150U);
  EXPECT_EQ(ends.back().frames_sent, 100U);
}

TEST(Takeover, SetAmplifiersMovesTheStreamAtItsNextFrame) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0, 1}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.run_until(kStart + milliseconds{50});
  rig.apply(SetAmplifiers{1, amplifiers({1, 2})});
  rig.run_until(kStart + milliseconds{95});
  EXPECT_THAT(rig.wire.of(0), SizeIs(3));
  EXPECT_THAT(rig.wire.of(1), SizeIs(5));
  EXPECT_THAT(rig.wire.of(2), SizeIs(2));
  expect_one_session(rig.wire.of(1));
}

TEST(Takeover, TheFormerHolderSendsUntilTheNewOnesFirstFrame) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.open(2, kStart + milliseconds{15}, amplifiers({1}));
  rig.enqueue(2, 11, make_recording("b", 100));
  rig.run_until(kStart + milliseconds{36});  // b's next frame is at 55, a's at 40
  rig.apply(SetAmplifiers{2, amplifiers({0, 1})});
  rig.run_until(kStart + milliseconds{100});
  std::vector<std::string> heard;
  for (const Packet& packet : rig.wire.of(0)) heard.push_back(packet.payload);
  EXPECT_THAT(heard, ::testing::ElementsAre("a:0", "a:1", "a:2", "b:2", "b:3", "b:4"));
}

TEST(Takeover, TheLaterCommandWinsWhereverTheFramesFall) {
  Rig rig;
  rig.open(1, kStart, amplifiers({}));  // frames at 0, 20, 40 …
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.open(2, kStart + milliseconds{10}, amplifiers({}));  // frames at 10, 30, 50 …
  rig.enqueue(2, 11, make_recording("b", 100));
  rig.run_until(kStart + milliseconds{45});
  rig.apply(SetAmplifiers{1, amplifiers({0})});  // takes effect at 60
  rig.apply(SetAmplifiers{2, amplifiers({0})});  // takes effect at 50, but was asked for later
  rig.run_until(kStart + milliseconds{500});
  for (const Packet& packet : rig.wire.of(0)) EXPECT_TRUE(packet.payload.starts_with("b"));
  EXPECT_THAT(rig.wire.of(0), SizeIs(23));
}

TEST(Takeover, AnEpochOutranksEarlierCommandsAndObeysLaterOnes) {
  Rig rig;
  rig.open(1, kStart, amplifiers({}));
  rig.enqueue(1, 10, make_recording("a", 500));
  rig.open(2, kStart + milliseconds{50}, amplifiers({0}));
  rig.enqueue(2, 11, make_recording("b", 500));
  rig.run_until(kStart + milliseconds{45});
  rig.apply(SetAmplifiers{1, amplifiers({0})});  // would take effect at 60, after the epoch at 50
  rig.run_until(kStart + milliseconds{495});
  for (const Packet& packet : rig.wire.of(0)) EXPECT_TRUE(packet.payload.starts_with("b"));
  rig.apply(SetAmplifiers{1, amplifiers({0})});
  rig.run_until(kStart + milliseconds{800});
  EXPECT_TRUE(rig.wire.of(0).back().payload.starts_with("a"));
}

TEST(Takeover, OfTwoOpeningsAtOneInstantTheLaterCommandWinsAndOnlyItSends) {
  Rig rig;
  for (StreamId id = 1; id <= 2; ++id) {
    rig.open(id, kStart + milliseconds{100}, amplifiers({0}));
    rig.enqueue(id, 10 + id, make_recording(id == 1 ? "a" : "b", 10));
  }
  rig.run_for(seconds{1});
  EXPECT_THAT(rig.wire.of(0), SizeIs(10));
  for (const Packet& packet : rig.wire.of(0)) EXPECT_TRUE(packet.payload.starts_with("b"));
}

TEST(Takeover, AfterALateWakeUpWhatWasDueBeforeTheEpochStillLeavesFirst) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.open(2, kStart + milliseconds{50}, amplifiers({0}));
  rig.enqueue(2, 11, make_recording("b", 1));
  rig.run_until(kStart);
  rig.now = kStart + milliseconds{65};  // slept through 20, 40, 50 and 60
  rig.run_for(milliseconds{10});
  std::vector<std::string> heard;
  for (const Packet& packet : rig.wire.of(0)) heard.push_back(packet.payload);
  EXPECT_THAT(heard, ::testing::ElementsAre("a:0", "a:1", "a:2", "b:0"));
}

TEST(Takeover, OpeningWithNothingToPlayStillTakes) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.open(2, kStart + milliseconds{100}, amplifiers({0}));
  rig.run_for(seconds{1});
  EXPECT_THAT(rig.wire.of(0), SizeIs(5));
}

TEST(Takeover, BeforeTheEpochTheSetMayStillBeChanged) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0, 1}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.open(2, kStart + milliseconds{500}, amplifiers({0}));
  rig.enqueue(2, 11, make_recording("b", 10));
  rig.apply(SetAmplifiers{2, amplifiers({1})});
  rig.run_for(seconds{3});
  EXPECT_THAT(rig.wire.of(0), SizeIs(100));
  EXPECT_THAT(rig.wire.of(1), SizeIs(25 + 10));
}

}  // namespace
}  // namespace wardcast::rtp::test
