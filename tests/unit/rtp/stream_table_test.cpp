// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/rtp/rig.hpp"

namespace wardcast::rtp::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> payloads(const std::vector<Packet>& packets) {
  std::vector<std::string> all;
  for (const Packet& packet : packets) all.push_back(packet.payload);
  return all;
}

TEST(StreamTable, SendsFrameKAtEpochPlusKTimes20Milliseconds) {
  Rig rig;
  const SteadyTime epoch = kStart + milliseconds{1234};
  rig.open(1, epoch, amplifiers({2}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.run_for(seconds{5});

  const auto packets = rig.wire.of(2);
  ASSERT_THAT(packets, SizeIs(100));
  EXPECT_THAT(rig.wire.packets, SizeIs(100)) << "other amplifiers got packets";
  for (std::size_t k = 0; k < packets.size(); ++k) {
    EXPECT_EQ(packets[k].at, departure(epoch) + static_cast<int>(k) * kFrame);
    EXPECT_EQ(packets[k].payload, "a:" + std::to_string(k));
    EXPECT_EQ(packets[k].version, 2U);
    EXPECT_EQ(packets[k].payload_type, 98U);
    EXPECT_EQ(packets[k].ssrc, 1002U);
    EXPECT_EQ(packets[k].marker, k == 0);
    EXPECT_EQ(packets[k].sequence, static_cast<std::uint16_t>(65531 + k));
    EXPECT_EQ(packets[k].timestamp - packets[0].timestamp, k * 960);
  }
}

TEST(StreamTable, AClipThatComesAMomentAfterItsFrameWasDueStartsAtOnceAndInThatFrame) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.run_for(milliseconds{4});
  rig.enqueue(1, 10, make_recording("a", 3));
  rig.run_for(seconds{1});
  const auto packets = rig.wire.of(0);
  ASSERT_THAT(packets, SizeIs(3));
  EXPECT_EQ(packets[0].at, kStart + milliseconds{4});
  EXPECT_EQ(packets[1].at, kStart + kFrame) << "the grid stays where it was";
}

TEST(StreamTable, AClipThatComesLateStartsWithTheNextFrame) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.run_for(milliseconds{14});
  rig.enqueue(1, 10, make_recording("a", 3));
  rig.run_for(seconds{1});
  EXPECT_EQ(rig.wire.of(0).at(0).at, kStart + kFrame);
}

TEST(StreamTable, FirstTimestampIsWhereSteadyTimeIs) {
  Rig rig;
  rig.open(1, kStart + seconds{10}, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 1));
  rig.run_for(seconds{11});
  EXPECT_EQ(rig.wire.of(0).at(0).timestamp, static_cast<std::uint32_t>(0xffffff00ULL + 480'000));
}

TEST(StreamTable, NextClipFollowsWithoutAGap) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 10), 7);
  rig.enqueue(1, 11, make_recording("b", 10), 2, 2);
  rig.run_for(seconds{1});
  const auto packets = rig.wire.of(0);
  EXPECT_THAT(payloads(packets), ElementsAre("a:7", "a:8", "a:9", "b:2", "b:3"));
  for (std::size_t k = 1; k < packets.size(); ++k) {
    EXPECT_EQ(packets[k].at - packets[k - 1].at, nanoseconds{kFrame});
    EXPECT_FALSE(packets[k].marker);
  }
}

TEST(StreamTable, AClipThatComesInTheLastFrameStillFollowsWithoutAGap) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 3));
  rig.run_until(kStart + milliseconds{59});  // the last packet left at 40
  rig.enqueue(1, 11, make_recording("b", 1));
  rig.run_for(seconds{1});
  EXPECT_EQ(rig.wire.of(0).at(3).at, kStart + milliseconds{60});
  EXPECT_FALSE(rig.wire.of(0).at(3).marker);
}

