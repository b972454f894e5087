// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/rtu_wire.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

const WireSpeed kSlow{9600, 10};  // a character is 1041.6 µs, the silence 3645.8 µs

std::vector<std::uint8_t> request() { return with_crc(from_hex("01 01 0000 0008")); }

TEST(ModbusCrc, IsTheStandards) {
  // The example of the serial line specification: 02 07 gives 41 12 on the wire.
  EXPECT_EQ(to_hex(with_crc(from_hex("02 07"))), "02 07 41 12");
  EXPECT_TRUE(whole_frame(with_crc(from_hex("02 07"))));
  EXPECT_FALSE(whole_frame(from_hex("02 07 41 13")));
  EXPECT_FALSE(whole_frame(from_hex("00 00")));
}

TEST(WireSpeed, TakesTheTimeOfItsCharacters) {
  EXPECT_EQ(kSlow.characters(16), nanoseconds{16'666'666});
  EXPECT_EQ(kSlow.silence(), nanoseconds{3'645'833});
  EXPECT_EQ((WireSpeed{19'200, 11}.silence()), nanoseconds{2'005'208});
  EXPECT_EQ((WireSpeed{115'200, 10}.silence()), nanoseconds{1'750'000});
}

TEST(RtuWire, AFrameIsOverAfterItsCharactersAndTheSilence) {
  RtuWire wire{kSlow};
  EXPECT_FALSE(wire.frame_over_at());
  EXPECT_FALSE(wire.on_bytes(request(), at_ms(0)));
  EXPECT_EQ(wire.frame_over_at(), at_ms(0) + kSlow.characters(8) + kSlow.silence());
  EXPECT_EQ(wire.take_frame(), request());
  EXPECT_FALSE(wire.frame_over_at());
}

TEST(RtuWire, WhatComesWithoutSilenceBelongsToTheSameFrame) {
  RtuWire wire{kSlow};
  const auto whole = request();
  EXPECT_FALSE(wire.on_bytes(Bytes{whole}.first(3), at_ms(0)));
  EXPECT_FALSE(wire.on_bytes(Bytes{whole}.subspan(3), at_ms(6)));  // 2.9 ms after the third character ended
  EXPECT_EQ(wire.frame_over_at(), at_ms(6) + kSlow.characters(5) + kSlow.silence());
  EXPECT_EQ(wire.take_frame(), whole);
}

TEST(RtuWire, ARequestTooSoonAfterAReplyIsNotHeard) {
  RtuWire wire{kSlow};
  wire.replying(at_ms(20));
  wire.replied(at_ms(20));
  const auto soon = wire.on_bytes(request(), at_ms(23));
  ASSERT_TRUE(soon);
  EXPECT_FALSE(soon->during_reply);
  EXPECT_EQ(soon->gap, milliseconds{3});
  EXPECT_FALSE(wire.on_bytes(request(), at_ms(24)));  // told once a frame
  EXPECT_TRUE(wire.take_frame().empty());
  EXPECT_FALSE(wire.on_bytes(request(), at_ms(60)));
  EXPECT_EQ(wire.take_frame(), request());
}

TEST(RtuWire, TheSilenceItselfIsEnough) {
  RtuWire wire{kSlow};
  wire.replied(at_ms(20));
  EXPECT_FALSE(wire.on_bytes(request(), at_ms(20) + kSlow.silence()));
}

TEST(RtuWire, ARequestInTheMiddleOfAReplyIsNotHeard) {
  RtuWire wire{kSlow};
  wire.replying(at_ms(20));
  const auto collision = wire.on_bytes(request(), at_ms(15));
  ASSERT_TRUE(collision);
  EXPECT_TRUE(collision->during_reply);
  EXPECT_TRUE(wire.take_frame().empty());
}

TEST(RtuWire, NoiseWithoutEndIsNotKept) {
  RtuWire wire{kSlow};
  const std::vector<std::uint8_t> noise(1000, 0x55);
  for (int i = 0; i < 100; ++i) (void)wire.on_bytes(noise, at_ms(0));
  EXPECT_EQ(wire.take_frame().size(), RtuWire::kLongest + 1);
}

}  // namespace
}  // namespace wardcast::sim
