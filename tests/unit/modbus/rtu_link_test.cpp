// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <thread>

#include "drivers/clock/system_clock.hpp"
#include "drivers/modbus/link.hpp"
#include "tests/support/meter_profiles.hpp"
#include "tests/support/pty_slave.hpp"
#include "tests/support/relay_profiles.hpp"

// One Modbus RTU line, transaction by transaction, on a pseudo terminal as slow as a wire.
namespace wardcast::test {
namespace {

using modbus::Answer;
using modbus::Function;
using modbus::Link;
using modbus::LinkFault;
using modbus::Request;
using Trouble = SlaveUnits::Trouble;

constexpr milliseconds kPatience{100};
constexpr seconds kSoon{5};  // for what comes without delay, on the busiest machine

modbus::MeterProfile one_register() {
  modbus::MeterProfile profile;
  profile.channels = 1;
  profile.amps = modbus::MeterQuantity{0, 1, modbus::MeterValueType::uint16, 1.0};
  return profile;
}

class RtuLink : public testing::Test {
 protected:
  RtuLink() {
    slave_.add_meter(1, one_register());
    slave_.add_meter(2, one_register());
    EXPECT_FALSE(link_->connect().has_value());
  }
  static Request reading(std::uint8_t unit) {
    Request request;
    request.unit = unit;
    request.function = Function::read_input_registers;
    request.reply_timeout = kPatience;
    return request;
  }
  /// The register, or −1 − the kind of fault.
  int ask(std::uint8_t unit, milliseconds patience = kSoon) {
    auto request = reading(unit);
    request.reply_timeout = patience;
    const Answer answer = link_->transact(request);
    if (const auto* const fault = std::get_if<LinkFault>(&answer)) return -1 - static_cast<int>(fault->kind);
    return std::get<modbus::Reply>(answer).registers[0];
  }
  static int fault(LinkFault::Kind kind) { return -1 - static_cast<int>(kind); }