TEST(StreamTable, AfterRunningDryItGoesOnInTheNextFrameOfItsGridWithTheMarker) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 1));
  rig.run_until(kStart + milliseconds{512});  // 12 ms after an instant: not the one before, the one after
  EXPECT_EQ(rig.next, SteadyTime::max()) << "a dry stream asks for no wake-ups";
  rig.enqueue(1, 11, make_recording("b", 2));
  rig.run_for(seconds{1});
  const auto packets = rig.wire.of(0);
  ASSERT_THAT(packets, SizeIs(3));
  EXPECT_EQ(packets[1].at, kStart + milliseconds{520});
  EXPECT_TRUE(packets[1].marker);
  EXPECT_EQ(packets[1].sequence, static_cast<std::uint16_t>(packets[0].sequence + 1));
  EXPECT_EQ(packets[1].timestamp - packets[0].timestamp, 26U * 960);
  EXPECT_FALSE(packets[2].marker);
}

TEST(StreamTable, AnEpochJustPastStartsAtOnceAnOlderOneAtTheNextFrame) {
  Rig rig;
  rig.now = kStart + milliseconds{100};
  rig.open(1, kStart + milliseconds{91}, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 1));
  EXPECT_THAT(payloads(rig.wire.of(0)), ElementsAre("a:0"));
  rig.open(2, kStart + milliseconds{45}, amplifiers({1}));  // instants 45, 65, 85, 105
  rig.enqueue(2, 11, make_recording("b", 1));
  EXPECT_THAT(rig.wire.of(1), IsEmpty());
  rig.run_for(seconds{1});
  EXPECT_EQ(rig.wire.of(1).at(0).at, kStart + milliseconds{105});
}

TEST(StreamTable, ReportsStartProgressEndAndDryInOrder) {
  Rig rig;
  rig.open(1, kStart + milliseconds{100}, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 60));
  rig.enqueue(1, 11, make_recording("b", 1));
  rig.run_for(seconds{3});
  std::vector<std::string> story;
  for (const Report& report : rig.reports.all) {
    std::visit(
        [&]<class T>(const T& one) {
          if constexpr (std::is_same_v<T, ClipStarted>) {
            story.push_back("start " + std::to_string(one.clip));
          } else if constexpr (std::is_same_v<T, ClipProgress>) {
            story.push_back("at " + std::to_string(one.frames_played));
          } else if constexpr (std::is_same_v<T, ClipEnded>) {
            story.push_back("end " + std::to_string(one.clip));
          } else {
            story.push_back("dry");
          }
        },
        report);
  }
  EXPECT_THAT(story, ElementsAre("start 10", "at 25", "at 50", "at 60", "end 10", "start 11", "at 1", "end 11", "dry"));
  EXPECT_EQ(rig.reports.of<ClipStarted>()[0].at, kStart + milliseconds{100});
  const ClipEnded end = rig.reports.of<ClipEnded>()[0];
  EXPECT_EQ(end.why, ClipEnd::finished);
  EXPECT_EQ(end.frames_played, 60U);
  EXPECT_EQ(end.frames_sent, 60U);
  EXPECT_EQ(end.last_packet_at, kStart + milliseconds{100 + 59 * 20});
  EXPECT_FALSE(rig.reports.of<StreamDry>()[0].closed);
}

TEST(StreamTable, CutEndsTheClipAndTheNextFrameBelongsToTheNextClip) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.enqueue(1, 11, make_recording("b", 100));
  rig.enqueue(1, 12, make_recording("c", 2));
  rig.run_until(kStart + milliseconds{45});
  rig.apply(CutClip{1, 11});  // waiting: dropped
  rig.apply(CutClip{1, 10});  // playing
  rig.apply(CutClip{1, 99});  // unknown: nothing
  rig.run_for(seconds{1});
  EXPECT_THAT(payloads(rig.wire.of(0)), ElementsAre("a:0", "a:1", "a:2", "c:0", "c:1"));
  EXPECT_EQ(rig.wire.of(0)[3].at, kStart + milliseconds{60});
  const auto ends = rig.reports.of<ClipEnded>();
  ASSERT_THAT(ends, SizeIs(3));
  EXPECT_EQ(ends[0].clip, 11U);
  EXPECT_EQ(ends[0].why, ClipEnd::cut);
  EXPECT_EQ(ends[0].frames_played, 0U);
  EXPECT_EQ(ends[0].frames_sent, 0U);
  EXPECT_EQ(ends[0].last_packet_at, kStart) << "nothing was sent: its epoch";
  EXPECT_EQ(ends[1].clip, 10U);
  EXPECT_EQ(ends[1].why, ClipEnd::cut);
  EXPECT_EQ(ends[1].frames_sent, 3U);
  EXPECT_EQ(ends[1].last_packet_at, kStart + milliseconds{40});
  EXPECT_EQ(ends[2].why, ClipEnd::finished);
}

