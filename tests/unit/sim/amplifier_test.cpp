// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/rtp/amplifier.hpp"

#include <gtest/gtest.h>

#include "hw-sim/model/render.hpp"
#include "hw-sim/opus_decoder.hpp"
#include "tests/unit/sim/opus_tone.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

struct Scene {
  Amplifier amplifier{Axis{at_ms(0)}, milliseconds{200}, 111};
  std::vector<RunEdge> edges;

  void packet(int k, std::int64_t arrival_ms, Bytes payload) {
    const auto found = amplifier.on_datagram(rtp_datagram(nth_header(k), payload), at_ms(arrival_ms));
    edges.insert(edges.end(), found.begin(), found.end());
  }
  std::vector<std::int16_t> heard(std::int64_t from_ms, std::int64_t to_ms) {
    const auto decoder = make_opus_decoder();
    return render({Axis{at_ms(0)}, from_ms * 48, to_ms * 48, {{at_ms(from_ms), at_ms(to_ms)}}, amplifier.packets(0)},
                  *decoder);
  }
};

double level_at(const std::vector<std::int16_t>& pcm, std::size_t ms, std::size_t length_ms) {
  return level_dbfs(std::span{pcm}.subspan(ms * 48, length_ms * 48));
}

TEST(Amplifier, PlaysAToneOneLatencyLater) {
  const auto tone = opus_tone(50, 0.5);
  Scene s;
  for (int k = 0; k < 50; ++k) s.packet(k, 1000 + k * 20 + (k % 4) * 11, tone[static_cast<std::size_t>(k)]);
  const auto pcm = s.heard(0, 3000);
  EXPECT_EQ(level_at(pcm, 0, 1200), -120);
  for (std::size_t ms = 1220; ms < 2180; ms += 20) EXPECT_NEAR(level_at(pcm, ms, 20), -9.03, 0.3) << ms;
  EXPECT_EQ(level_at(pcm, 2200, 800), -120);
  EXPECT_EQ(s.amplifier.reception().lost(), 0);
}

TEST(Amplifier, ALostPacketLeavesNoHole) {
  const auto tone = opus_tone(50, 0.5);
  Scene s;
  for (int k = 0; k < 50; ++k) {
    if (k != 20 && k != 35 && k != 36) s.packet(k, 1000 + k * 20, tone[static_cast<std::size_t>(k)]);
  }
  const auto pcm = s.heard(0, 3000);
  EXPECT_EQ(s.amplifier.reception().lost(), 3);
  for (std::size_t ms = 1220; ms < 2180; ms += 20) EXPECT_GT(level_at(pcm, ms, 20), -30) << ms;
}

TEST(Amplifier, AReorderedPacketIsHeardInItsPlace) {
  const auto tone = opus_tone(20, 0.5);
  Scene in_order;
  Scene swapped;
  for (int k = 0; k < 20; ++k) {
    in_order.packet(k, 1000 + k * 20, tone[static_cast<std::size_t>(k)]);
    const int other = k == 0 || k == 19 ? k : (k % 2 == 1 ? k + 1 : k - 1);
    swapped.packet(other, 1000 + k * 20, tone[static_cast<std::size_t>(other)]);
  }
  EXPECT_EQ(in_order.heard(0, 2000), swapped.heard(0, 2000));
  EXPECT_EQ(swapped.amplifier.reception().reordered(), 9U);
  EXPECT_EQ(swapped.amplifier.reception().backward(), 0U);
}

TEST(Amplifier, TellsWhereRunsBeginAndEnd) {
  const auto tone = opus_tone(1, 0.5);
  Scene s;
  for (int k = 0; k < 10; ++k) s.packet(k, 1000 + k * 20, tone[0]);
  EXPECT_FALSE(s.amplifier.on_tick(at_ms(1379)));
  EXPECT_TRUE(s.amplifier.in_run());
  for (int k = 30; k < 35; ++k) s.packet(k, 1000 + k * 20, tone[0]);
  const auto end = s.amplifier.on_tick(at_ms(1880));
  ASSERT_TRUE(end);
  ASSERT_EQ(s.edges.size(), 3U);
  EXPECT_TRUE(s.edges[0].first);
  EXPECT_EQ(s.edges[0].at, at_ms(1000));
  EXPECT_EQ(s.edges[0].header.sequence, 65'000);
  EXPECT_FALSE(s.edges[1].first);
  EXPECT_EQ(s.edges[1].at, at_ms(1180));
  EXPECT_EQ(s.edges[1].header.sequence, 65'009);
  EXPECT_TRUE(s.edges[2].first);
  EXPECT_EQ(end->at, at_ms(1680));
  EXPECT_EQ(s.amplifier.figures().runs, 2U);
}

TEST(Amplifier, IgnoresWhatIsNotItsOwn) {
  const auto tone = opus_tone(1, 0.5);
  Scene s;
  RtpHeader header = nth_header(0);
  header.payload_type = 96;
  EXPECT_TRUE(s.amplifier.on_datagram(rtp_datagram(header, tone[0]), at_ms(0)).empty());
  EXPECT_TRUE(s.amplifier.on_datagram(rtp_datagram(nth_header(0), {}), at_ms(0)).empty());
  EXPECT_TRUE(s.amplifier.on_datagram(std::vector<std::uint8_t>{1, 2, 3}, at_ms(0)).empty());
  EXPECT_EQ(s.amplifier.figures().not_ours, 3U);
  EXPECT_EQ(s.amplifier.reception().packets(), 0U);
}

TEST(Amplifier, SwitchedOffItHearsNothing) {
  const auto tone = opus_tone(4, 0.5);
  Scene s;
  s.packet(0, 1000, tone[0]);
  s.amplifier.set_off(true, at_ms(1010));
  s.packet(1, 1020, tone[1]);
  EXPECT_EQ(s.amplifier.reception().packets(), 1U);
  EXPECT_FALSE(s.amplifier.speaks_rtcp());
  s.amplifier.set_off(false, at_ms(1030));
  s.packet(2, 1040, tone[2]);
  EXPECT_EQ(s.amplifier.reception().packets(), 2U);
}

TEST(Amplifier, ReportsRoundTripFieldsOfTheLastSenderReport) {
  const auto tone = opus_tone(1, 0.5);
  Scene s;
  EXPECT_FALSE(s.amplifier.take_report(at_ms(0)));
  s.packet(0, 1000, tone[0]);
  s.amplifier.on_sender_report({0xCAFE, 0x1111222233334444ULL, 0, 1, 1}, at_ms(1500));
  const auto block = s.amplifier.take_report(at_ms(2000));
  ASSERT_TRUE(block);
  EXPECT_EQ(block->source, 0xCAFEU);
  EXPECT_EQ(block->last_sr, 0x22223333U);
  EXPECT_EQ(block->delay_since_last_sr, 32768U);         // half a second
  EXPECT_FALSE(s.amplifier.take_report(at_ms(11'001)));  // nothing heard for two intervals
}

}  // namespace
}  // namespace wardcast::sim
