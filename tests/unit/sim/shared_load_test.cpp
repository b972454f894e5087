// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/shared_load.hpp"

#include <gtest/gtest.h>

#include "hw-sim/model/pieces.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

LadderLine of_watts(double watts) {
  LadderLine line;
  line.speakers.push_back({watts, 100});
  return line;
}

const std::optional<LineFault> kHealthy;

TEST(SharedLoad, LinesTakeWhatTheyTakeAloneWithinTheLimit) {
  const LadderLine small = of_watts(50), large = of_watts(150);
  const auto loads = drive_together({{&small, &kHealthy}, {&large, &kHealthy}}, 0.5, 240);
  EXPECT_NEAR(loads[0].volts, 50, 1e-9);
  EXPECT_NEAR(loads[0].amps, 0.25, 1e-9);
  EXPECT_NEAR(loads[1].amps, 0.75, 1e-9);
}

TEST(SharedLoad, AShortTakesTheSoundOfItsNeighbours) {
  const LadderLine small = of_watts(50), large = of_watts(150);
  const std::optional<LineFault> bolted{LineFault{LineFault::Kind::short_circuit, 1, {}, {}}};
  const auto loads = drive_together({{&small, &kHealthy}, {&large, &bolted}}, 1, 240);
  EXPECT_NEAR(loads[1].amps, 2.4, 0.01);
  EXPECT_NEAR(loads[1].volts / loads[1].amps, 0.01, 1e-4);
  EXPECT_LT(loads[0].volts, 0.1);
  EXPECT_NEAR(loads[0].volts, loads[1].volts, 1e-9);
}

TEST(SharedLoad, TheLimitIsAFifthAboveTheRatingOrTheLoudspeakers) {
  EXPECT_DOUBLE_EQ(limit_watts(360, 900), 432);
  EXPECT_DOUBLE_EQ(limit_watts({}, 300), 360);
  EXPECT_DOUBLE_EQ(limit_watts({}, 30), 120);
}

/// Every packet is a full-scale square wave.
class Square final : public Decoder {
 public:
  void reset() override {}
  void decode(Bytes, std::span<std::int16_t> out) override {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = i / 24 % 2 == 0 ? INT16_MAX : -INT16_MAX;
  }
  void conceal(std::span<std::int16_t> out) override { std::ranges::fill(out, std::int16_t{0}); }
};

TEST(PieceLevels, EachPieceHasItsOwn) {
  PacketLog log;
  const std::vector<std::uint8_t> payload{1};
  log.append({1, 960, true}, 960, payload);
  LevelJob job;
  job.render = {Axis{at_ms(0)}, 0, 3840, {{at_ms(0), at_ms(80)}}, log.snapshot(0)};
  job.cuts = {0, 960, 1440, 2400, 3840};
  Square decoder;
  const auto levels = piece_levels(job, decoder);
  ASSERT_EQ(levels.size(), 4U);
  EXPECT_EQ(levels[0], 0);
  EXPECT_NEAR(levels[1], 1.4142, 1e-3);
  EXPECT_NEAR(levels[2], 1, 1e-3);
  EXPECT_EQ(levels[3], 0);
}

}  // namespace
}  // namespace wardcast::sim