TEST(StreamTable, EndAtSendsTheLastFrameBeforeAndDropsTheRest) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.enqueue(1, 11, make_recording("b", 100));
  rig.apply(EndStreamAt{1, kStart + milliseconds{100}});
  rig.run_for(seconds{1});
  EXPECT_THAT(rig.wire.of(0), SizeIs(5)) << "0, 20, 40, 60, 80; the one at 100 is not before the end";
  const auto ends = rig.reports.of<ClipEnded>();
  ASSERT_THAT(ends, SizeIs(2));
  EXPECT_EQ(ends[0].why, ClipEnd::cut);
  EXPECT_EQ(ends[0].last_packet_at, kStart + milliseconds{80});
  EXPECT_EQ(ends[1].frames_played, 0U);
  ASSERT_THAT(rig.reports.of<StreamDry>(), SizeIs(1));
  EXPECT_EQ(rig.reports.of<StreamDry>()[0].at, kStart + milliseconds{80}) << "told right after its last packet";

  rig.enqueue(1, 12, make_recording("c", 3));
  EXPECT_EQ(rig.reports.of<ClipEnded>().back().clip, 12U) << "after the end nothing begins";
  rig.apply(EndStreamAt{1, rig.now + seconds{9}});
  rig.enqueue(1, 13, make_recording("d", 3));
  rig.run_for(seconds{1});
  EXPECT_EQ(rig.wire.of(0).back().payload, "d:2") << "a later end opens it again";
}

TEST(StreamTable, EndAtMayBeMovedBothWays) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.apply(EndStreamAt{1, kStart + milliseconds{100}});
  rig.apply(EndStreamAt{1, kStart + milliseconds{300}});
  rig.run_until(kStart + milliseconds{150});
  EXPECT_THAT(rig.wire.of(0), SizeIs(8));
  rig.apply(EndStreamAt{1, kStart + milliseconds{120}});  // already past
  EXPECT_EQ(rig.reports.of<ClipEnded>().at(0).frames_played, 8U);
  rig.run_for(seconds{1});
  EXPECT_THAT(rig.wire.of(0), SizeIs(8));
}

TEST(StreamTable, CloseIsSilenceFromNowOn) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 100));
  rig.enqueue(1, 11, make_recording("b", 100));
  rig.run_until(kStart + milliseconds{50});
  rig.apply(CloseStream{1});
  rig.enqueue(1, 12, make_recording("c", 100));
  rig.run_for(seconds{1});
  EXPECT_THAT(rig.wire.of(0), SizeIs(3));
  const auto ends = rig.reports.of<ClipEnded>();
  ASSERT_THAT(ends, SizeIs(3));
  for (const ClipEnded& end : ends) EXPECT_EQ(end.why, ClipEnd::stream_closed);
  EXPECT_EQ(ends[2].clip, 12U) << "a clip for a closed stream comes back at once";
  ASSERT_THAT(rig.reports.of<StreamDry>(), SizeIs(1));
  EXPECT_TRUE(rig.reports.of<StreamDry>()[0].closed);
}

