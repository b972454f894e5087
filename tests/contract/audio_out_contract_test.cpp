// SPDX-License-Identifier: GPL-3.0-or-later
// The stream table that sends packets and the virtual one that only counts them get the same commands, thousands of
// random ones, and must say the same.
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <variant>

#include "daemon/playout/tally.hpp"
#include "drivers/rtp/virtual_audio.hpp"
#include "tests/unit/rtp/rig.hpp"

namespace wardcast::rtp::test {
namespace {

constexpr std::size_t kAmplifiers = 6;
/// Everything happens on this lattice: between departures StreamTable is early or late.
constexpr nanoseconds kLattice = kDepartures;

std::string text(const Report& report) {
  const auto at = [](SteadyTime time) { return std::to_string((time - kStart).count()); };
  if (const auto* one = std::get_if<ClipStarted>(&report))
    return "started " + std::to_string(one->clip) + " " + at(one->at) + (one->heard ? "" : " unheard");
  if (const auto* one = std::get_if<ClipProgress>(&report)) {
    return "progress " + std::to_string(one->clip) + " " + std::to_string(one->frames_played) + "/" +
           std::to_string(one->frames_sent) + " " + at(one->at) + (one->heard ? " heard " : " unheard ") +
           at(one->origin);
  }
  if (const auto* one = std::get_if<ClipEnded>(&report)) {
    return "ended " + std::to_string(one->clip) + " why " + std::to_string(static_cast<int>(one->why)) + " " +
           std::to_string(one->frames_played) + "/" + std::to_string(one->frames_sent) + " " + at(one->last_packet_at);
  }
  const auto& dry = std::get<StreamDry>(report);
  return std::string{dry.closed ? "closed " : "dry "} + at(dry.at);
}

StreamId stream_of(const Report& report) {
  return std::visit([](const auto& one) { return one.stream; }, report);
}

/// What must be equal: everything but progress, stream by stream.
std::map<StreamId, std::vector<std::string>> told(const std::vector<Report>& reports) {
  std::map<StreamId, std::vector<std::string>> by_stream;
  for (const auto& report : reports) {
    if (!std::holds_alternative<ClipProgress>(report)) by_stream[stream_of(report)].push_back(text(report));
  }
  return by_stream;
}

/// What the journal makes of it: runs of packets with their beginning, clip by clip.
std::map<ClipId, std::vector<std::string>> counted(const std::vector<Report>& reports) {
  std::map<ClipId, playout::Tally> tallies;
  std::map<ClipId, std::vector<std::string>> runs;
  const auto keep = [&](ClipId clip, const std::optional<store::Segment>& segment) {
    if (!segment) return;
    runs[clip].push_back(std::to_string(segment->first_packet) + "+" + std::to_string(segment->packets) + " at " +
                         std::to_string(segment->steady_ns) + " " + segment->end_reason);
  };
  for (const auto& report : reports) {
    if (const auto* one = std::get_if<ClipProgress>(&report)) {
      auto& tally = tallies.try_emplace(one->clip, store::Segment{}, 0U, store::Confirmation::confirmed).first->second;
      keep(one->clip,
           tally.progress(one->frames_played, one->frames_sent, one->at, Now{WallTime{}, one->at}, one->heard));
    } else if (const auto* end = std::get_if<ClipEnded>(&report)) {
      const auto tally = tallies.find(end->clip);
      if (tally != tallies.end()) keep(end->clip, tally->second.finish("ended"));
    }
  }
  return runs;
}

class BothAudioOuts : public ::testing::TestWithParam<unsigned> {
 protected:
  AmplifierSet some_amplifiers() {
    AmplifierSet set;
    for (std::size_t i = 0; i < kAmplifiers; ++i) set.set(i, random() % 3 == 0);
    return set;
  }
  StreamId some_stream() { return streams.empty() ? 1 : streams[random() % streams.size()]; }
  SteadyTime near_now() { return rig.now + (static_cast<int>(random() % 600) - 200) * kLattice; }

  void give(const Command& command) {
    std::visit(
        [this](const auto& one) {
          if constexpr (std::is_same_v<std::decay_t<decltype(one)>, Enqueue>) {
            rig.apply(EnqueueRaw{one.stream, one.clip, one.recording.get(), one.first, one.count});
          } else {
            rig.apply(one);
          }
        },
        command);
    ASSERT_TRUE(audio.post(command));
    next = audio.advance(rig.now);
  }
  void pass(nanoseconds span) {
    rig.run_for(span);
    next = audio.advance(rig.now);
  }

