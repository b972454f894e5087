// SPDX-License-Identifier: GPL-3.0-or-later
// A relay board that answers anything, over a real socket and libmodbus, to the bus logic on virtual time. One thread:
// the device speaks when the link looks at the clock, between its look for bytes that nobody asked for and its request.
// Input, for each transaction: how (see How), tenths of a second that pass, length, bytes.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <algorithm>
#include <span>

#include "drivers/modbus/bus_logic.hpp"
#include "drivers/modbus/descriptor.hpp"
#include "drivers/modbus/link.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/support/relay_profiles.hpp"

namespace {

using namespace wardcast;
using namespace wardcast::modbus;

/// Bits of a transaction's first byte.
enum How : std::uint8_t { kRightTransaction = 1, kRightLength = 2, kRightUnit = 4, kNewPicture = 8, kHangUp = 16 };
constexpr std::size_t kMostSteps = 40;

class Device final : public Clock {
 public:
  Device() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    fuzz::must(::bind(listening_.get(), any, size) == 0 && ::listen(listening_.get(), 8) == 0 &&
                   ::getsockname(listening_.get(), any, &size) == 0,
               "there is a port to listen on");
    port_ = ntohs(address.sin_port);
  }
  [[nodiscard]] std::uint16_t port() const { return port_; }
  void accept() {
    peer_ = Descriptor{::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
    // Nothing lingers on: a million connections would use up the ports.
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    (void)::setsockopt(peer_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  }
  void hang_up() { peer_ = Descriptor{}; }
  void say(std::span<const std::uint8_t> bytes, bool and_nothing_more) {
    next_ = bytes;
    nothing_more_ = and_nothing_more;
    armed_ = true;
  }
  void say_nothing() { armed_ = false; }
  [[nodiscard]] Now now() const override {
    if (armed_) {
      armed_ = false;
      (void)::send(peer_.get(), next_.data(), next_.size(), MSG_NOSIGNAL);
      if (nothing_more_) (void)::shutdown(peer_.get(), SHUT_WR);
    }
    return {{}, time};
  }

  SteadyTime time{seconds{1000}};

 private:
  Descriptor listening_, peer_;
  std::uint16_t port_ = 0;
  std::span<const std::uint8_t> next_;
  bool nothing_more_ = false;
  mutable bool armed_ = false;
};

/// The reply as the input has it, with what it says to put right put right.
std::vector<std::uint8_t> reply_of(std::span<const std::uint8_t> bytes, unsigned how, std::uint16_t transaction,
                                   const Request& request) {
  std::vector<std::uint8_t> reply{bytes.begin(), bytes.end()};
  if (reply.size() < 8) return reply;
  if ((how & kRightTransaction) != 0) {
    reply[0] = static_cast<std::uint8_t>(transaction >> 8);
    reply[1] = static_cast<std::uint8_t>(transaction & 0xff);
    reply[2] = reply[3] = 0;
  }
  if ((how & kRightLength) != 0) {
    reply[4] = 0;
    reply[5] = static_cast<std::uint8_t>(reply.size() - 6);
  }
  if ((how & kRightUnit) != 0) {
    reply[6] = request.unit;
    reply[7] = static_cast<std::uint8_t>(static_cast<unsigned>(request.function) | (reply[7] & 0x80U));
  }
  return reply;
}

bool same(const Reply& a, const Reply& b) { return a.coils == b.coils && a.registers == b.registers; }

/// What is believed was said, from the first byte on.
bool was_said(const Reply& reply, std::uint16_t transaction, const Request& request,
              std::span<const std::uint8_t> bytes) {
  for (std::size_t size = 0; size <= bytes.size(); ++size) {
    const auto answer = decode(transaction, request, bytes.first(size));
    if (std::holds_alternative<Reply>(answer)) return same(std::get<Reply>(answer), reply);
  }
  return false;
}

void check(const BoardReport& report, int channels) {
  fuzz::must(report.channels.size() == static_cast<std::size_t>(channels), "every channel is told of");
  const auto unknown = [](RelayState state) { return state == RelayState::unknown; };
  if (!report.reachable)
    fuzz::must(std::all_of(report.channels.begin(), report.channels.end(), unknown), "silent boards are unknown");
  fuzz::must(!report.settled || report.reachable, "only what was read is settled");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Device device;
  static const BusTiming timing;
  const std::array channels{8, 4};
  const auto link = make_tcp_link("127.0.0.1", device.port(), seconds{1}, device);
  BusLogic bus{{BoardLogic{0, 1, test::coil_profile(channels[0]), timing},
                BoardLogic{1, 2, test::register_profile(channels[1]), timing}},
               timing};
  std::span<const std::uint8_t> input{data, size};
  std::uint64_t ticket = 0;
  std::uint16_t transaction = 0;
  for (std::size_t step = 0; step < kMostSteps && input.size() >= 3; ++step) {
    const unsigned how = input[0];
    if ((how & kNewPicture) != 0) bus.board(step % 2).want({0x0f, how >> 4U}, ++ticket);
    const auto action = bus.step(device.time);
    if (const auto* const wait = std::get_if<BusLogic::Wait>(&action)) {
      device.time = std::max(device.time + milliseconds{1}, std::min(wait->until, device.time + seconds{5}));
    } else if (std::holds_alternative<BusLogic::Connect>(action)) {
      fuzz::must(!link->connect().has_value(), "the device takes connections");
      device.accept();
      bus.connected(device.time);
    } else {
      const Request& request = std::get<BusLogic::Transact>(action).request;
      const std::size_t length = std::min<std::size_t>(input[2], input.size() - 3);
      device.time += milliseconds{100} * input[1];
      const auto bytes = reply_of(input.subspan(3, length), how, static_cast<std::uint16_t>(transaction + 1), request);
      input = input.subspan(3 + length);
      const auto believed = decode(static_cast<std::uint16_t>(transaction + 1), request, bytes);
      const auto* const refused = std::get_if<LinkFault>(&believed);
      const bool whole = refused == nullptr || refused->kind == LinkFault::Kind::exception;
      device.say(bytes, !whole || (how & kHangUp) != 0);  // else libmodbus would wait for more
      const auto answer = link->transact(request);
      device.say_nothing();
      const auto* const fault = std::get_if<LinkFault>(&answer);
      const bool sent = fault == nullptr || fault->kind != LinkFault::Kind::unsent;
      if (sent) ++transaction;
      if (fault == nullptr) {
        fuzz::must(was_said(std::get<Reply>(answer), transaction, request, bytes),
                   "nothing is believed but what was said");
      } else {
        fuzz::must(!fault->detail.empty(), "a fault says what it is");
        fuzz::must(refused != nullptr || !sent, "a right reply is taken");
      }
      bus.transacted(device.time, answer);
    }
    for (const auto& report : bus.take_reports()) check(report, channels.at(report.board));
  }
  device.hang_up();
  return 0;
}
