// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <random>

#include "hw-sim/modbus/bus_model.hpp"
#include "hw-sim/modbus/meter_slave.hpp"
#include "hw-sim/modbus/rtu_wire.hpp"
#include "tests/unit/sim/hex.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

/// A board of eight coils as unit 1 and a meter as unit 9.
struct World {
  RelayBank bank{8, false, {}};
  BusModel bus;
  World() {
    modbus::RelayProfile profile;
    profile.channels = 8;
    bus.add(1, std::make_unique<RelaySlave>(profile, bank, RelaySlave::ReadBack{}), &bank, milliseconds{300});
    bus.add(9, std::make_unique<MeterSlave>(modbus::MeterProfile{}), nullptr, milliseconds{300});
  }
  std::string ask(std::string_view adu) {
    const auto reply = bus.respond(from_hex(adu), at_ms(0));
    return reply ? to_hex(reply->adu) : "silence";
  }
  void fault(FaultKind kind, std::optional<int> channel = {}, std::optional<milliseconds> ms = {}) {
    EXPECT_TRUE(bus.set_fault(1, {kind, channel, ms}, at_ms(0)).has_value());
  }
};

constexpr std::string_view kRead = "0007 0000 0006 01 01 0000 0008";
constexpr std::string_view kSwitchOn = "0008 0000 0006 01 05 0003 ff00";

TEST(BusModel, FramesAnswersWithTheRequestsTransactionAndUnit) {
  World w;
  EXPECT_EQ(w.ask(kSwitchOn), "00 08 00 00 00 06 01 05 00 03 ff 00");
  EXPECT_EQ(w.ask(kRead), "00 07 00 00 00 04 01 01 01 08");
  EXPECT_EQ(w.ask("0001 0000 0006 09 04 0000 0002"), "00 01 00 00 00 03 09 84 02");
  EXPECT_EQ(w.bus.find(1)->requests.at(5), 1U);
}

TEST(BusModel, IsSilentToWhatIsNotForIt) {
  World w;
  EXPECT_EQ(w.ask("0007 0000 0006 02 01 0000 0008"), "silence");  // no such unit
  EXPECT_EQ(w.ask("0007 0001 0006 01 01 0000 0008"), "silence");  // another protocol
  EXPECT_EQ(w.ask("0007 0000 0005 01 01 0000 0008"), "silence");  // length does not fit
  EXPECT_EQ(w.ask("0007 0000 0001 01"), "silence");
  EXPECT_EQ(w.ask(""), "silence");
}

TEST(BusModel, AnyBytesAreTakenWithoutHarm) {
  World w;
  std::minstd_rand noise{3};
  for (int i = 0; i < 20'000; ++i) {
    std::vector<std::uint8_t> adu(7 + noise() % 40);
    for (auto& byte : adu) byte = static_cast<std::uint8_t>(noise() >> 8U & 0xFFU);
    adu[2] = adu[3] = adu[4] = 0;
    adu[5] = static_cast<std::uint8_t>(adu.size() - 6);
    adu[6] = 1;
    if (adu.size() > 7) adu[7] &= 0x1FU;
    const auto reply = w.bus.respond(adu, at_ms(0));
    EXPECT_TRUE(!reply || reply->adu.size() >= 9U);
  }
}

TEST(BusModel, SilentFaults) {
  World w;
  for (const FaultKind kind : {FaultKind::offline, FaultKind::half_open, FaultKind::vanish}) {
    w.fault(kind);
    EXPECT_EQ(w.ask(kSwitchOn), "silence") << name_of(kind);
    EXPECT_FALSE(w.bank.output(3)) << name_of(kind);
  }
  w.fault(FaultKind::offline);
  EXPECT_EQ(w.ask("0001 0000 0006 09 04 0000 0002"), "00 01 00 00 00 03 09 84 02");  // the neighbour answers
  EXPECT_TRUE(w.bus.clear_fault(1, at_ms(0)).has_value());
  EXPECT_EQ(w.ask(kRead), "00 07 00 00 00 04 01 01 01 00");
}

TEST(BusModel, AnswersGoneWrong) {
  World w;
  w.fault(FaultKind::exception);
  EXPECT_EQ(w.ask(kSwitchOn), "00 08 00 00 00 03 01 85 04");
  EXPECT_FALSE(w.bank.output(3));
  w.fault(FaultKind::wrong_unit);
  EXPECT_EQ(w.ask(kSwitchOn), "00 08 00 00 00 06 02 05 00 03 ff 00");
  EXPECT_TRUE(w.bank.output(3));
  w.fault(FaultKind::wrong_transaction);
  EXPECT_EQ(w.ask(kRead), "00 08 00 00 00 04 01 01 01 08");
  w.fault(FaultKind::garble);
  const std::string first = w.ask(kRead);
  EXPECT_EQ(first.size(), std::string{"00 07 00 00 00 04 01 01 01 08"}.size());
  EXPECT_NE(first, "00 07 00 00 00 04 01 01 01 08");
  EXPECT_NE(first, w.ask(kRead));
}

TEST(BusModel, LateByHalfMoreThanTheTimeoutUnlessTold) {
  World w;
  w.fault(FaultKind::late);
  EXPECT_EQ(w.bus.respond(from_hex(kRead), at_ms(0))->after, milliseconds{450});
  w.fault(FaultKind::late, {}, milliseconds{20});
  EXPECT_EQ(w.bus.respond(from_hex(kRead), at_ms(0))->after, milliseconds{20});
}

