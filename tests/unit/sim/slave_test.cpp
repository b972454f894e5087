// SPDX-License-Identifier: GPL-3.0-or-later
// Requests and answers byte for byte, from the Modbus application protocol specification V1.1b3 §6 and the boards'
// manuals.
#include "hw-sim/modbus/slave.hpp"

#include <gtest/gtest.h>

#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

modbus::RelayProfile coils(int channels, std::uint16_t base) {
  modbus::RelayProfile profile;
  profile.channels = channels;
  profile.write_base = base;
  profile.read_base = base;
  return profile;
}

modbus::RelayProfile eletechsup() {
  modbus::RelayProfile profile;
  profile.channels = 16;
  profile.write = modbus::RelayWrite::registers_fc06;
  profile.read = modbus::RelayRead::registers_fc03;
  profile.write_base = profile.read_base = 1;
  profile.write_on = 0x0100;
  profile.write_off = 0x0200;
  profile.read_on = 1;
  return profile;
}

struct Board {
  RelayBank bank;
  std::vector<std::string> seen;
  RelaySlave slave;
  explicit Board(const modbus::RelayProfile& profile)
      : bank(profile.channels, profile.invert, {}),
        slave(profile, bank, [this](int first, const std::vector<bool>& closed, SteadyTime) {
          std::string text = std::to_string(first) + ":";
          for (const bool one : closed) text += one ? "1" : "0";
          seen.push_back(text);
        }) {}
  std::string ask(std::string_view request) { return to_hex(slave.respond(from_hex(request), at_ms(0))); }
};

TEST(RelaySlave, SwitchesAndReadsCoils) {
  Board board{coils(16, 0)};
  EXPECT_EQ(board.ask("01 0000 0010"), "01 02 00 00");
  EXPECT_EQ(board.ask("05 0002 ff00"), "05 00 02 ff 00");
  EXPECT_EQ(board.ask("01 0000 0010"), "01 02 04 00");
  EXPECT_EQ(board.ask("0f 0000 000a 02 cd 01"), "0f 00 00 00 0a");
  EXPECT_EQ(board.ask("01 0000 0010"), "01 02 cd 01");
  EXPECT_EQ(board.ask("01 0003 0003"), "01 01 01");
  EXPECT_EQ(board.ask("05 0000 0000"), "05 00 00 00 00");
  EXPECT_EQ(board.ask("01 0000 0010"), "01 02 cc 01");
  EXPECT_TRUE(board.bank.contact(8).value());
}

TEST(RelaySlave, AdamKeepsItsRelaysAtSixteen) {
  Board board{coils(6, 16)};
  EXPECT_EQ(board.ask("0f 0010 0006 01 21"), "0f 00 10 00 06");
  EXPECT_EQ(board.ask("01 0010 0006"), "01 01 21");
  EXPECT_EQ(board.ask("01 0000 0006"), "81 02");
  EXPECT_EQ(board.ask("05 0000 ff00"), "85 02");
  EXPECT_EQ(board.ask("01 0010 0007"), "81 02");
}

TEST(RelaySlave, RefusesAsTheSpecificationSays) {
  Board board{coils(8, 0)};
  EXPECT_EQ(board.ask("03 0000 0001"), "83 01");
  EXPECT_EQ(board.ask("02 0000 0001"), "82 01");
  EXPECT_EQ(board.ask("2b 0e 01 00"), "ab 01");
  EXPECT_EQ(board.ask("01 0000 0000"), "81 03");
  EXPECT_EQ(board.ask("01 0000 07d1"), "81 03");
  EXPECT_EQ(board.ask("01 0000 07d0"), "81 02");
  EXPECT_EQ(board.ask("01 0000"), "81 03");
  EXPECT_EQ(board.ask("01 ffff 0002"), "81 02");
  EXPECT_EQ(board.ask("05 0000 0100"), "85 03");
  EXPECT_EQ(board.ask("05 0008 ff00"), "85 02");
  EXPECT_EQ(board.ask("0f 0000 0008 02 ff 00"), "8f 03");
  EXPECT_EQ(board.ask("0f 0000 0008 01"), "8f 03");
  EXPECT_EQ(board.ask("0f 0000 0000 00"), "8f 03");
  EXPECT_EQ(board.ask("0f 0004 0008 01 ff"), "8f 02");
  EXPECT_EQ(board.ask("0f"), "8f 03");
  EXPECT_EQ(board.ask("01 0000 0008"), "01 01 00");
}

