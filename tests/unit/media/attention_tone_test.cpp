// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/attention_tone.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/time.hpp"
#include "tests/unit/media/support.hpp"

namespace wardcast::media::test {
namespace {

/// Share of the energy of `samples` that lies at this frequency (Goertzel).
double share_at(double hertz, std::span<const float> samples) {
  const double k = 2.0 * std::cos(2.0 * std::numbers::pi * hertz / kSampleRate);
  double a = 0, b = 0, energy = 0;
  for (const float sample : samples) {
    const double next = double{sample} + k * a - b;
    b = std::exchange(a, next);
    energy += double{sample} * double{sample};
  }
  return (a * a + b * b - k * a * b) / (energy * static_cast<double>(samples.size()) / 2);
}

TEST(attention_tone, lasts_long_enough_for_relays_and_is_as_loud_as_items) {
  const auto tone = attention_tone();
  EXPECT_GE(tone->packet_count(), 100U) << "2 s at least";
  EXPECT_EQ(tone->packet_count(), 150U);
  EXPECT_NEAR(lufs(decode(*tone)), -16.0, 0.3);
  EXPECT_LT(true_peak_dbtp(decode(*tone)), -1.0);
}

TEST(attention_tone, is_two_tones_in_turn) {
  const auto sound = decode(*attention_tone());
  const auto half_second = [&](std::size_t turn) { return std::span{sound}.subspan(turn * 24000 + 4800, 14400); };
  for (std::size_t turn = 0; turn < 6; ++turn) {
    EXPECT_GT(share_at(turn % 2 == 0 ? 750 : 1000, half_second(turn)), 0.9) << turn;
    EXPECT_LT(share_at(turn % 2 == 0 ? 1000 : 750, half_second(turn)), 0.05) << turn;
  }
}

TEST(attention_tone, neither_begins_nor_changes_with_a_click) {
  const auto sound = decode(*attention_tone());
  EXPECT_LT(std::abs(sound.front()), 0.01F);
  EXPECT_LT(std::abs(sound.back()), 0.01F);
  float steepest = 0, highest = 0;
  for (std::size_t i = 1; i < sound.size(); ++i) {
    steepest = std::max(steepest, std::abs(sound[i] - sound[i - 1]));
    highest = std::max(highest, std::abs(sound[i]));
  }
  const double of_a_sine = highest * 2 * std::numbers::pi * 1000 / kSampleRate;
  EXPECT_LT(steepest, 1.5 * of_a_sine);
}

}  // namespace
}  // namespace wardcast::media::test