  void command() {
    switch (random() % 9) {
      case 0:
        if (streams.size() >= 8) return;
        streams.push_back(++last_stream);
        return give(OpenStream{last_stream, near_now(), some_amplifiers(), last_stream % 3 == 0});
      case 1:
      case 2:
      case 3: {
        const auto first = static_cast<std::uint32_t>(random() % 190);
        const auto count = std::min(recording->packet_count() - first, static_cast<std::uint32_t>(random() % 90));
        return give(Enqueue{some_stream(), ++last_clip, recording, first, count});
      }
      case 4:
      case 5:
        return give(SetAmplifiers{some_stream(), some_amplifiers()});
      case 6:
        return give(CutClip{some_stream(), last_clip - std::min<ClipId>(last_clip, random() % 10)});
      case 7:
        return give(EndStreamAt{some_stream(), near_now() + seconds{1}});
      default:
        if (random() % 4 != 0 || streams.empty()) return;
        const std::size_t at = random() % streams.size();
        give(CloseStream{streams[at]});
        streams.erase(streams.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }

  /// After tell_progress() nobody knows more of a clip on air than the virtual audio has told.
  void compare_progress() {
    audio.tell_progress();
    std::map<ClipId, std::string> real, told_here;
    for (const auto& report : rig.reports.all) {
      if (const auto* one = std::get_if<ClipProgress>(&report)) real[one->clip] = text(report);
    }
    for (const auto& report : reports) {
      if (const auto* one = std::get_if<ClipProgress>(&report)) told_here[one->clip] = text(report);
    }
    ASSERT_EQ(told_here, real);
  }

  std::mt19937 random{GetParam()};
  Rig rig{kAmplifiers};
  std::vector<Report> reports;
  VirtualAudio audio{kAmplifiers, [this](const Report& report) { reports.push_back(report); }};
  SteadyTime next{};
  std::vector<StreamId> streams;
  StreamId last_stream = 0;
  ClipId last_clip = 0;
  std::shared_ptr<const media::Recording> recording = make_recording("r", 250);
};

TEST_P(BothAudioOuts, SayTheSameOfTheSameCommands) {
  audio.advance(rig.now);
  for (int i = 0; i < 4000; ++i) {
    command();
    if (HasFatalFailure()) return;
    if (random() % 100 < 60) pass((random() % 60) * kLattice);
    if (random() % 100 == 0) pass(seconds{4});
    if (i % 200 == 0) compare_progress();
    if (HasFatalFailure()) return;
  }
  for (const StreamId stream : streams) give(CloseStream{stream});
  ASSERT_GT(rig.wire.packets.size(), 5'000U);
  const auto real = told(rig.reports.all);
  const auto here = told(reports);
  ASSERT_EQ(real.size(), here.size());
  for (const auto& [stream, lines] : real) ASSERT_EQ(here.at(stream), lines) << "stream " << stream;
  const auto counted_real = counted(rig.reports.all);
  auto counted_here = counted(reports);
  ASSERT_EQ(counted_here.size(), counted_real.size());
  for (const auto& [clip, runs] : counted_real) ASSERT_EQ(counted_here[clip], runs) << "clip " << clip;
  EXPECT_LT(reports.size(), rig.reports.all.size()) << "and fewer words";
  EXPECT_EQ(next, SteadyTime::max()) << "nothing is left to do";
}

INSTANTIATE_TEST_SUITE_P(Seeds, BothAudioOuts, ::testing::Range(1U, 21U));

TEST(VirtualAudio, WakesForWhatHappensAndNotForPackets) {
  std::vector<Report> reports;
  VirtualAudio audio{1, [&](const Report& report) { reports.push_back(report); }};
  audio.advance(kStart);
  const auto recording = make_recording("r", 1000);
  ASSERT_TRUE(audio.post(OpenStream{1, kStart + seconds{1}, amplifiers({0})}));
  ASSERT_TRUE(audio.post(Enqueue{1, 7, recording, 0, 1000}));
  std::vector<nanoseconds> wakes;
  for (auto at = audio.advance(kStart); at != SteadyTime::max(); at = audio.advance(at)) wakes.push_back(at - kStart);
  EXPECT_EQ(wakes, (std::vector<nanoseconds>{seconds{1}, seconds{21} - kFrame}));
  ASSERT_EQ(reports.size(), 4U);
  EXPECT_EQ(std::get<ClipEnded>(reports[2]).frames_sent, 1000U);
}

}  // namespace
}  // namespace wardcast::rtp::test
