// SPDX-License-Identifier: GPL-3.0-or-later
#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <future>

#include "drivers/clock/system_clock.hpp"
#include "drivers/modbus/descriptor.hpp"
#include "drivers/modbus/link.hpp"
#include "tests/support/modbus_slave.hpp"
#include "tests/support/relay_profiles.hpp"

namespace wardcast::test {
namespace {

using modbus::Answer;
using modbus::Function;
using modbus::LinkFault;
using modbus::Reply;
using modbus::Request;
using Kind = LinkFault::Kind;
using Trouble = ModbusSlave::Trouble;

constexpr milliseconds kReplyTimeout{150};  // for what must not come in time
constexpr seconds kSoon{5};

class TcpLinkTest : public testing::Test {
 protected:
  static Request read_request(milliseconds patience = kSoon) {
    return Request{.unit = 1, .function = Function::read_coils, .address = 0, .count = 8, .reply_timeout = patience};
  }
  static Request write_request(std::uint64_t coils) {
    Request request = read_request();
    request.function = Function::write_coils;
    request.coils = coils;
    return request;
  }
  static Kind kind_of(const Answer& answer) { return std::get<LinkFault>(answer).kind; }
  std::unique_ptr<modbus::Link> make_link(const std::string& host = "127.0.0.1",
                                          milliseconds patience = milliseconds{500}) {
    return modbus::make_tcp_link(host, slave_.port(), patience, clock_);
  }

