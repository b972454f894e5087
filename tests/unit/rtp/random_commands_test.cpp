// SPDX-License-Identifier: GPL-3.0-or-later
// Thousands of random commands at random instants, with random sleep: what must hold whatever happens.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/unit/rtp/rig.hpp"

namespace wardcast::rtp::test {
namespace {

constexpr std::size_t kAmplifiers = 12;

class RandomCommands : public ::testing::TestWithParam<unsigned> {
 protected:
  AmplifierSet some_amplifiers() {
    AmplifierSet set;
    for (std::size_t i = 0; i < kAmplifiers; ++i) set.set(i, random() % 3 == 0);
    return set;
  }
  StreamId some_stream() { return streams.empty() ? 1 : streams[random() % streams.size()]; }
  SteadyTime near_now() { return rig.now + milliseconds{static_cast<int>(random() % 3000) - 1000}; }

  void command() {
    switch (random() % 8) {
      case 0:
        if (streams.size() >= 20) return;
        streams.push_back(++last_stream);
        rig.open(last_stream, near_now(), some_amplifiers(), last_stream % 2 == 0);
        return;
      case 1:
      case 2:
      case 3: {
        const auto first = static_cast<std::uint32_t>(random() % 190);
        rig.enqueue(some_stream(), ++last_clip, recording, first, static_cast<std::uint32_t>(random() % 60));
        return;
      }
      case 4:
        return rig.apply(SetAmplifiers{some_stream(), some_amplifiers()});
      case 5:
        return rig.apply(CutClip{some_stream(), last_clip - std::min<ClipId>(last_clip, random() % 10)});
      case 6:
        return rig.apply(EndStreamAt{some_stream(), near_now()});
      default:
        if (random() % 4 != 0 || streams.empty()) return;
        const std::size_t at = random() % streams.size();
        rig.apply(CloseStream{streams[at]});
        streams.erase(streams.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }

  void check_packets() {
    std::map<std::uint16_t, Packet> last;
    for (const Packet& packet : rig.wire.packets) {
      const auto [at, first] = last.try_emplace(packet.amplifier, packet);
      if (first) continue;
      const auto step = static_cast<std::int32_t>(packet.timestamp - at->second.timestamp);
      ASSERT_EQ(packet.sequence, static_cast<std::uint16_t>(at->second.sequence + 1));
      ASSERT_GE(step, 960);
      ASSERT_EQ(packet.ssrc, at->second.ssrc);
      if (packet.marker) {
        ASSERT_GT(step, 960);
      }
      at->second = packet;
    }
    ASSERT_EQ(last.size(), kAmplifiers);
  }

  void check_reports() {
    enum class State { waiting, playing, ended };
    std::map<ClipId, State> clips;
    std::map<StreamId, ClipId> playing;
    std::map<ClipId, ClipProgress> progress;
    std::uint64_t played = 0;
    for (const Report& report : rig.reports.all) {
      if (const auto* start = std::get_if<ClipStarted>(&report)) {
        ASSERT_EQ(clips[start->clip], State::waiting);
        ASSERT_FALSE(playing.contains(start->stream)) << "two clips of one stream at once";
        clips[start->clip] = State::playing;
        playing[start->stream] = start->clip;
      } else if (const auto* now = std::get_if<ClipProgress>(&report)) {
        ASSERT_EQ(clips[now->clip], State::playing);
        ASSERT_LE(now->frames_sent, now->frames_played);
        ASSERT_GE(now->frames_played, progress[now->clip].frames_played);
        progress[now->clip] = *now;
      } else if (const auto* end = std::get_if<ClipEnded>(&report)) {
        ASSERT_NE(clips[end->clip], State::ended) << "a clip ends once";
        if (clips[end->clip] == State::playing) {
          ASSERT_EQ(playing[end->stream], end->clip);
          playing.erase(end->stream);
          ASSERT_EQ(progress[end->clip].frames_played, end->frames_played) << "told once more just before";
          ASSERT_EQ(progress[end->clip].frames_sent, end->frames_sent);
        } else {
          ASSERT_EQ(end->frames_played, 0U);
        }
        clips[end->clip] = State::ended;
        played += end->frames_played;
      } else if (const auto* dry = std::get_if<StreamDry>(&report)) {
        ASSERT_FALSE(playing.contains(dry->stream));
      }
    }
    ASSERT_EQ(clips.size(), last_clip) << "each clip was answered";
    for (const auto& [clip, state] : clips) ASSERT_EQ(state, State::ended) << clip;
    ASSERT_EQ(played, rig.figures.frames);
  }

  std::mt19937 random{GetParam()};
  Rig rig{kAmplifiers};
  std::vector<StreamId> streams;
  StreamId last_stream = 0;
  ClipId last_clip = 0;
  std::shared_ptr<const media::Recording> recording = make_recording("r", 250);
};

TEST_P(RandomCommands, KeepEverySessionInOrderAndAnswerEveryClip) {
  for (int i = 0; i < 10'000; ++i) {
    command();
    const auto dice = random() % 100;
    if (dice < 60) rig.run_for(microseconds{random() % 40'000});
    if (dice == 99) rig.now += milliseconds{random() % 2000};  // overslept
  }
  for (const StreamId stream : streams) rig.apply(CloseStream{stream});
  ASSERT_GT(rig.wire.packets.size(), 10'000U);
  check_packets();
  check_reports();
  EXPECT_EQ(rig.table.step(rig.now), SteadyTime::max()) << "nothing is left to do";
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomCommands, ::testing::Values(1U, 2U, 3U, 2018U));

}  // namespace
}  // namespace wardcast::rtp::test
