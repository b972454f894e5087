// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/meter_model.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

constexpr LineLoad kTone{10, 0.3, 2e-5};

MeterModel::Options every_200_ms(double noise) {
  MeterModel::Options options;
  options.channels = 2;
  options.refresh = milliseconds{200};
  options.noise = noise;
  options.first = at_ms(0);
  return options;
}

TEST(RmsMean, WeighsSquaresByTime) {
  RmsMean mean;
  EXPECT_EQ(mean.value().volts, 0);
  mean.add(kTone, milliseconds{50});
  mean.add({}, milliseconds{150});
  EXPECT_NEAR(mean.value().volts, 5, 1e-9);
  EXPECT_NEAR(mean.value().amps, 0.15, 1e-9);
}

TEST(MeterModel, ShowsTheWindowThatEndedAtTheLastRefresh) {
  MeterModel meter{every_200_ms(0)};
  int asked = 0;
  const auto truth = [&](int, SteadyTime from, SteadyTime to) {
    ++asked;
    EXPECT_EQ(to - from, milliseconds{200});
    // A tone from 250 ms on.
    RmsMean mean;
    const SteadyTime begins = std::clamp(at_ms(250), from, to);
    mean.add({}, begins - from);
    mean.add(kTone, to - begins);
    return mean.value();
  };
  EXPECT_EQ(meter.read(0, at_ms(399), truth).volts, 0);
  EXPECT_NEAR(meter.read(0, at_ms(400), truth).volts, 10 * std::sqrt(0.75), 1e-9);
  EXPECT_NEAR(meter.read(0, at_ms(599), truth).volts, 10 * std::sqrt(0.75), 1e-9);
  EXPECT_EQ(asked, 2);  // between refreshes the old value stays, and nobody is asked
  EXPECT_NEAR(meter.read(0, at_ms(600), truth).volts, 10, 1e-9);
  EXPECT_NEAR(meter.read(0, at_ms(600), truth).amps, 0.3, 1e-9);
}

TEST(MeterModel, WindowsAreSetBeforeTheFirstRefreshToo) {
  const MeterModel meter{every_200_ms(0)};
  EXPECT_EQ(meter.window(at_ms(-1)).to, at_ms(-200));
  EXPECT_EQ(meter.window(at_ms(-200)).to, at_ms(-200));
  EXPECT_EQ(meter.window(at_ms(0)).from, at_ms(-200));
}

TEST(MeterModel, NoiseHasItsSigmaAndIsRepeatable) {
  MeterModel meter{every_200_ms(0.02)};
  MeterModel again{every_200_ms(0.02)};
  const auto steady = [](int, SteadyTime, SteadyTime) { return kTone; };
  double sum = 0, squares = 0, together = 0;
  constexpr int kReadings = 4'000;
  for (int i = 0; i < kReadings; ++i) {
    const LineLoad shown = meter.read(0, at_ms(i * 200), steady);
    EXPECT_EQ(shown.volts, again.read(0, at_ms(i * 200 + 150), steady).volts);
    EXPECT_NE(shown.volts, again.read(1, at_ms(i * 200), steady).volts);
    const double volts = shown.volts / kTone.volts - 1;
    sum += volts;
    squares += volts * volts;
    together += volts * (shown.amps / kTone.amps - 1);
  }
  EXPECT_NEAR(sum / kReadings, 0, 0.001);
  EXPECT_NEAR(std::sqrt(squares / kReadings), 0.02, 0.001);
  EXPECT_NEAR(together / squares, 0, 0.05);  // V and I err independently
}

TEST(MeterModel, AnotherSeedErrsOtherwise) {
  auto options = every_200_ms(0.02);
  const MeterModel one{options};
  options.seed = 2;
  const MeterModel two{options};
  EXPECT_NE(one.with_noise(0, at_ms(0), kTone).volts, two.with_noise(0, at_ms(0), kTone).volts);
}

TEST(MeterModel, NothingIsNothingWhateverTheNoise) {
  MeterModel meter{every_200_ms(0.5)};
  for (int i = 0; i < 100; ++i) {
    const LineLoad shown = meter.read(0, at_ms(i * 200), [](int, SteadyTime, SteadyTime) { return LineLoad{}; });
    EXPECT_EQ(shown.volts, 0);
    EXPECT_EQ(shown.amps, 0);
  }
}

}  // namespace
}  // namespace wardcast::sim
