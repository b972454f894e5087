// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/ladder.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace wardcast::sim {
namespace {

using Kind = LineFault::Kind;

/// 20 × 15 W along 1 km of 2.5 mm².
LadderLine twenty_on_a_kilometre() {
  LadderLine line;
  line.wire_mm2 = 2.5;
  for (int i = 1; i <= 20; ++i) line.speakers.push_back({15, i * 50.0});
  return line;
}

LineFault fault(Kind kind, int at_speaker, std::vector<int> speakers = {}, std::optional<double> ohms = {}) {
  return {kind, at_speaker, std::move(speakers), ohms};
}

/// In percent of the healthy line's ohms.
double deviation(const LineFault& broken) {
  const LadderLine line = twenty_on_a_kilometre();
  return 100 * (line_ohms(line, broken) / line_ohms(line, {}) - 1);
}

TEST(Ladder, WithoutWireIsVoltsSquaredByWatts) {
  LadderLine line = twenty_on_a_kilometre();
  line.wire_mm2 = 0;
  EXPECT_NEAR(line_ohms(line, {}), 33.33, 0.01);
  line.rated_volts = 70.7;
  EXPECT_NEAR(line_ohms(line, {}), 16.66, 0.01);
}

TEST(Ladder, HealthyLineOfAKilometre) { EXPECT_NEAR(line_ohms(twenty_on_a_kilometre(), {}), 38.1, 0.05); }

TEST(Ladder, OneLostLoudspeakerWeighsLessTowardsTheEnd) {
  EXPECT_NEAR(deviation(fault(Kind::speakers_open, 1, {1})), 5.8, 0.05);
  EXPECT_NEAR(deviation(fault(Kind::speakers_open, 1, {20})), 4.0, 0.05);
  double before = 100;
  for (int lost = 1; lost <= 20; ++lost) {
    const double now = deviation(fault(Kind::speakers_open, 1, {lost}));
    EXPECT_LT(now, before) << lost;
    before = now;
  }
}

TEST(Ladder, AnOpenWireLosesAllBehindIt) {
  EXPECT_NEAR(deviation(fault(Kind::open, 16)), 26, 0.5);
  EXPECT_NEAR(deviation(fault(Kind::open, 11)), 82, 0.5);
  EXPECT_NEAR(deviation(fault(Kind::open, 6)), 253, 0.5);
  EXPECT_TRUE(std::isinf(line_ohms(twenty_on_a_kilometre(), fault(Kind::open, 1))));
}

TEST(Ladder, ABoltedShortIsTheWireToIt) {
  const LadderLine line = twenty_on_a_kilometre();
  const double a_metre = 2 * 0.0172 / 2.5;
  for (const int at : {1, 2, 5, 7}) {
    // The loudspeakers before it take a little of the current.
    const double wire = at * 50 * a_metre;
    const double ohms = line_ohms(line, fault(Kind::short_circuit, at));
    EXPECT_LT(ohms, wire + 0.011) << at;
    EXPECT_NEAR(ohms, wire, wire * 0.03) << at;
  }
  EXPECT_NEAR(line_ohms(line, fault(Kind::short_circuit, 1)), 50 * a_metre + 0.01, 1e-3);
  // Nearer the end what is before it counts: less than the wire alone, and still rising with distance.
  EXPECT_GT(line_ohms(line, fault(Kind::short_circuit, 20)), line_ohms(line, fault(Kind::short_circuit, 19)));
  EXPECT_NEAR(line_ohms(line, fault(Kind::short_circuit, 1, {}, 4.8)), 50 * a_metre + 4.14, 0.2);
}

TEST(Ladder, AnOverloadTakesHalfTheWattsAgain) {
  LadderLine line = twenty_on_a_kilometre();
  line.wire_mm2 = 0;
  EXPECT_NEAR(line_ohms(line, fault(Kind::overload, 3)), 10'000 / 450.0, 1e-6);
  EXPECT_NEAR(line_ohms(line, fault(Kind::overload, 3, {}, 100)), 25, 1e-6);
}

TEST(Ladder, ALineWithoutLoudspeakersCanBeShortedAtItsHead) {
  const LadderLine line;
  EXPECT_TRUE(std::isinf(line_ohms(line, {})));
  EXPECT_TRUE(std::isinf(line_ohms(line, fault(Kind::overload, 1))));
  EXPECT_NEAR(line_ohms(line, fault(Kind::short_circuit, 1)), 0.01, 1e-9);
}

TEST(Drive, GivesTheCurrentOfTheLoad) {
  const LadderLine line = twenty_on_a_kilometre();
  const LineLoad load = drive(line, {}, {10, 0, 0});
  EXPECT_NEAR(load.volts, 10, 1e-9);
  EXPECT_NEAR(load.amps, 10 / 38.1, 1e-3);
  EXPECT_NEAR(load.leakage_amps, 0.02e-3, 1e-9);
  const LineLoad open = drive(line, fault(Kind::open, 1), {10, 0.5, 4});
  EXPECT_EQ(open.volts, 10);
  EXPECT_EQ(open.amps, 0);
}

TEST(Drive, TheSourcesOwnResistanceTakesItsShare) {
  LadderLine line = twenty_on_a_kilometre();
  line.wire_mm2 = 0;
  const LineLoad load = drive(line, {}, {10, 33.3333333, 0});
  EXPECT_NEAR(load.volts, 5, 1e-6);
  EXPECT_NEAR(load.amps, 0.15, 1e-6);
}

TEST(Drive, PastItsLimitTheVoltageCollapsesAndTheOhmsStay) {
  const LadderLine line = twenty_on_a_kilometre();
  const LineLoad load = drive(line, fault(Kind::short_circuit, 1), {10, 0, 4.8});
  EXPECT_NEAR(load.amps, 4.8, 1e-9);
  EXPECT_NEAR(load.volts / load.amps, 50 * 2 * 0.0172 / 2.5 + 0.01, 1e-3);
}

TEST(Drive, AnEarthFaultLeaksAndLoadsNothing) {
  const LadderLine line = twenty_on_a_kilometre();
  const LineLoad healthy = drive(line, {}, {10, 0, 0});
  const LineLoad wet = drive(line, fault(Kind::earth, 4), {10, 0, 0});
  EXPECT_EQ(wet.amps, healthy.amps);
  EXPECT_NEAR(wet.leakage_amps, 2.02e-3, 1e-6);
  EXPECT_NEAR(drive(line, fault(Kind::earth, 4, {}, 50'000), {10, 0, 0}).leakage_amps, 0.22e-3, 1e-6);
}

TEST(Drive, NothingComesOfNothing) {
  for (const Kind kind : {Kind::open, Kind::short_circuit, Kind::earth, Kind::overload}) {
    const LineLoad load = drive(twenty_on_a_kilometre(), fault(kind, 1), {0, 0, 4});
    EXPECT_EQ(load.volts, 0);
    EXPECT_EQ(load.amps, 0);
    EXPECT_EQ(load.leakage_amps, 0);
  }
}

}  // namespace
}  // namespace wardcast::sim
