// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/frame.hpp"

#include <gtest/gtest.h>

#include <random>

namespace wardcast::modbus {
namespace {

using Bytes = std::vector<std::uint8_t>;

Request read_coils(std::uint16_t address, std::uint16_t count) {
  return Request{.unit = 7, .function = Function::read_coils, .address = address, .count = count};
}

TEST(Frame, EncodesAsTheSpecificationShows) {
  EXPECT_EQ(encode(0x1501, read_coils(16, 6)), (Bytes{0x15, 0x01, 0, 0, 0, 6, 7, 1, 0, 16, 0, 6}));
  // V1.1b3 §6.11: ten coils from 19, data CD 01.
  Request write{.unit = 1, .function = Function::write_coils, .address = 0x13, .count = 10, .coils = 0x01CD};
  EXPECT_EQ(encode(1, write), (Bytes{0, 1, 0, 0, 0, 9, 1, 15, 0, 0x13, 0, 10, 2, 0xCD, 0x01}));
  Request single{.unit = 2, .function = Function::write_register, .address = 3, .value = 0x0200};
  EXPECT_EQ(encode(2, single), (Bytes{0, 2, 0, 0, 0, 6, 2, 6, 0, 3, 2, 0}));
}

TEST(Frame, DecodesCoilsAndDropsPaddingBits) {
  const Answer answer = decode(9, read_coils(0, 10), Bytes{0, 9, 0, 0, 0, 5, 7, 1, 2, 0xCD, 0xFF});
  ASSERT_TRUE(std::holds_alternative<Reply>(answer));
  EXPECT_EQ(std::get<Reply>(answer).coils, 0x3CDU);
}

TEST(Frame, DecodesRegisters) {
  const Request request{.unit = 7, .function = Function::read_holding_registers, .address = 1, .count = 2};
  const Answer answer = decode(9, request, Bytes{0, 9, 0, 0, 0, 7, 7, 3, 4, 0, 1, 0x12, 0x34});
  ASSERT_TRUE(std::holds_alternative<Reply>(answer));
  EXPECT_EQ(std::get<Reply>(answer).registers[0], 1);
  EXPECT_EQ(std::get<Reply>(answer).registers[1], 0x1234);
  EXPECT_EQ(std::get<Reply>(answer).registers[2], 0);
}

TEST(Frame, TellsExceptions) {
  const Answer answer = decode(9, read_coils(0, 8), Bytes{0, 9, 0, 0, 0, 3, 7, 0x81, 2});
  ASSERT_TRUE(std::holds_alternative<LinkFault>(answer));
  EXPECT_EQ(std::get<LinkFault>(answer).kind, LinkFault::Kind::exception);
  EXPECT_EQ(std::get<LinkFault>(answer).exception_code, 2);
  EXPECT_EQ(std::get<LinkFault>(answer).detail, "illegal data address (exception 2)");
}

struct Forgery {
  const char* what;
  Bytes adu;
};

class FrameForgery : public testing::TestWithParam<Forgery> {};

TEST_P(FrameForgery, IsNotBelieved) {
  const Answer answer = decode(9, read_coils(0, 8), GetParam().adu);
  ASSERT_TRUE(std::holds_alternative<LinkFault>(answer)) << GetParam().what;
  EXPECT_EQ(std::get<LinkFault>(answer).kind, LinkFault::Kind::garbled);
}

INSTANTIATE_TEST_SUITE_P(Replies, FrameForgery,
                         testing::Values(Forgery{"nothing", {}}, Forgery{"header only", {0, 9, 0, 0, 0, 1, 7}},
                                         Forgery{"another transaction", {0, 8, 0, 0, 0, 4, 7, 1, 1, 0}},
                                         Forgery{"another protocol", {0, 9, 0, 1, 0, 4, 7, 1, 1, 0}},
                                         Forgery{"length too long", {0, 9, 0, 0, 0, 5, 7, 1, 1, 0}},
                                         Forgery{"length too short", {0, 9, 0, 0, 0, 3, 7, 1, 1, 0}},
                                         Forgery{"another unit", {0, 9, 0, 0, 0, 4, 8, 1, 1, 0}},
                                         Forgery{"another function", {0, 9, 0, 0, 0, 4, 7, 2, 1, 0}},
                                         Forgery{"exception of another function", {0, 9, 0, 0, 0, 3, 7, 0x82, 2}},
                                         Forgery{"exception without a code", {0, 9, 0, 0, 0, 3, 7, 0x81, 0}},
                                         Forgery{"more coils than asked", {0, 9, 0, 0, 0, 5, 7, 1, 2, 0, 0}},
                                         Forgery{"byte count that lies", {0, 9, 0, 0, 0, 4, 7, 1, 2, 0}}));

TEST(Frame, BelievesAWriteOnlyWhenTheEchoFits) {
  const Request write{.unit = 7, .function = Function::write_coils, .address = 16, .count = 6, .coils = 1};
  EXPECT_TRUE(std::holds_alternative<Reply>(decode(9, write, Bytes{0, 9, 0, 0, 0, 6, 7, 15, 0, 16, 0, 6})));
  EXPECT_TRUE(std::holds_alternative<LinkFault>(decode(9, write, Bytes{0, 9, 0, 0, 0, 6, 7, 15, 0, 17, 0, 6})));
  EXPECT_TRUE(std::holds_alternative<LinkFault>(decode(9, write, Bytes{0, 9, 0, 0, 0, 6, 7, 15, 0, 16, 0, 5})));
}

TEST(Frame, AnyBytesGiveAnAnswer) {
  std::mt19937 random{4711};  // the same every run
  std::uniform_int_distribution<int> byte{0, 255};
  const Request request = read_coils(0, 8);
  const Bytes good{0, 9, 0, 0, 0, 4, 7, 1, 1, 0x5A};
  for (int i = 0; i < 100000; ++i) {
    Bytes adu = good;
    adu.resize(1 + static_cast<std::size_t>(byte(random)) % 12);
    adu[static_cast<std::size_t>(byte(random)) % adu.size()] = static_cast<std::uint8_t>(byte(random));
    const bool believed = std::holds_alternative<Reply>(decode(9, request, adu));
    EXPECT_TRUE(!believed || adu.size() == good.size());
  }
}

}  // namespace
}  // namespace wardcast::modbus