  SystemClock clock_;
  ModbusSlave slave_{{{1, coil_profile(8)}}, clock_};
};

TEST_F(TcpLinkTest, WritesAndReadsBack) {
  const auto link = make_link();
  ASSERT_FALSE(link->connect().has_value());
  ASSERT_TRUE(std::holds_alternative<Reply>(link->transact(write_request(0xA5))));
  const Answer answer = link->transact(read_request());
  ASSERT_TRUE(std::holds_alternative<Reply>(answer));
  EXPECT_EQ(std::get<Reply>(answer).coils, 0xA5U);
}

TEST_F(TcpLinkTest, FindsAHostByName) {
  const auto link = make_link("localhost", kSoon);  // to ask for a name takes a busy machine its time
  ASSERT_FALSE(link->connect().has_value());
  EXPECT_TRUE(std::holds_alternative<Reply>(link->transact(read_request())));
}

TEST_F(TcpLinkTest, AnUnknownNameIsAFaultWithinTheDeadline) {
  const auto link = make_link("no-such-board.invalid");
  const SteadyTime begun = clock_.now().steady;
  const auto fault = link->connect();
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->kind, Kind::closed);
  EXPECT_LT(clock_.now().steady - begun, seconds{2});
}

struct BadReply {
  Trouble trouble;
  Kind kind;
};

class TcpLinkBadReply : public TcpLinkTest, public testing::WithParamInterface<BadReply> {};

TEST_P(TcpLinkBadReply, ClosesAndTheNextConnectionIsInStep) {
  const auto link = make_link();
  ASSERT_FALSE(link->connect().has_value());
  slave_.set_contact(1, 3, true);
  for (int round = 0; round < 3; ++round) {
    slave_.afflict(1, {.trouble = GetParam().trouble, .times = 1, .delay = kReplyTimeout * 2});
    const bool comes = GetParam().kind != Kind::timeout;
    EXPECT_EQ(kind_of(link->transact(read_request(comes ? kSoon : kReplyTimeout))), GetParam().kind);
    EXPECT_EQ(kind_of(link->transact(read_request())), Kind::unsent) << "closed until connect()";
    ASSERT_FALSE(link->connect().has_value());
    for (int i = 0; i < 3; ++i) {
      const Answer answer = link->transact(read_request());
      ASSERT_TRUE(std::holds_alternative<Reply>(answer));
      EXPECT_EQ(std::get<Reply>(answer).coils, 8U);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Troubles, TcpLinkBadReply,
    testing::Values(BadReply{Trouble::late, Kind::timeout}, BadReply{Trouble::silent, Kind::timeout},
                    BadReply{Trouble::deaf_after, Kind::timeout}, BadReply{Trouble::garbled, Kind::garbled},
                    BadReply{Trouble::wrong_transaction, Kind::garbled}, BadReply{Trouble::wrong_unit, Kind::garbled},
                    BadReply{Trouble::drop, Kind::closed}));

TEST_F(TcpLinkTest, ASecondReplyIsNeverTakenForAnother) {
  const auto link = make_link();
  ASSERT_FALSE(link->connect().has_value());
  slave_.afflict(1, {.trouble = Trouble::twice, .times = 1});
  ASSERT_TRUE(std::holds_alternative<Reply>(link->transact(read_request())));
  const Kind kind = kind_of(link->transact(write_request(1)));
  EXPECT_TRUE(kind == Kind::unsent || kind == Kind::garbled);
  ASSERT_FALSE(link->connect().has_value());
  EXPECT_TRUE(std::holds_alternative<Reply>(link->transact(read_request())));
}

TEST_F(TcpLinkTest, AnExceptionKeepsTheConnection) {
  const auto link = make_link();
  ASSERT_FALSE(link->connect().has_value());
  Request outside = read_request();
  outside.address = 100;
  const Answer answer = link->transact(outside);
  EXPECT_EQ(kind_of(answer), Kind::exception);
  EXPECT_EQ(std::get<LinkFault>(answer).exception_code, 2);
  EXPECT_TRUE(std::holds_alternative<Reply>(link->transact(read_request())));
  EXPECT_EQ(slave_.connections(), 1);
}

TEST_F(TcpLinkTest, NoticesAPeerThatClosesWhileIdle) {
  const auto link = make_link();
  ASSERT_FALSE(link->connect().has_value());
  ASSERT_TRUE(std::holds_alternative<Reply>(link->transact(read_request())));
  slave_.close_connections();
  EXPECT_EQ(link->wait(clock_.now().steady + kSoon), modbus::Link::Idle::closed);
}

TEST_F(TcpLinkTest, RefusedConnectionIsToldAtOnce) {
  const auto link = make_link();
  slave_.kill();
  const auto fault = link->connect();
  ASSERT_TRUE(fault.has_value());
  EXPECT_NE(fault->detail.find("Connection refused"), std::string::npos) << fault->detail;
  slave_.revive(false);
  EXPECT_FALSE(link->connect().has_value());
}

/// A listener whose queue is full drops every further SYN, as a host that is switched off does.
class SilentHost {
 public:
  SilentHost() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    void* const raw = &address;
    auto* const generic = static_cast<sockaddr*>(raw);
    EXPECT_EQ(::bind(listener_.get(), generic, size), 0);
    EXPECT_EQ(::listen(listener_.get(), 0), 0);
    EXPECT_EQ(::getsockname(listener_.get(), generic, &size), 0);
    for (modbus::Descriptor& waiting : queue_) {
      waiting = modbus::Descriptor{::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
      (void)::connect(waiting.get(), generic, size);
    }
    port_ = ntohs(address.sin_port);
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  modbus::Descriptor listener_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  std::array<modbus::Descriptor, 4> queue_;
  std::uint16_t port_ = 0;
};

TEST_F(TcpLinkTest, ASilentHostCostsTheConnectDeadlineAndNoMore) {
  const SilentHost host;
  const auto link = modbus::make_tcp_link("127.0.0.1", host.port(), milliseconds{200}, clock_);
  const SteadyTime begun = clock_.now().steady;
  const auto fault = link->connect();
  const nanoseconds took = clock_.now().steady - begun;
  ASSERT_TRUE(fault.has_value());
  EXPECT_EQ(fault->kind, Kind::timeout);
  EXPECT_GE(took, milliseconds{200});
  EXPECT_LT(took, seconds{1});
}

TEST_F(TcpLinkTest, StopEndsAConnectionAttempt) {
  const SilentHost host;
  const auto link = modbus::make_tcp_link("127.0.0.1", host.port(), seconds{60}, clock_);
  auto attempt = std::async(std::launch::async, [&] { return link->connect(); });
  link->stop();
  ASSERT_EQ(attempt.wait_for(kSoon), std::future_status::ready);
  EXPECT_EQ(attempt.get()->kind, Kind::interrupted);
}

TEST_F(TcpLinkTest, StopEndsARequestAndWakeEndsOneThatYields) {
  const auto link = make_link();
  ASSERT_FALSE(link->connect().has_value());
  slave_.afflict(1, {.trouble = Trouble::silent});
  Request patient = read_request();
  patient.reply_timeout = seconds{60};
  patient.yields = true;
  auto probe = std::async(std::launch::async, [&] { return link->transact(patient); });
  ASSERT_TRUE(slave_.wait_for_function(1, 1, kSoon));
  link->wake();
  ASSERT_EQ(probe.wait_for(kSoon), std::future_status::ready);
  EXPECT_EQ(kind_of(probe.get()), Kind::interrupted);

  ASSERT_FALSE(link->connect().has_value());
  patient.yields = false;
  auto request = std::async(std::launch::async, [&] { return link->transact(patient); });
  ASSERT_TRUE(slave_.wait_for_function(1, 2, kSoon));
  link->wake();
  EXPECT_EQ(request.wait_for(milliseconds{50}), std::future_status::timeout);
  link->stop();
  ASSERT_EQ(request.wait_for(kSoon), std::future_status::ready);
  EXPECT_EQ(kind_of(request.get()), Kind::interrupted);
}

TEST_F(TcpLinkTest, AWakeBeforeTheWaitIsKept) {
  const auto link = make_link();
  link->wake();
  EXPECT_EQ(link->wait(clock_.now().steady + seconds{60}), modbus::Link::Idle::woken);
  EXPECT_EQ(link->wait(clock_.now().steady), modbus::Link::Idle::time_up);
}

TEST_F(TcpLinkTest, WorksWhileThousandsOfFilesAreOpen) {
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = limit.rlim_max;
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  const auto link = make_link();
  std::vector<modbus::Descriptor> files;
  while (files.empty() || files.back().get() < 1100) {
    files.emplace_back(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0));
    ASSERT_TRUE(files.back().valid());
  }
  for (int i = 0; i < 3; ++i) {
    ASSERT_FALSE(link->connect().has_value());
    EXPECT_TRUE(std::holds_alternative<Reply>(link->transact(read_request())));
  }
}

}  // namespace
}  // namespace wardcast::test
