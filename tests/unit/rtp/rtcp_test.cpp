// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/rtcp.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <random>

namespace wardcast::rtp {
namespace {

std::vector<std::byte> bytes(std::initializer_list<unsigned> values) {
  std::vector<std::byte> all;
  for (const unsigned value : values) all.push_back(static_cast<std::byte>(value));
  return all;
}

// One receiver report block about SSRC 0x11223344, from 0x0a0b0c0d, then an SDES.
const std::vector<std::byte> kReceiverReport = bytes({
    0x81, 201,  0,    7,    0x0a, 0x0b, 0x0c, 0x0d,  // RR, one block
    0x11, 0x22, 0x33, 0x44, 0x40, 0xff, 0xff, 0xfe,  // source, a quarter lost, cumulative -2
    0x00, 0x01, 0x00, 0x02, 0x00, 0x00, 0x00, 0x60,  // highest sequence, jitter 96 = 2 ms
    0xde, 0xad, 0xbe, 0xef, 0x00, 0x01, 0x00, 0x00,  // last SR, one second since
    0x81, 202,  0,    3,    0x0a, 0x0b, 0x0c, 0x0d, 1, 2, 'h', 'i', 0, 0, 0, 0,
});

TEST(Rtcp, SenderReportBytes) {
  // 2 000 000 000.5 s of Unix time = 0xFABFC600 - … worked out by hand: 2 000 000 000 + 2 208 988 800 = 4 208 988 800.
  const WallTime wall{seconds{2'000'000'000} + milliseconds{500}};
  EXPECT_EQ(to_ntp(wall), 4'208'988'800ULL << 32 | 0x80000000ULL);
  const auto packet = build_sender_report(
      {.ssrc = 0x01020304, .ntp = 0x1111111122222222, .rtp = 0x33333333, .packets = 5, .octets = 600}, "a@b");
  EXPECT_EQ(packet, bytes({0x80, 200,  0,    6,    1,    2,    3,    4,                             // SR, no block
                           0x11, 0x11, 0x11, 0x11, 0x22, 0x22, 0x22, 0x22, 0x33, 0x33, 0x33, 0x33,  //
                           0,    0,    0,    5,    0,    0,    2,    0x58,                          //
                           0x81, 202,  0,    3,    1,    2,    3,    4,    1,    3,    'a',  '@',  'b', 0, 0, 0}));
}

TEST(Rtcp, CanonicalNamesOfEveryLengthEndOnAWordWithANull) {
  for (std::size_t size = 0; size < 300; ++size) {
    const auto packet = build_sender_report({}, std::string(size, 'x'));
    ASSERT_EQ(packet.size() % 4, 0U);
    ASSERT_EQ(packet.back(), std::byte{0});
    const auto words = static_cast<std::size_t>(packet[30]) << 8 | static_cast<std::size_t>(packet[31]);
    ASSERT_EQ(packet.size(), 28 + (words + 1) * 4) << size;
    ASSERT_TRUE(parse_reports(packet).has_value());
  }
}

TEST(Rtcp, ReadsReceiverReports) {
  const auto reports = parse_reports(kReceiverReport);
  ASSERT_TRUE(reports.has_value());
  ASSERT_EQ(reports->size(), 1U);
  const ReceptionReport& report = reports->front();
  EXPECT_EQ(report.reporter, 0x0a0b0c0dU);
  EXPECT_EQ(report.source, 0x11223344U);
  EXPECT_EQ(report.fraction_lost, 64);
  EXPECT_EQ(report.lost, -2);
  EXPECT_EQ(report.highest_sequence, 0x10002U);
  EXPECT_EQ(report.jitter, 96U);
  EXPECT_EQ(report.last_sr, 0xdeadbeefU);
  EXPECT_EQ(report.delay_since_last_sr, 65536U);
}

TEST(Rtcp, ReadsBlocksOfSenderReportsToo) {
  auto packet = build_sender_report({.ssrc = 9}, "x");
  packet.resize(28);
  packet[0] = std::byte{0x81};
  packet[3] = std::byte{12};
  packet.insert(packet.end(), kReceiverReport.begin() + 8, kReceiverReport.begin() + 32);
  const auto reports = parse_reports(packet);
  ASSERT_TRUE(reports && reports->size() == 1);
  EXPECT_EQ(reports->front().reporter, 9U);
  EXPECT_EQ(reports->front().source, 0x11223344U);
}

TEST(Rtcp, PaddingOnlyAtTheVeryEnd) {
  auto packet = bytes({0xa0, 201, 0, 2, 1, 2, 3, 4, 0, 0, 0, 4});
  EXPECT_TRUE(parse_reports(packet).has_value());
  for (const unsigned wrong : {0U, 1U, 12U, 255U}) {
    packet.back() = static_cast<std::byte>(wrong);
    EXPECT_FALSE(parse_reports(packet).has_value()) << wrong;
  }
  packet.back() = std::byte{4};
  const auto more = bytes({0x80, 201, 0, 1, 1, 2, 3, 4});
  packet.insert(packet.end(), more.begin(), more.end());
  EXPECT_FALSE(parse_reports(packet).has_value());
}

TEST(Rtcp, RefusesWhatBreaksTheRules) {
  auto wrong_version = kReceiverReport;
  wrong_version[0] = std::byte{0x41};
  EXPECT_FALSE(parse_reports(wrong_version));
  auto sdes_first = kReceiverReport;
  sdes_first[1] = std::byte{202};
  EXPECT_FALSE(parse_reports(sdes_first));
  auto more_blocks_than_bytes = kReceiverReport;
  more_blocks_than_bytes[0] = std::byte{0x82};
  EXPECT_FALSE(parse_reports(more_blocks_than_bytes));
  auto too_long = kReceiverReport;
  too_long[3] = std::byte{200};
  EXPECT_FALSE(parse_reports(too_long));
}

/// Copies into a heap block of exactly that size, so that a sanitizer sees any byte read beyond it.
std::optional<std::vector<ReceptionReport>> parse_exact(std::span<const std::byte> packet) {
  const std::unique_ptr<std::byte[]> copy{new std::byte[packet.size()]};
  std::copy(packet.begin(), packet.end(), copy.get());
  return parse_reports({copy.get(), packet.size()});
}

TEST(Rtcp, EveryTruncationIsRefusedOrShorter) {
  for (std::size_t size = 0; size < kReceiverReport.size(); ++size) {
    const auto reports = parse_exact(std::span{kReceiverReport}.first(size));
    EXPECT_EQ(reports.has_value(), size == 32) << size;  // 32 = the receiver report alone, which is sound
  }
}

TEST(Rtcp, RandomBytesAndRandomDamageDoNoHarm) {
  std::mt19937 random{20181};
  int sound = 0;
  for (int round = 0; round < 200'000; ++round) {
    std::vector<std::byte> packet;
    if (round % 2 == 0) {
      packet = kReceiverReport;
      for (unsigned i = 0; i <= random() % 3; ++i)
        packet[random() % packet.size()] = static_cast<std::byte>(random() & 0xff);
      packet.resize(random() % 4 == 0 ? random() % packet.size() : packet.size());
    } else {
      packet.resize(random() % 120);
      for (std::byte& byte : packet) byte = static_cast<std::byte>(random() & 0xff);
    }
    const auto reports = parse_exact(packet);
    if (!reports) continue;
    ++sound;
    ASSERT_LE(reports->size() * 24, packet.size());
  }
  EXPECT_GT(sound, 1000) << "the damage must leave some packets sound, or nothing was tried";
}

}  // namespace
}  // namespace wardcast::rtp