TEST(StreamTable, AnUnreachableAmplifierHurtsNobodyElse) {
  Rig rig;
  rig.wire.refusing = {1};
  rig.open(1, kStart, amplifiers({0, 1, 2}));
  rig.enqueue(1, 10, make_recording("a", 10));
  rig.open(2, kStart, amplifiers({}));
  rig.run_for(seconds{1});
  EXPECT_THAT(rig.wire.of(0), SizeIs(10));
  EXPECT_THAT(rig.wire.of(1), IsEmpty());
  EXPECT_THAT(rig.wire.of(2), SizeIs(10));
  EXPECT_EQ(rig.reports.of<ClipEnded>()[0].frames_sent, 10U);
  EXPECT_EQ(rig.boards[1].read().errors, 10U);
  EXPECT_EQ(rig.boards[0].read().errors, 0U);
  EXPECT_EQ(rig.boards[0].read().packets, 10U);
  EXPECT_EQ(rig.boards[0].read().octets, 30U);
  EXPECT_EQ(rig.figures.send_errors, 10U);
}

TEST(StreamTable, FramesThatNobodyAcceptedArePlayedButNotSent) {
  Rig rig;
  rig.wire.refusing = {0};
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 10));
  rig.run_until(kStart + milliseconds{90});
  rig.wire.refusing.clear();
  rig.run_for(seconds{1});
  EXPECT_EQ(rig.reports.of<ClipEnded>()[0].frames_played, 10U);
  EXPECT_EQ(rig.reports.of<ClipEnded>()[0].frames_sent, 5U);
}

TEST(StreamTable, StreamsBegunAtInstantsOfTheirOwnShareDeparturesAndKeepTheirPace) {
  constexpr std::uint16_t kStreams = 16;
  Rig rig{kStreams};
  std::vector<SteadyTime> epochs;
  for (std::uint16_t i = 0; i < kStreams; ++i) {
    epochs.push_back(kStart + milliseconds{100} + i * microseconds{1'700});
    rig.open(i + 1U, epochs.back(), amplifiers({i}));
    rig.enqueue(i + 1U, i + 101U, make_recording("x", 50U + i * 7U));  // some end, the others must not notice
  }
  rig.run_for(seconds{4});
  for (std::uint16_t i = 0; i < kStreams; ++i) {
    const auto packets = rig.wire.of(i);
    ASSERT_THAT(packets, SizeIs(50U + i * 7U));
    EXPECT_LE(packets[0].at - epochs[i], kDepartures / 2);
    EXPECT_GE(packets[0].at - epochs[i], -kDepartures / 2);
    for (std::size_t k = 1; k < packets.size(); ++k) ASSERT_EQ(packets[k].at - packets[k - 1].at, nanoseconds{kFrame});
  }
  EXPECT_LE(rig.wire.batches, 4 * (50 + 15 * 7 + 2)) << "wake-ups for a frame of 16 streams";
}

TEST(StreamTable, EmptyClipsPassWithoutTakingAFrame) {
  Rig rig;
  rig.open(1, kStart, amplifiers({0}));
  rig.enqueue(1, 10, make_recording("a", 2));
  rig.enqueue(1, 11, make_recording("b", 2), 2, 0);
  rig.enqueue(1, 12, make_recording("c", 1));
  rig.run_for(seconds{1});
  EXPECT_THAT(payloads(rig.wire.of(0)), ElementsAre("a:0", "a:1", "c:0"));
  EXPECT_EQ(rig.reports.of<ClipEnded>().at(1).clip, 11U);
  EXPECT_EQ(rig.reports.of<ClipEnded>().at(1).why, ClipEnd::finished);
}

TEST(StreamTable, MoreAmplifiersThanTheStationHasAreIgnored) {
  Rig rig{2};
  rig.open(1, kStart, AmplifierSet{}.set());
  rig.enqueue(1, 10, make_recording("a", 2));
  rig.run_for(seconds{1});
  EXPECT_THAT(rig.wire.packets, SizeIs(4));
}

}  // namespace
}  // namespace wardcast::rtp::test
