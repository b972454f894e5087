// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/judgement.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/unit/health/sample_lines.hpp"

namespace wardcast::health {
namespace {

using Kind = sim::LineFault::Kind;

/// Twenty times 15 W along a kilometre of 2.5 mm².
LineFacts long_line(double tolerance = 0.15) {
  LineFacts line;
  line.loop_ohms_per_m = 2 * 0.0172 / 2.5;
  line.length_m = 1000;
  line.tolerance = tolerance;
  for (int i = 1; i <= 20; ++i) line.speakers.push_back({15, 50.0 * i});
  return line;
}

Measured of(const sim::LineLoad& load) { return {load.volts, load.amps, load.leakage_amps}; }

/// What a perfect meter reads under the tone.
Measured exact(const LineFacts& line, const std::optional<sim::LineFault>& fault = {}) {
  return of(sim::drive(ladder_of(line), fault, {line.tone_volts, 0.2, 4}));
}

/// As a meter reads it that errs by 2 %: the median of so many.
Measured noisy(const LineFacts& line, const std::optional<sim::LineFault>& fault, std::mt19937& random, int readings) {
  const auto truth = exact(line, fault);
  std::normal_distribution<double> noise{1, line.meter_accuracy};
  const auto median = [&](double value) {
    std::vector<double> read;
    for (int i = 0; i < readings; ++i) read.push_back(value * noise(random));
    std::ranges::nth_element(read, read.begin() + readings / 2);
    return read[static_cast<std::size_t>(readings / 2)];
  };
  return {median(truth.volts), median(truth.amps), median(*truth.leakage_amps)};
}

double reference(const LineFacts& line) { return exact(line).watts(line.rated_volts); }

TEST(judgement, of_a_line_in_order) {
  const auto line = long_line();
  const auto found = judge(line, exact(line), reference(line));
  EXPECT_EQ(found.verdict, Verdict::ok);
  EXPECT_NEAR(*found.deviation, 0, 1e-9);
  EXPECT_NEAR(found.watts, 10'000 / 38.1, 2);  // 38.1 Ω, not 33.3: the wire counts
}

TEST(judgement, without_a_reference_measures_and_does_not_judge) {
  const auto line = long_line();
  EXPECT_EQ(judge(line, exact(line), std::nullopt).verdict, Verdict::no_reference);
  EXPECT_EQ(judge(line, {0.1, 0.001, {}}, std::nullopt).verdict, Verdict::no_tone);
}

TEST(judgement, finds_an_open_wire_by_how_much_is_left) {
  const auto line = long_line();
  sim::LineFault fault{Kind::open, 1, {}, {}};
  EXPECT_EQ(judge(line, exact(line, fault), reference(line)).verdict, Verdict::open);
  fault.at_speaker = 16;  // five gone
  const auto found = judge(line, exact(line, fault), reference(line));
  EXPECT_EQ(found.verdict, Verdict::partial);
  ASSERT_TRUE(found.lost);
  EXPECT_LE(found.lost->low, 5);
  EXPECT_GE(found.lost->high, 5);
  EXPECT_GE(found.lost->best, 4);
  EXPECT_LE(found.lost->best, 5);
}

TEST(judgement, finds_a_short_and_how_far_down_the_wire) {
  const auto line = long_line();
  for (int at = 1; at <= 20; ++at) {
    const auto found = judge(line, exact(line, sim::LineFault{Kind::short_circuit, at, {}, {}}), reference(line));
    EXPECT_EQ(found.verdict, Verdict::short_circuit) << at;
    ASSERT_TRUE(found.distance_m) << at;
    EXPECT_NEAR(*found.distance_m, 50.0 * at, 15) << at;
  }
}

TEST(judgement, of_more_load_of_earth_and_of_no_tone) {
  const auto line = long_line();
  EXPECT_EQ(judge(line, exact(line, sim::LineFault{Kind::overload, 3, {}, {}}), reference(line)).verdict,
            Verdict::overload);
  EXPECT_EQ(judge(line, exact(line, sim::LineFault{Kind::earth, 3, {}, {}}), reference(line)).verdict, Verdict::earth);
  EXPECT_EQ(judge(line, {0.02, 0.0004, 0.0}, reference(line)).verdict, Verdict::no_tone);
  EXPECT_EQ(judge(line, {4, 0.1, 0.0}, reference(line)).verdict, Verdict::no_tone) << "the amplifier is weak";
}

TEST(judgement, clears_only_well_within_the_tolerance) {
  const auto line = long_line();
  Measured measured = exact(line);
  measured.amps /= 1.12;
  EXPECT_EQ(judge(line, measured, reference(line), false).verdict, Verdict::ok);
  EXPECT_EQ(judge(line, measured, reference(line), true).verdict, Verdict::partial);
}

TEST(judgement, says_what_it_cannot_see) {
  const auto coarse = resolution_of(long_line());
  EXPECT_FALSE(coarse.one_lost_shows);
  EXPECT_EQ(coarse.lost_seen, 5);
  EXPECT_FALSE(coarse.tolerance_for_one) << "one of twenty changes the line by 4 %, the meter is good for 2 %";
  LineFacts few;
  for (int i = 0; i < 6; ++i) few.speakers.push_back({15, 0});
  EXPECT_FALSE(resolution_of(few).one_lost_shows);
  ASSERT_TRUE(resolution_of(few).tolerance_for_one);
  few.tolerance = *resolution_of(few).tolerance_for_one;
  EXPECT_TRUE(resolution_of(few).one_lost_shows);
  few.meter_accuracy = 0.001;
  few.tolerance = 0.15;  // N < 1 + 1/tolerance = 7.7
  EXPECT_TRUE(resolution_of(few).one_lost_shows);
}

TEST(judgement, of_drift) {
  const auto line = long_line();
  EXPECT_FALSE(drifts(line, 100, std::vector<double>{100, 101, 99, 100}));
  EXPECT_TRUE(drifts(line, 100, std::vector<double>{101, 97, 93, 89}));
  EXPECT_FALSE(drifts(line, 100, std::vector<double>{97, 93, 89})) << "three sweeps are no trend";
}

TEST(judgement, holds_the_true_number_of_lost_loudspeakers_ninety_five_times_in_a_hundred) {
  std::mt19937 random{5};
  int judged = 0;
  int held = 0;
  double width = 0;
  for (const auto& line : sample_lines(300, 7)) {
    const double watts = noisy(line, {}, random, 9).watts(line.rated_volts);
    for (int trial = 0; trial < 10; ++trial) {
      const int count = static_cast<int>(line.speakers.size());
      sim::LineFault fault;
      int lost = 0;
      if (trial % 2 == 0) {
        fault.kind = Kind::open;
        fault.at_speaker = std::uniform_int_distribution{1, count}(random);
        lost = count - fault.at_speaker + 1;
      } else {
        fault.kind = Kind::speakers_open;
        std::vector<int> all;
        for (int i = 1; i <= count; ++i) all.push_back(i);
        std::ranges::shuffle(all, random);
        lost = std::min(count, 1 + trial % 3);
        fault.speakers.assign(all.begin(), all.begin() + lost);
      }
      const auto found = judge(line, noisy(line, fault, random, 3), watts);
      if (!found.lost) continue;
      ++judged;
      width += found.lost->high - found.lost->low;
      if (found.lost->low <= lost && lost <= found.lost->high) ++held;
    }
  }
  RecordProperty("judged", judged);
  std::printf("lost loudspeakers: %d of %d within the range, mean width %.2f\n", held, judged, width / judged);
  EXPECT_GT(judged, 1000);
  EXPECT_GE(held, judged * 95 / 100);
}

}  // namespace
}  // namespace wardcast::health
