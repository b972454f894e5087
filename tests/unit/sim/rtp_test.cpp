// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/rtp.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace wardcast::sim {
namespace {

using Octets = std::vector<std::uint8_t>;

TEST(Rtp, ReadsThePlainHeader) {
  const Octets datagram{0x80, 0xEF, 0x12, 0x34, 0, 0, 3, 0xC0, 0xAB, 0xCD, 0xEF, 0x01, 7, 8, 9};
  const auto packet = parse_rtp(datagram);
  ASSERT_TRUE(packet);
  EXPECT_TRUE(packet->header.marker);
  EXPECT_EQ(packet->header.payload_type, 111);
  EXPECT_EQ(packet->header.sequence, 0x1234);
  EXPECT_EQ(packet->header.timestamp, 960U);
  EXPECT_EQ(packet->header.ssrc, 0xABCDEF01U);
  EXPECT_EQ(Octets(packet->payload.begin(), packet->payload.end()), (Octets{7, 8, 9}));
}

TEST(Rtp, TakesOffSourcesExtensionAndPadding) {
  const Octets datagram{0xB1, 0x6F, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1,  // padding, extension, one CSRC
                        0,    0,    0, 9,                          // CSRC
                        0xBE, 0xDE, 0, 1, 1, 2, 3, 4,              // extension of one word
                        42,   0,    2};                            // payload and two octets of padding
  const auto packet = parse_rtp(datagram);
  ASSERT_TRUE(packet);
  EXPECT_EQ(Octets(packet->payload.begin(), packet->payload.end()), (Octets{42}));
}

TEST(Rtp, RefusesWhatIsNotRtp) {
  EXPECT_FALSE(parse_rtp(Octets{}));
  EXPECT_FALSE(parse_rtp(Octets(12, 0x00)));                                             // version 0
  EXPECT_FALSE(parse_rtp(Octets{0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0}));                 // 11 octets
  EXPECT_FALSE(parse_rtp(Octets{0x8F, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}));              // 15 CSRCs that are not there
  EXPECT_FALSE(parse_rtp(Octets{0xA0, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 9}));           // more padding than payload
  EXPECT_FALSE(parse_rtp(Octets{0x90, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 9, 9}));  // extension beyond the end
}

TEST(Rtcp, ReadsASenderReportWithinACompoundPacket) {
  Octets compound{0x80, 200, 0, 6, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 3, 0xC0, 0, 0, 0, 50, 0, 0, 0x10, 0};
  const Octets bye{0x81, 203, 0, 1, 0, 0, 0, 7};
  compound.insert(compound.end(), bye.begin(), bye.end());
  const auto summary = parse_rtcp(compound);
  ASSERT_TRUE(summary && summary->sender_report);
  EXPECT_EQ(summary->sender_report->ssrc, 7U);
  EXPECT_EQ(summary->sender_report->ntp, 0x0102030405060708ULL);
  EXPECT_EQ(summary->sender_report->rtp_timestamp, 960U);
  EXPECT_EQ(summary->sender_report->packets, 50U);
  EXPECT_EQ(summary->sender_report->octets, 4096U);
  EXPECT_TRUE(summary->bye);
  compound.pop_back();
  EXPECT_FALSE(parse_rtcp(compound));
}

TEST(Rtcp, WritesAReceiverReportByteForByte) {
  ReportBlock block;
  block.source = 0x01020304;
  block.fraction_lost = 64;
  block.cumulative_lost = 5;
  block.highest_sequence = 0x00010010;
  block.jitter = 48;
  block.last_sr = 0x03040506;
  block.delay_since_last_sr = 65536;
  EXPECT_EQ(build_receiver_report(0xAABBCCDD, block, "amp"),
            (Octets{0x81, 201, 0, 7,  0xAA, 0xBB, 0xCC, 0xDD, 1, 2, 3,   4,   64,  0, 0, 5,
                    0,    1,   0, 16, 0,    0,    0,    48,   3, 4, 5,   6,   0,   1, 0, 0,  //
                    0x81, 202, 0, 3,  0xAA, 0xBB, 0xCC, 0xDD, 1, 3, 'a', 'm', 'p', 0, 0, 0}));
}

TEST(Rtcp, AReportWithoutABlockIsWholeAndReadable) {
  for (const std::string name : {"a", "ab", "abc", "abcd", "abcde"}) {
    const auto packet = build_receiver_report(1, std::nullopt, name);
    EXPECT_EQ(packet.size() % 4, 0U);
    EXPECT_EQ(packet[0], 0x80);
    EXPECT_EQ(packet.back(), 0);  // an item list ends with a zero octet
    EXPECT_TRUE(parse_rtcp(packet));
  }
}

TEST(Rtp, AnyBytesAreTakenWithoutHarm) {
  std::minstd_rand noise{7};
  for (int i = 0; i < 20'000; ++i) {
    Octets bytes(noise() % 64);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(noise() >> 8U & 0xFFU);
    if (bytes.size() > 1 && i % 2 == 0) bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x3FU) | 0x80U);
    const auto packet = parse_rtp(bytes);
    EXPECT_TRUE(!packet || packet->payload.size() <= bytes.size() - 12);
    (void)parse_rtcp(bytes);
  }
}

}  // namespace
}  // namespace wardcast::sim
