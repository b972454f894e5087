// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <vector>

#include "drivers/modbus/frame.hpp"

// Modbus RTU frames, against examples of the Modbus specifications and of devices' manuals.
namespace wardcast::modbus {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes sealed(Bytes bytes) {
  const unsigned crc = crc16(bytes);
  bytes.push_back(static_cast<std::uint8_t>(crc & 0xFFU));
  bytes.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return bytes;
}

TEST(RtuFrame, ChecksSumsAsDevicesDo) {
  EXPECT_EQ(crc16(Bytes{0x02, 0x07}), 0x1241);  // the example of Modbus over Serial Line V1.02
  Request relay;                                // Waveshare's manual: 01 05 00 00 FF 00 8C 3A
  relay.function = Function::write_coil;
  relay.value = 0xFF00;
  EXPECT_EQ(encode_rtu(relay), (Bytes{0x01, 0x05, 0x00, 0x00, 0xFF, 0x00, 0x8C, 0x3A}));
  Request all;  // likewise: 01 01 00 00 00 08 3D CC
  all.count = 8;
  EXPECT_EQ(encode_rtu(all), (Bytes{0x01, 0x01, 0x00, 0x00, 0x00, 0x08, 0x3D, 0xCC}));
}

TEST(RtuFrame, AProperReplyIsBelievedAndAnyChangedBitIsNot) {
  Request request;
  request.unit = 9;
  request.function = Function::read_holding_registers;
  request.count = 2;
  const Bytes good = sealed({9, 3, 4, 0x12, 0x34, 0xAB, 0xCD});
  const Answer answer = decode_rtu(request, good);
  ASSERT_TRUE(std::holds_alternative<Reply>(answer));
  EXPECT_EQ(std::get<Reply>(answer).registers[1], 0xABCD);
  EXPECT_EQ(rtu_reply_size(request), good.size());
  for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
    Bytes bad = good;
    bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << (bit % 8)));
    EXPECT_TRUE(std::holds_alternative<LinkFault>(decode_rtu(request, bad)));
  }
  for (std::size_t size = 0; size < good.size(); ++size)
    EXPECT_TRUE(std::holds_alternative<LinkFault>(decode_rtu(request, std::span{good}.first(size))));
}

TEST(RtuFrame, WhatAnswersAnotherRequestIsNotBelieved) {
  Request request;
  request.unit = 9;
  request.function = Function::write_coils;
  request.address = 4;
  request.count = 8;
  const auto refused = [&](const Bytes& body) {
    return std::holds_alternative<LinkFault>(decode_rtu(request, sealed(body)));
  };
  EXPECT_FALSE(refused({9, 15, 0, 4, 0, 8}));
  EXPECT_TRUE(refused({8, 15, 0, 4, 0, 8}));
  EXPECT_TRUE(refused({9, 5, 0, 4, 0, 8}));
  EXPECT_TRUE(refused({9, 15, 0, 5, 0, 8}));
  EXPECT_TRUE(refused({9, 15, 0, 4, 0, 7}));
  EXPECT_TRUE(refused({9, 15, 0, 4, 0, 8, 0}));
  const Answer exception = decode_rtu(request, sealed({9, 0x8F, 4}));
  EXPECT_EQ(std::get<LinkFault>(exception).kind, LinkFault::Kind::exception);
}

TEST(RtuFrame, TellsTheLengthOfAReplyFromItsBeginning) {
  EXPECT_EQ(rtu_reply_length(Bytes{}).whole, 0U);
  EXPECT_EQ(rtu_reply_length(Bytes{1}).whole, 0U);
  EXPECT_EQ(rtu_reply_length(Bytes{1, 3}).whole, 0U);
  EXPECT_EQ(rtu_reply_length(Bytes{1, 3, 4}).whole, 9U);
  EXPECT_EQ(rtu_reply_length(Bytes{1, 15}).whole, 8U);
  EXPECT_EQ(rtu_reply_length(Bytes{1, 0x83}).whole, 5U);
  EXPECT_FALSE(rtu_reply_length(Bytes{1, 99}).possible);
  EXPECT_FALSE(rtu_reply_length(Bytes{1, 3, 255}).possible);
  EXPECT_TRUE(rtu_reply_length(Bytes{1, 3, 250}).possible);
}

}  // namespace
}  // namespace wardcast::modbus
