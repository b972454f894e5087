// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <modbus.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>
#include <span>
#include <system_error>
#include <utility>

#include "drivers/modbus/link.hpp"
#include "drivers/modbus/tcp_connect.hpp"
#include "drivers/modbus/waker.hpp"

namespace wardcast::modbus {
namespace {

struct FreeContext {
  void operator()(modbus_t* context) const { modbus_free(context); }
};

/// What libmodbus 3.1.6 does here and what it does not, and why:
/// - It reads and frames the reply (modbus_receive_confirmation), with its recovery off: that would loop inside the
/// call.
/// - The request is sent by encode(): its own calls accept a reply of any unit, and modbus_send_raw_request() uses
///   transaction 0 for all. decode() then checks everything.
/// - It never opens the socket: its connect has no deadline of its own and no way to be interrupted.
/// - It waits with select(), which writes outside its array for descriptors of 1024 and more, and a busy HTTP side can
/// use
///   those up. So each link reserves one low descriptor when it is made, and every socket is moved there.
class TcpLink final : public Link {
 public:
  TcpLink(std::string host, std::uint16_t port, milliseconds connect_deadline, const Clock& clock)
      : connector_(std::move(host), port), connect_deadline_(connect_deadline), clock_(clock) {
    slot_ = Descriptor{::fcntl(waker_.fd(), F_DUPFD_CLOEXEC, 0)};
    if (!slot_.valid()) throw std::system_error(errno, std::generic_category(), "no descriptor for a Modbus link");
    if (slot_.get() >= FD_SETSIZE) throw std::runtime_error("Modbus links must be made before 1024 files are open");
    context_.reset(modbus_new_tcp(nullptr, port));
    if (!context_) throw std::bad_alloc();
    (void)modbus_set_error_recovery(context_.get(), MODBUS_ERROR_RECOVERY_NONE);
    // No time-out between bytes: the response time-out then bounds the whole reply, however it drips in.
    (void)modbus_set_byte_timeout(context_.get(), 0, 0);
  }
  ~TcpLink() override { close(); }
  TcpLink(const TcpLink&) = delete;
  TcpLink& operator=(const TcpLink&) = delete;

  std::optional<LinkFault> connect() override {
    close();
    auto outcome = connector_.connect(clock_.now().steady + connect_deadline_, waker_, clock_);
    if (auto* const fault = std::get_if<LinkFault>(&outcome)) return std::move(*fault);
    if (::dup3(std::get<Descriptor>(outcome).get(), slot_.get(), O_CLOEXEC) < 0)
      return LinkFault{LinkFault::Kind::closed, 0, std::generic_category().message(errno)};
    (void)modbus_set_socket(context_.get(), slot_.get());
    connected_ = true;
    return std::nullopt;
  }

  void close() override {
    if (!connected_) return;
    connected_ = false;
    (void)modbus_set_socket(context_.get(), -1);
    (void)::dup3(waker_.fd(), slot_.get(), O_CLOEXEC);  // closes the socket and keeps its number ours
  }

  [[nodiscard]] bool connected() const override { return connected_; }
  [[nodiscard]] SteadyTime rest_until(std::uint8_t /*unit*/) const override { return {}; }

  Answer transact(const Request& request) override {
    Answer answer = attempt(request);
    const auto* const fault = std::get_if<LinkFault>(&answer);
    if (fault != nullptr && fault->kind != LinkFault::Kind::exception) close();
    return answer;
  }

  Idle wait(SteadyTime until) override {
    switch (waker_.wait(connected_ ? slot_.get() : -1, POLLIN, until, clock_)) {
      case Waker::Woken::time_up:
        return Idle::time_up;
      case Waker::Woken::woken:
        return Idle::woken;
      case Waker::Woken::ready:
        break;
    }
    close();
    return Idle::closed;
  }

  void wake() override { waker_.wake(); }
  void stop() override { waker_.stop(); }

 private:
  using Kind = LinkFault::Kind;

  Answer attempt(const Request& request) {
    if (waker_.stopping()) return LinkFault{Kind::interrupted, 0, "stopping"};
    if (!connected_) return LinkFault{Kind::unsent, 0, "not connected"};
    std::uint8_t unasked = 0;
    const auto peeked = ::recv(slot_.get(), &unasked, 1, MSG_PEEK | MSG_DONTWAIT);
    if (peeked > 0) return LinkFault{Kind::unsent, 0, "bytes nobody asked for"};
    if (peeked == 0) return LinkFault{Kind::unsent, 0, "closed by the peer while idle"};
    if (errno != EAGAIN) return LinkFault{Kind::unsent, 0, std::generic_category().message(errno)};

    const SteadyTime deadline = clock_.now().steady + request.reply_timeout;
    const std::vector<std::uint8_t> adu = encode(++transaction_, request);
    const auto sent = ::send(slot_.get(), adu.data(), adu.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent != static_cast<ssize_t>(adu.size()))
      return LinkFault{Kind::closed, 0, sent < 0 ? std::generic_category().message(errno) : "the send buffer is full"};

    Waker::Woken woken = Waker::Woken::woken;
    while (woken == Waker::Woken::woken) {
      woken = waker_.wait(slot_.get(), POLLIN, deadline, clock_);
      if (woken == Waker::Woken::woken && (waker_.stopping() || request.yields))
        return LinkFault{Kind::interrupted, 0, "other work came first"};
    }
    if (woken == Waker::Woken::time_up) return timed_out(request);
    return receive(request, deadline);
  }

  Answer receive(const Request& request, SteadyTime deadline) {
    const auto left =
        std::max(std::chrono::duration_cast<microseconds>(deadline - clock_.now().steady), microseconds{1000});
    // Seconds and microseconds apart: libmodbus refuses a million microseconds.
    (void)modbus_set_response_timeout(context_.get(),
                                      static_cast<std::uint32_t>(std::chrono::duration_cast<seconds>(left).count()),
                                      static_cast<std::uint32_t>((left % seconds{1}).count()));
    std::array<std::uint8_t, MODBUS_TCP_MAX_ADU_LENGTH> adu{};
    const int size = modbus_receive_confirmation(context_.get(), adu.data());
    if (size >= 0) return decode(transaction_, request, std::span{adu}.first(static_cast<std::size_t>(size)));
    const int error = errno;
    if (error == ETIMEDOUT) return timed_out(request);
    if (error > MODBUS_ENOBASE) return LinkFault{Kind::garbled, 0, modbus_strerror(error)};
    return LinkFault{Kind::closed, 0, std::generic_category().message(error)};
  }

  static LinkFault timed_out(const Request& request) {
    return LinkFault{Kind::timeout, 0, "no reply within " + std::to_string(request.reply_timeout.count()) + " ms"};
  }

  Waker waker_;
  TcpConnector connector_;
  const milliseconds connect_deadline_;
  const Clock& clock_;
  Descriptor slot_;
  std::unique_ptr<modbus_t, FreeContext> context_;
  bool connected_ = false;
  std::uint16_t transaction_ = 0;  // runs on over reconnections
};

}  // namespace

std::unique_ptr<Link> make_tcp_link(std::string host, std::uint16_t port, milliseconds connect_deadline,
                                    const Clock& clock) {
  return std::make_unique<TcpLink>(std::move(host), port, connect_deadline, clock);
}

}  // namespace wardcast::modbus
