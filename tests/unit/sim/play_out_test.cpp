// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/play_out.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

constexpr std::int64_t kLatency = 9600;  // 200 ms

struct Buffer {
  PlayOut play_out{Axis{at_ms(0)}, milliseconds{200}};
  std::uint32_t first_timestamp = 4'294'960'000;  // wraps after seven packets

  std::optional<Placement> packet(int k, std::int64_t arrival_ms, Order order = Order::forward, bool marker = false) {
    RtpHeader header;
    header.timestamp = first_timestamp + static_cast<std::uint32_t>(k * 960);
    header.marker = marker;
    return play_out.place(header, 960, order, at_ms(arrival_ms));
  }
};

TEST(PlayOut, FollowsTimestampsNotArrivals) {
  Buffer b;
  const auto first = b.packet(0, 1000, Order::new_source, true);
  ASSERT_TRUE(first);
  EXPECT_TRUE(first->starts_spurt);
  EXPECT_EQ(first->sample, 48000 + kLatency);
  for (int k = 1; k < 30; ++k) {
    const auto next = b.packet(k, 1000 + k * 20 + (k % 3) * 50);  // up to 100 ms of jitter
    ASSERT_TRUE(next);
    EXPECT_FALSE(next->starts_spurt);
    EXPECT_EQ(next->sample, first->sample + k * 960);
  }
}

TEST(PlayOut, ReorderedAndLostPacketsKeepTheirPlace) {
  Buffer b;
  const auto first = b.packet(1, 1000, Order::new_source);
  EXPECT_EQ(b.packet(0, 1001, Order::reordered)->sample, first->sample - 960);
  EXPECT_EQ(b.packet(4, 1060)->sample, first->sample + 3 * 960);
  EXPECT_EQ(b.packet(3, 1061, Order::reordered)->sample, first->sample + 2 * 960);
  EXPECT_EQ(b.packet(5, 1080)->sample, first->sample + 4 * 960);
  EXPECT_FALSE(b.packet(5, 1081, Order::duplicate));
}

TEST(PlayOut, AHoleOfMoreThanAHundredMillisecondsBeginsATalkSpurt) {
  Buffer b;
  const auto first = b.packet(0, 1000, Order::new_source);
  EXPECT_EQ(b.packet(6, 1123)->spurt, first->spurt);  // five lost: 100 ms
  const auto anew = b.packet(13, 1267);               // six lost
  EXPECT_TRUE(anew->starts_spurt);
  EXPECT_EQ(anew->sample, 48 * 1267 + kLatency);
}

TEST(PlayOut, AMarkerAnchorsAfterAPauseOnly) {
  Buffer b;
  b.packet(0, 1000, Order::new_source, true);
  EXPECT_FALSE(b.packet(1, 1020, Order::forward, true)->starts_spurt);
  EXPECT_TRUE(b.packet(2, 1150, Order::forward, true)->starts_spurt);  // 130 ms later, though the timestamp hides it
  EXPECT_TRUE(b.packet(4, 1190, Order::forward, true)->starts_spurt);
}

TEST(PlayOut, WhatComesAfterItsInstantIsDropped) {
  Buffer b;
  const auto first = b.packet(0, 1000, Order::new_source);
  for (int k = 1; k < 20; ++k) {
    if (k != 5) b.packet(k, 1000 + k * 20);
  }
  EXPECT_FALSE(b.packet(5, 1385, Order::reordered));  // was due at 1300
  EXPECT_EQ(b.play_out.late(), 1U);
  EXPECT_EQ(b.packet(20, 1400)->sample, first->sample + 20 * 960);
}

TEST(PlayOut, ABufferRunDryIsAnchoredAnew) {
  Buffer b;
  b.packet(0, 1000, Order::new_source);
  const auto anew = b.packet(1, 1600);  // the sender stood still and its timestamps with it
  ASSERT_TRUE(anew);
  EXPECT_TRUE(anew->starts_spurt);
  EXPECT_EQ(anew->sample, 48 * 1600 + kLatency);
}

TEST(PlayOut, AWrongAnchorIsGivenUpAfterFiveLatePackets) {
  Buffer b;
  b.packet(0, 1000, Order::new_source);
  for (int k = 1; k < 12; ++k) b.packet(k, 1000 + k * 50);  // each 30 ms later than the one before
  const auto before = b.play_out.late();
  EXPECT_GT(before, 0U);
  for (int k = 12; k < 30; ++k) {
    const auto place = b.packet(k, 1330 + k * 20);  // steady again, 330 ms behind the first
    EXPECT_TRUE(place || k < 16) << k;
  }
  EXPECT_LE(b.play_out.late() - before, 4U);
}

}  // namespace
}  // namespace wardcast::sim