TEST(BusModel, StuckAndWeldedEndWithTheFault) {
  World w;
  w.fault(FaultKind::stuck, 3);
  EXPECT_EQ(w.ask(kSwitchOn), "00 08 00 00 00 06 01 05 00 03 ff 00");
  EXPECT_FALSE(w.bank.output(3));
  w.fault(FaultKind::welded, 0);
  EXPECT_TRUE(w.bank.contact(0).value());
  EXPECT_FALSE(w.bank.contact(1).value());
  EXPECT_EQ(w.ask(kSwitchOn), "00 08 00 00 00 06 01 05 00 03 ff 00");
  EXPECT_TRUE(w.bank.output(3));  // the fault before was replaced
  EXPECT_TRUE(w.bus.clear_fault(1, at_ms(0)).has_value());
  EXPECT_FALSE(w.bank.contact(0).value());
  w.fault(FaultKind::welded);
  for (int channel = 0; channel < 8; ++channel) EXPECT_TRUE(w.bank.contact(channel).value());
}

TEST(BusModel, AnswersOnAWireWithItsChecksum) {
  World w;
  const auto ask = [&w](std::string_view frame) {
    const auto reply = w.bus.respond_on_wire(with_crc(from_hex(frame)), at_ms(0));
    if (!reply) return std::string{"silence"};
    EXPECT_TRUE(whole_frame(reply->adu));
    return to_hex(Bytes{reply->adu}.first(reply->adu.size() - 2));
  };
  EXPECT_EQ(ask("01 05 0003 ff00"), "01 05 00 03 ff 00");
  EXPECT_EQ(ask("01 01 0000 0008"), "01 01 01 08");
  EXPECT_EQ(ask("02 01 0000 0008"), "silence");
  EXPECT_FALSE(w.bus.respond_on_wire(from_hex("01 01 0000 0008 0000"), at_ms(0)));  // a wrong checksum
  EXPECT_FALSE(w.bus.respond_on_wire({}, at_ms(0)));
  w.fault(FaultKind::wrong_unit);
  EXPECT_EQ(ask("01 01 0000 0008"), "02 01 01 08");
  w.fault(FaultKind::exception);
  EXPECT_EQ(ask("01 01 0000 0008"), "01 81 04");
  w.fault(FaultKind::late);
  EXPECT_EQ(w.bus.respond_on_wire(with_crc(from_hex("01 01 0000 0008")), at_ms(0))->after, milliseconds{450});
  w.fault(FaultKind::garble);
  const auto garbled = w.bus.respond_on_wire(with_crc(from_hex("01 01 0000 0008")), at_ms(0));
  EXPECT_EQ(garbled->adu.size(), 6U);
  EXPECT_FALSE(whole_frame(garbled->adu));
}

TEST(BusModel, AnyWholeFrameIsTakenWithoutHarm) {
  World w;
  std::minstd_rand noise{5};
  for (int i = 0; i < 20'000; ++i) {
    std::vector<std::uint8_t> frame(2 + noise() % 40);
    for (auto& byte : frame) byte = static_cast<std::uint8_t>(noise() >> 8U & 0xFFU);
    frame[0] = std::array<std::uint8_t, 3>{0, 1, 9}[static_cast<std::size_t>(i) % 3];
    frame[1] &= 0x1FU;
    const auto reply = w.bus.respond_on_wire(with_crc(frame), at_ms(0));
    EXPECT_EQ(reply.has_value(), frame[0] != 0);
    EXPECT_TRUE(!reply || whole_frame(reply->adu));
  }
}

TEST(BusModel, ABroadcastIsTakenByAllAndAnsweredByNone) {
  World w;
  RelayBank second{8, false, {}};
  modbus::RelayProfile profile;
  profile.channels = 8;
  w.bus.add(2, std::make_unique<RelaySlave>(profile, second, RelaySlave::ReadBack{}), &second, milliseconds{300});
  EXPECT_FALSE(w.bus.respond_on_wire(with_crc(from_hex("00 0f 0000 0008 01 81")), at_ms(0)));
  EXPECT_TRUE(w.bank.output(0) && w.bank.output(7) && second.output(0) && second.output(7));
  w.fault(FaultKind::offline);
  EXPECT_FALSE(w.bus.respond_on_wire(with_crc(from_hex("00 05 0000 0000")), at_ms(0)));
  EXPECT_TRUE(w.bank.output(0));
  EXPECT_FALSE(second.output(0));
  EXPECT_FALSE(w.bus.respond_on_wire(with_crc(from_hex("00 01 0000 0008")), at_ms(0)));
  EXPECT_FALSE(w.bus.find(2)->requests.contains(1));  // a read for all means nothing
}

TEST(BusModel, NamesWhatItCannotDo) {
  World w;
  EXPECT_EQ(w.bus.set_fault(4, {FaultKind::offline}, at_ms(0)).error().code, ErrorCode::not_found);
  EXPECT_EQ(w.bus.clear_fault(4, at_ms(0)).error().code, ErrorCode::not_found);
  EXPECT_EQ(w.bus.set_fault(1, {FaultKind::stuck, 8}, at_ms(0)).error().field, "channel");
  EXPECT_EQ(w.bus.set_fault(9, {FaultKind::welded}, at_ms(0)).error().field, "kind");
  EXPECT_EQ(w.bus.set_fault(9, {FaultKind::stuck, 0}, at_ms(0)).error().field, "channel");
  EXPECT_TRUE(w.bus.set_fault(9, {FaultKind::stuck}, at_ms(0)).has_value());
}

TEST(BusModel, EveryFaultHasAName) {
  for (const std::string_view name : {"offline", "stuck", "welded", "late", "garble", "exception", "wrong_unit",
                                      "wrong_transaction", "half_open", "vanish"}) {
    const auto kind = fault_kind(name);
    ASSERT_TRUE(kind) << name;
    EXPECT_EQ(name_of(*kind), name);
  }
  EXPECT_FALSE(fault_kind("on fire"));
}

}  // namespace
}  // namespace wardcast::sim