TEST(RelaySlave, EletechsupWritesOneWayAndReadsAnother) {
  Board board{eletechsup()};
  EXPECT_EQ(board.ask("06 0001 0100"), "06 00 01 01 00");
  EXPECT_EQ(board.ask("06 0004 0100"), "06 00 04 01 00");
  EXPECT_EQ(board.ask("03 0001 0004"), "03 08 00 01 00 00 00 00 00 01");
  EXPECT_EQ(board.ask("06 0001 0200"), "06 00 01 02 00");
  EXPECT_EQ(board.ask("10 0002 0002 04 0100 0200"), "10 00 02 00 02");
  EXPECT_EQ(board.ask("03 0001 0004"), "03 08 00 00 00 01 00 00 00 01");
  EXPECT_EQ(board.ask("06 0000 0700"), "06 00 00 07 00");
  EXPECT_EQ(board.ask("03 0010 0001"), "03 02 00 01");
  EXPECT_EQ(board.ask("06 0000 0800"), "06 00 00 08 00");
  EXPECT_EQ(board.ask("03 0010 0001"), "03 02 00 00");
}

TEST(RelaySlave, RegistersRefuseToo) {
  Board board{eletechsup()};
  EXPECT_EQ(board.ask("01 0000 0010"), "81 01");
  EXPECT_EQ(board.ask("06 0011 0100"), "86 02");
  EXPECT_EQ(board.ask("06 0001 0001"), "86 03");
  EXPECT_EQ(board.ask("06 0000 0100"), "86 03");
  EXPECT_EQ(board.ask("03 0000 0001"), "83 02");
  EXPECT_EQ(board.ask("03 0001 007e"), "83 03");
  EXPECT_EQ(board.ask("10 0001 0002 04 0100 0001"), "90 03");
  EXPECT_EQ(board.ask("10 0001 0002 03 0100 00"), "90 03");
  EXPECT_EQ(board.ask("10 0010 0002 04 0100 0100"), "90 02");
  EXPECT_EQ(board.ask("03 0001 0001"), "03 02 00 00");  // a refused FC16 wrote nothing
}

TEST(RelaySlave, PlainRegistersHaveNoAllRegister) {
  modbus::RelayProfile profile = eletechsup();
  profile.write_base = profile.read_base = 0;
  profile.write_on = 1;
  profile.write_off = 0;
  Board board{profile};
  EXPECT_EQ(board.ask("06 0000 0700"), "86 03");
  EXPECT_EQ(board.ask("06 0000 0001"), "06 00 00 00 01");
  EXPECT_EQ(board.ask("03 0000 0001"), "03 02 00 01");
}

TEST(RelaySlave, TellsAReadBackWhenItIsNewOrFollowsAWrite) {
  Board board{coils(4, 0)};
  board.ask("01 0000 0004");
  board.ask("01 0000 0004");
  board.ask("05 0001 ff00");
  board.ask("01 0000 0004");
  board.ask("01 0000 0004");
  board.ask("05 0001 ff00");  // the same again
  board.ask("01 0000 0004");
  EXPECT_EQ(board.seen, (std::vector<std::string>{"0:0000", "0:0100", "0:0100"}));
}

TEST(RelaySlave, AnInvertedBoardIsReadInTermsOfContacts) {
  modbus::RelayProfile profile = coils(2, 0);
  profile.invert = true;
  Board board{profile};
  EXPECT_EQ(board.ask("01 0000 0002"), "01 01 00");
  EXPECT_EQ(board.seen, (std::vector<std::string>{"0:11"}));
}

}  // namespace
}  // namespace wardcast::sim