  SystemClock clock_;
  PtySlave slave_{{{7, coil_profile(32)}}, clock_};
  std::unique_ptr<Link> link_ =
      modbus::make_rtu_link({.device = slave_.path(), .baud = 115200, .parity = modbus::Parity::none}, clock_);
};

TEST_F(RtuLink, ReadsAndWritesWithSilenceBetween) {
  slave_.set_values(1, 0, {.amps = 1234});
  Request write;
  write.unit = 7;
  write.function = Function::write_coils;
  write.count = 32;
  for (unsigned i = 1; i <= 20; ++i) {
    EXPECT_EQ(ask(1), 1234);
    write.coils = i;
    const Answer answer = link_->transact(write);
    EXPECT_TRUE(std::holds_alternative<modbus::Reply>(answer));
    EXPECT_EQ(slave_.contacts(7), i);
  }
  EXPECT_GE(slave_.shortest_silence(), slave_.t3_5());
  EXPECT_TRUE(link_->connected());
}

TEST_F(RtuLink, ALateAnswerIsNeverTakenForTheNext) {
  // It comes at once, in the middle of the time in which the unit is left alone, and towards its end.
  for (const double part : {0.0, 0.5, 0.8}) {
    for (bool in_time = false; !in_time;) {  // again when this machine kept the answer back for too long
      slave_.set_values(1, 0, {.amps = 11});
      slave_.afflict(1, {.trouble = Trouble::held, .times = 1});
      ASSERT_EQ(ask(1, kPatience), fault(LinkFault::Kind::timeout));
      const SteadyTime now = clock_.now().steady, rested = link_->rest_until(1);
      ASSERT_GT(rested, now) << "it is left alone for a while";
      const auto pause = std::chrono::duration_cast<nanoseconds>((rested - now) * part);
      if (part > 0) (void)link_->wait(now + pause);
      slave_.release();
      in_time = clock_.now().steady < rested;
      slave_.set_values(1, 0, {.amps = 22});
      const int got = ask(1);
      EXPECT_TRUE(got == 22 || !in_time) << got << ": the old answer would say 11";
    }
    EXPECT_TRUE(link_->connected());
  }
}

TEST_F(RtuLink, OthersGoOnWhileALateAnswerIsDue) {
  slave_.set_values(1, 0, {.amps = 11});
  slave_.set_values(2, 0, {.amps = 22});
  slave_.afflict(1, {.trouble = Trouble::late, .times = 1, .delay = kPatience + milliseconds{30}});
  EXPECT_EQ(ask(1, kPatience), fault(LinkFault::Kind::timeout));
  const SteadyTime begun = clock_.now().steady;
  int asked = 0;
  while (clock_.now().steady < link_->rest_until(1)) {  // unit 1 speaks in the middle of this
    const int got = ask(2, kPatience);
    EXPECT_TRUE(got == 22 || got == fault(LinkFault::Kind::garbled)) << got;
    ++asked;
  }
  EXPECT_GE(asked, 4);
  EXPECT_LT(clock_.now().steady - begun, kPatience * 3);
  EXPECT_EQ(ask(1), 11);
}

TEST_F(RtuLink, WhatDoesNotFitIsAFaultOfThatRequestAndTheLineStaysOpen) {
  slave_.set_values(1, 0, {.amps = 5});
  for (const Trouble trouble : {Trouble::garbled, Trouble::wrong_unit}) {
    slave_.afflict(1, {.trouble = trouble, .times = 1});
    EXPECT_EQ(ask(1, kPatience), fault(LinkFault::Kind::garbled));
    EXPECT_EQ(ask(2), 0);
    EXPECT_EQ(ask(1), 5);
  }
  slave_.afflict(1, {.trouble = Trouble::exception, .times = 1});
  EXPECT_EQ(ask(1), fault(LinkFault::Kind::exception));
  EXPECT_EQ(ask(1), 5);
  slave_.afflict(1, {.trouble = Trouble::twice, .times = 1});
  EXPECT_EQ(ask(1), 5);
  slave_.set_values(1, 0, {.amps = 6});
  EXPECT_EQ(ask(1), 6) << "not the second copy";
  EXPECT_TRUE(link_->connected());
}

TEST_F(RtuLink, NoiseOnAnIdleLineIsNobodysAnswer) {
  slave_.say({1, 4, 2, 0xBA, 0xD0, 0, 0});
  EXPECT_EQ(link_->wait(clock_.now().steady + milliseconds{20}), Link::Idle::time_up);
  slave_.set_values(1, 0, {.amps = 5});
  slave_.say({0xFF, 0x00, 0x55});
  const int got = ask(1, kPatience);  // the noise may come before the request or into the reply
  EXPECT_TRUE(got == 5 || got == fault(LinkFault::Kind::garbled));
  EXPECT_EQ(ask(1), 5);
}

TEST_F(RtuLink, AReplyThatBreaksOffIsNotWaitedForToTheEnd) {
  slave_.afflict(1, {.trouble = Trouble::silent});
  Request request = reading(1);
  request.reply_timeout = seconds{30};
  std::thread talker{[this] {
    if (slave_.wait_for_function(4, 1, seconds{5})) slave_.say({1, 4, 2, 0});
  }};
  const SteadyTime begun = clock_.now().steady;
  const Answer answer = link_->transact(request);
  talker.join();
  EXPECT_EQ(std::get<LinkFault>(answer).detail, "a reply that breaks off");
  EXPECT_LT(clock_.now().steady - begun, seconds{5});
}

TEST_F(RtuLink, AVanishedDeviceClosesAndIsOpenedAgainByItsPath) {
  EXPECT_EQ(ask(1), 0);
  slave_.vanish();
  EXPECT_EQ(link_->wait(clock_.now().steady + seconds{5}), Link::Idle::closed);
  EXPECT_FALSE(link_->connected());
  EXPECT_EQ(ask(1), fault(LinkFault::Kind::unsent));
  const auto refused = link_->connect();
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->detail, slave_.path() + ": No such file or directory");
  slave_.appear();
  EXPECT_FALSE(link_->connect().has_value());
  EXPECT_EQ(ask(1), 0);
}

TEST_F(RtuLink, VanishingInTheMiddleOfARequestIsToldAtOnce) {
  slave_.afflict(1, {.trouble = Trouble::silent});
  Request request = reading(1);
  request.reply_timeout = seconds{30};
  std::thread puller{[this] {
    if (slave_.wait_for_function(4, 1, seconds{5})) slave_.vanish();
  }};
  const Answer answer = link_->transact(request);
  puller.join();
  EXPECT_EQ(std::get<LinkFault>(answer).kind, LinkFault::Kind::closed);
  EXPECT_FALSE(link_->connected());
}

TEST_F(RtuLink, TwoNeverShareALine) {
  const auto other = modbus::make_rtu_link({.device = slave_.path(), .baud = 115200}, clock_);
  const auto refused = other->connect();
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->detail, slave_.path() + " is in use by another program");
  link_->close();
  EXPECT_FALSE(other->connect().has_value());
}

TEST_F(RtuLink, AProbeYieldsAndAStopEndsEverything) {
  slave_.afflict(1, {.trouble = Trouble::silent});
  Request probe = reading(1);
  probe.reply_timeout = seconds{30};
  probe.yields = true;
  std::thread waker{[this] {
    if (slave_.wait_for_function(4, 1, seconds{5})) link_->wake();
  }};
  Answer answer = link_->transact(probe);
  waker.join();
  EXPECT_EQ(std::get<LinkFault>(answer).kind, LinkFault::Kind::interrupted);
  EXPECT_EQ(ask(2), 0) << "others need not wait for the unit that was probed";
  link_->stop();
  answer = link_->transact(reading(2));
  EXPECT_EQ(std::get<LinkFault>(answer).kind, LinkFault::Kind::interrupted);
}

TEST(RtuLinkSettings, RefusesWhatCannotBe) {
  const SystemClock clock;
  EXPECT_ANY_THROW((void)modbus::make_rtu_link({.device = "", .baud = 9600}, clock));
  EXPECT_ANY_THROW((void)modbus::make_rtu_link({.device = "/dev/null", .baud = 0}, clock));
  const auto link = modbus::make_rtu_link({.device = "/dev/null"}, clock);
  EXPECT_TRUE(link->connect().has_value()) << "not a serial line";
}

}  // namespace
}  // namespace wardcast::test
