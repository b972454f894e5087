// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <array>

#include "hw-sim/control/fault_body.hpp"
#include "hw-sim/control/recording_window.hpp"
#include "hw-sim/sim_clock.hpp"
#include "hw-sim/wav.hpp"
#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

TEST(FaultBody, ReadsEveryMember) {
  const auto fault = unit_fault_of(R"({"kind":"late","channel":3,"ms":250,"code":6})");
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->kind, FaultKind::late);
  EXPECT_EQ(fault->channel, 2);
  EXPECT_EQ(fault->ms, milliseconds{250});
  EXPECT_EQ(fault->code, 6);
  const auto plain = unit_fault_of(R"({"kind":"exception"})");
  EXPECT_FALSE(plain->channel || plain->ms);
  EXPECT_EQ(plain->code, 4);
}

TEST(FaultBody, NamesTheMemberThatIsWrong) {
  EXPECT_EQ(unit_fault_of(R"({"kind":"tired"})").error().field, "kind");
  EXPECT_EQ(unit_fault_of(R"({})").error().field, "kind");
  EXPECT_EQ(unit_fault_of(R"({"kind":7})").error().field, "kind");
  EXPECT_EQ(unit_fault_of(R"({"kind":"stuck","channel":0})").error().field, "channel");
  EXPECT_EQ(unit_fault_of(R"({"kind":"stuck","channel":1.5})").error().field, "channel");
  EXPECT_EQ(unit_fault_of(R"({"kind":"late","ms":-1})").error().field, "ms");
  EXPECT_EQ(unit_fault_of(R"({"kind":"late","ms":"soon"})").error().field, "ms");
  EXPECT_EQ(unit_fault_of("[]").error().code, ErrorCode::invalid);
  EXPECT_EQ(unit_fault_of("{").error().code, ErrorCode::invalid);
  EXPECT_EQ(unit_fault_of(std::string(10'000, '[')).error().code, ErrorCode::invalid);
}

TEST(FaultBody, ReadsWhatIsBrokenOnALine) {
  const auto gone = line_fault_of(R"({"kind":"speakers_open","speakers":[1,3]})");
  ASSERT_TRUE(gone.has_value());
  EXPECT_EQ(gone->kind, LineFault::Kind::speakers_open);
  EXPECT_EQ(gone->speakers, (std::vector<int>{1, 3}));
  const auto bolted = line_fault_of(R"({"kind":"short","at_speaker":4,"ohms":0.5})");
  EXPECT_EQ(bolted->kind, LineFault::Kind::short_circuit);
  EXPECT_EQ(bolted->at_speaker, 4);
  EXPECT_EQ(bolted->ohms, 0.5);
  EXPECT_EQ(line_fault_of(R"({"kind":"open"})")->at_speaker, 1);
  EXPECT_FALSE(line_fault_of(R"({"kind":"earth"})")->ohms);
}

TEST(FaultBody, NamesTheMemberOfALineFaultThatIsWrong) {
  EXPECT_EQ(line_fault_of(R"({"kind":"tired"})").error().field, "kind");
  EXPECT_EQ(line_fault_of(R"({"at_speaker":1})").error().field, "kind");
  EXPECT_EQ(line_fault_of(R"({"kind":"open","at_speaker":0})").error().field, "at_speaker");
  EXPECT_EQ(line_fault_of(R"({"kind":"open","at_speaker":"last"})").error().field, "at_speaker");
  EXPECT_EQ(line_fault_of(R"({"kind":"speakers_open","speakers":3})").error().field, "speakers");
  EXPECT_EQ(line_fault_of(R"({"kind":"speakers_open","speakers":[0]})").error().field, "speakers");
  EXPECT_EQ(line_fault_of(R"({"kind":"short","ohms":0})").error().field, "ohms");
  EXPECT_EQ(line_fault_of(R"({"kind":"short","ohms":"none"})").error().field, "ohms");
  EXPECT_EQ(line_fault_of("[]").error().code, ErrorCode::invalid);
}

struct Windows {
  ManualClock clock;
  Axis axis{at_ms(0)};
  explicit Windows(seconds running) { clock.advance(running); }
  Result<RecordingWindow> ask(std::optional<std::string> from, std::optional<std::string> length,
                              seconds keep = seconds{60}) {
    return recording_window(from, length, axis, keep, clock.now());
  }
};

TEST(RecordingWindow, IsTheLastMinuteUnlessAsked) {
  Windows w{seconds{100}};
  auto window = w.ask({}, {});
  EXPECT_EQ(window->from, 40 * 48000);
  EXPECT_EQ(window->to, 100 * 48000);
  window = w.ask({}, "2.5");
  EXPECT_EQ(window->from, 97'500 * 48);
  window = w.ask("2018-01-01T00:00:50.5Z", "10");
  EXPECT_EQ(window->from, 50'500 * 48);
  EXPECT_EQ(window->to, 60'500 * 48);
  window = w.ask("2018-01-01T07:01:35+07:00", {});
  EXPECT_EQ(window->from, 95'000 * 48);
  EXPECT_EQ(window->to, 100'000 * 48);
}

TEST(RecordingWindow, IsCutToWhatIsKeptAndWhatHasBeen) {
  Windows young{seconds{10}};
  EXPECT_EQ(young.ask({}, {})->from, 0);
  EXPECT_EQ(young.ask({}, {})->to, 480'000);
  EXPECT_EQ(young.ask("2018-01-01T00:00:08Z", "60")->to, 480'000);
  Windows old{seconds{1000}};
  EXPECT_EQ(old.ask("2018-01-01T00:00:08Z", "1")->from, 940 * 48000);
  EXPECT_EQ(old.ask({}, "300", seconds{600})->from, 700 * 48000);
  EXPECT_EQ(old.ask({}, "300")->from, 940 * 48000);
}

TEST(RecordingWindow, NamesTheWrongParameter) {
  Windows w{seconds{10}};
  for (const char* bad : {"", "x", "0", "-1", "nan", "inf", "21601", "1s"})
    EXPECT_EQ(w.ask({}, bad).error().field, "seconds") << bad;
  EXPECT_EQ(w.ask("yesterday", {}).error().field, "from");
}

TEST(Wav, HasTheHeaderOfRiff) {
  const std::array<std::int16_t, 2> samples{1, -2};
  const std::string file = wav_file(samples);
  EXPECT_EQ(
      to_hex({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}),
      "52 49 46 46 28 00 00 00 57 41 56 45 66 6d 74 20 10 00 00 00 01 00 01 00 80 bb 00 00 00 77 01 00 02 00 10 00 "
      "64 61 74 61 04 00 00 00 01 00 fe ff");
}

TEST(SimClock, PlacesKernelStampsOnTheSteadyAxis) {
  const Now now{WallTime{seconds{1000}}, at_ms(500)};
  EXPECT_EQ(steady_of_kernel_stamp({999, 990'000'000}, now), at_ms(490));
  EXPECT_EQ(steady_of_kernel_stamp({1001, 0}, now), at_ms(500));  // the wall clock was stepped back
  EXPECT_EQ(steady_of_kernel_stamp({10, 0}, now), at_ms(500));    // … or forward
  EXPECT_EQ(steady_of(wall_of(at_ms(77), now), now), at_ms(77));
}

}  // namespace
}  // namespace wardcast::sim
