// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/render.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

constexpr std::int16_t kConcealed = 7;

/// Each packet is one octet, and all its samples are that number. It keeps count of what it was asked.
class FakeDecoder final : public Decoder {
 public:
  void reset() override { ++resets; }
  void decode(Bytes payload, std::span<std::int16_t> out) override {
    ++decoded;
    std::ranges::fill(out, static_cast<std::int16_t>(payload[0] * 100));
  }
  void conceal(std::span<std::int16_t> out) override { std::ranges::fill(out, kConcealed); }
  int resets = 0;
  int decoded = 0;
};

struct Scene {
  PacketLog log;
  FakeDecoder decoder;
  std::vector<Interval> audible{{at_ms(0), at_ms(100'000)}};

  void packet(std::uint32_t spurt, std::int64_t sample, std::uint8_t value) {
    log.append({spurt, sample, false}, 960, std::array<std::uint8_t, 1>{value});
  }
  std::vector<std::int16_t> render_range(std::int64_t from, std::int64_t to) {
    return render({Axis{at_ms(0)}, from, to, audible, log.snapshot(from - kPreRoll)}, decoder);
  }
};

/// Runs of equal samples: {value, length}.
std::vector<std::pair<int, int>> runs(const std::vector<std::int16_t>& pcm) {
  std::vector<std::pair<int, int>> found;
  for (const auto sample : pcm) {
    if (found.empty() || found.back().first != sample) found.emplace_back(sample, 0);
    ++found.back().second;
  }
  return found;
}
using Runs = std::vector<std::pair<int, int>>;

TEST(Render, PutsEveryPacketAtItsSample) {
  Scene s;
  s.packet(1, 1000, 1);
  s.packet(1, 2920, 3);  // arrived before the one it follows
  s.packet(1, 1960, 2);
  EXPECT_EQ(runs(s.render_range(0, 5000)), (Runs{{0, 1000}, {100, 960}, {200, 960}, {300, 960}, {0, 1120}}));
}

TEST(Render, ConcealsAtMostAHundredMilliseconds) {
  Scene s;
  s.packet(1, 0, 1);
  s.packet(1, 960 + 4800, 2);
  s.packet(2, 6720 + 4801, 3);
  EXPECT_EQ(runs(s.render_range(0, 12481)), (Runs{{100, 960}, {kConcealed, 4800}, {200, 960}, {0, 4801}, {300, 960}}));
}

TEST(Render, AHoleBetweenTalkSpurtsIsSilence) {
  Scene s;
  s.packet(1, 0, 1);
  s.packet(2, 1440, 2);
  EXPECT_EQ(runs(s.render_range(0, 2400)), (Runs{{100, 960}, {0, 480}, {200, 960}}));
}

TEST(Render, ALaterTalkSpurtTakesOver) {
  Scene s;
  s.packet(1, 0, 1);
  s.packet(1, 960, 2);
  s.packet(1, 1920, 3);
  s.packet(2, 1200, 9);
  EXPECT_EQ(runs(s.render_range(0, 4000)), (Runs{{100, 960}, {200, 240}, {900, 960}, {0, 1840}}));
}

TEST(Render, GatesByTheRelayToTheSample) {
  Scene s;
  for (int k = 0; k < 50; ++k) s.packet(1, k * 960, 5);
  s.audible = {{at_us(100'250), at_us(200'500)}, {at_ms(300), at_ms(310)}};
  EXPECT_EQ(runs(s.render_range(0, 48000)),
            (Runs{{0, 4812}, {500, 9624 - 4812}, {0, 14400 - 9624}, {500, 480}, {0, 48000 - 14880}}));
}

TEST(Render, AnyWindowGivesTheSameSamples) {
  Scene s;
  for (int k = 0; k < 200; ++k) {
    if (k % 17 != 3) s.packet(1, 500 + k * 960, static_cast<std::uint8_t>(1 + k % 50));
  }
  s.audible = {{at_ms(100), at_ms(2500)}};
  const auto whole = s.render_range(0, 200'000);
  for (const std::int64_t from : {0L, 1L, 959L, 48'001L, 100'000L}) {
    const auto part = s.render_range(from, from + 50'000);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + from)) << from;
  }
}

TEST(Render, DecodesOnlyWhatCanBeHeard) {
  Scene s;
  for (int k = 0; k < 1000; ++k) s.packet(1, k * 960, 1);
  s.audible = {};
  EXPECT_EQ(runs(s.render_range(0, 960'000)), (Runs{{0, 960'000}}));
  EXPECT_EQ(s.decoder.decoded, 0);
  s.audible = {{at_ms(10'000), at_ms(10'100)}};
  (void)s.render_range(0, 960'000);
  EXPECT_EQ(s.decoder.decoded, 30);  // 500 ms of pre-roll and 100 ms
  EXPECT_EQ(s.decoder.resets, 1);
}

TEST(Render, ADecoderForgetsOverAPause) {
  Scene s;
  s.packet(1, 0, 1);
  s.packet(2, 960, 1);    // follows on: one decoder, one state
  s.packet(3, 12000, 1);  // 210 ms later
  (void)s.render_range(0, 14000);
  EXPECT_EQ(s.decoder.resets, 2);
}

TEST(PacketLog, ForgetsWhatHasEnded) {
  Scene s;
  for (int k = 0; k < 500; ++k) s.packet(1, k * 960, 1);
  s.log.forget_before(240'000);
  std::size_t kept = 0;
  for (const auto& chunk : s.log.snapshot(0)) kept += chunk->entries.size();
  EXPECT_EQ(kept, 250U);
  s.log.forget_before(480'000);
  EXPECT_TRUE(s.log.snapshot(0).empty());
}

TEST(Level, AFullScaleSineReadsMinusThreeDecibels) {
  std::vector<std::int16_t> sine(4800);
  for (std::size_t i = 0; i < sine.size(); ++i)
    sine[i] = static_cast<std::int16_t>(
        std::lround(32767 * std::sin(2 * std::numbers::pi * 1000 * static_cast<double>(i) / 48000)));
  EXPECT_NEAR(level_dbfs(sine), -3.01, 0.01);
  EXPECT_EQ(level_dbfs(std::vector<std::int16_t>(4800, 0)), -120);
  EXPECT_EQ(level_dbfs({}), -120);
}

}  // namespace
}  // namespace wardcast::sim
