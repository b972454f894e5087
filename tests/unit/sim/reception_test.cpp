// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/reception.hpp"

#include <gtest/gtest.h>

#include <array>

#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

/// Packet k of a session: sequence and timestamp follow k.
struct Session {
  Reception reception;
  std::uint16_t first_sequence = 65530;  // wraps soon
  std::uint32_t first_timestamp = 4'294'960'000;
  std::uint32_t ssrc = 77;

  Order packet(int k, std::uint8_t content = 0) {
    RtpHeader header;
    header.sequence = static_cast<std::uint16_t>(first_sequence + k);
    header.timestamp = first_timestamp + static_cast<std::uint32_t>(k) * 960U;
    header.ssrc = ssrc;
    const std::array<std::uint8_t, 2> payload{static_cast<std::uint8_t>(k & 0xFF), content};
    return reception.on_packet(header, payload);
  }
};

TEST(Reception, CountsAWholeSessionAcrossTheWrap) {
  Session s;
  EXPECT_EQ(s.packet(0), Order::new_source);
  for (int k = 1; k < 100'000; ++k) ASSERT_EQ(s.packet(k), Order::forward);
  EXPECT_EQ(s.reception.packets(), 100'000U);
  EXPECT_EQ(s.reception.lost(), 0);
  EXPECT_EQ(s.reception.backward(), 0U);
}

TEST(Reception, CountsLossAndTakesLatecomersBack) {
  Session s;
  for (const int k : {0, 1, 4}) s.packet(k);
  EXPECT_EQ(s.reception.lost(), 2);
  EXPECT_EQ(s.packet(3), Order::reordered);
  EXPECT_EQ(s.reception.lost(), 1);
  EXPECT_EQ(s.packet(3), Order::duplicate);
  EXPECT_EQ(s.reception.lost(), 1);
  EXPECT_EQ(s.reception.reordered(), 1U);
  EXPECT_EQ(s.reception.duplicates(), 1U);
  EXPECT_EQ(s.reception.backward(), 0U);
}

TEST(Reception, ASenderThatGoesBackIsCaught) {
  Session s;
  for (int k = 0; k < 300; ++k) s.packet(k);
  EXPECT_EQ(s.packet(299, 1), Order::backward);  // the number of the last packet, another content
  EXPECT_EQ(s.packet(290, 1), Order::backward);  // ten back, and nothing was missing there
  EXPECT_EQ(s.packet(10), Order::backward);      // far back
  EXPECT_EQ(s.reception.backward(), 3U);
  EXPECT_EQ(s.packet(11), Order::forward);
}

TEST(Reception, ATimestampThatGoesBackIsCaught) {
  Session s;
  s.packet(0);
  s.packet(1);
  s.first_timestamp -= 9600;
  EXPECT_EQ(s.packet(2), Order::backward);
  EXPECT_EQ(s.packet(3), Order::forward);
}

TEST(Reception, AnotherSourceStartsAnewAndKeepsTheSums) {
  Session s;
  for (const int k : {0, 1, 3}) s.packet(k);
  s.ssrc = 78;
  s.first_sequence = 5;
  EXPECT_EQ(s.packet(0), Order::new_source);
  EXPECT_EQ(s.packet(1), Order::forward);
  EXPECT_EQ(s.reception.sources(), 2U);
  EXPECT_EQ(s.reception.lost(), 1);
  EXPECT_EQ(s.reception.packets(), 5U);
}

TEST(Reception, ReportsLossSinceTheLastReport) {
  Session s;
  for (const int k : {0, 1, 2, 7}) s.packet(k);  // 8 expected, 4 lost
  ReportBlock block = s.reception.take_report();
  EXPECT_EQ(block.source, 77U);
  EXPECT_EQ(block.fraction_lost, 128);
  EXPECT_EQ(block.cumulative_lost, 4);
  EXPECT_EQ(block.highest_sequence, 65537U);
  for (int k = 8; k < 16; ++k) s.packet(k);
  block = s.reception.take_report();
  EXPECT_EQ(block.fraction_lost, 0);
  EXPECT_EQ(block.cumulative_lost, 4);
}

TEST(Reception, JitterFollowsTheFormulaOfTheRfc) {
  Reception reception;
  reception.on_arrival(0, at_ms(0));
  reception.on_arrival(960, at_ms(20));
  EXPECT_DOUBLE_EQ(reception.jitter_ms(), 0);
  reception.on_arrival(1920, at_ms(56));  // 16 ms late: J += (16 − 0) / 16
  EXPECT_NEAR(reception.jitter_ms(), 1.0, 1e-9);
  reception.on_arrival(2880, at_ms(60));  // 16 ms early again: J += (16 − 1) / 16
  EXPECT_NEAR(reception.jitter_ms(), 1.9375, 1e-9);
  reception.restart_jitter();
  reception.on_arrival(4'000'000'000, at_ms(5000));
  EXPECT_NEAR(reception.jitter_ms(), 1.9375, 1e-9);
}

TEST(Reception, JitterSurvivesTheWrapOfTheTimestamp) {
  Reception reception;
  reception.on_arrival(4'294'966'816, at_ms(0));  // 2³² − 480
  reception.on_arrival(480, at_ms(20));
  EXPECT_NEAR(reception.jitter_ms(), 0, 1e-6);
}

}  // namespace
}  // namespace wardcast::sim
