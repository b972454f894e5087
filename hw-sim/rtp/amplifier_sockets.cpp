// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/rtp/amplifier_sockets.hpp"

#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/multicast.hpp>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "hw-sim/reason.hpp"
#include "hw-sim/sim_clock.hpp"
#include "hw-sim/spawn.hpp"

namespace wardcast::sim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

/// The first report follows the first packet by a second, so that a sender soon knows somebody listens.
constexpr nanoseconds kFirstReportAfter = seconds{1};
/// A sender not heard for so long gets no more reports.
constexpr nanoseconds kForgetSender = seconds{60};

template <class Value>
void set_option(asio::ip::udp::socket& socket, int level, int name, const Value& value, const std::string& what) {
  if (::setsockopt(socket.native_handle(), level, name, &value, sizeof value) != 0)
    throw std::runtime_error(what + ": " + std::strerror(errno));
}

std::uint32_t own_ssrc(const std::string& id) {
  return static_cast<std::uint32_t>(std::hash<std::string>{}(id)&0xFFFFFFFFU);
}

std::optional<timespec> kernel_stamp(msghdr& message) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    return stamp;
  }
  return std::nullopt;
}

}  // namespace

AmplifierSockets::AmplifierSockets(const asio::any_io_executor& executor, const site::Amplifier& description,
                                   Amplifier& model, const Clock& clock, OnEdge on_edge)
    : description_(description),
      model_(model),
      clock_(clock),
      on_edge_(std::move(on_edge)),
      rtp_(executor),
      rtcp_(executor),
      spread_(own_ssrc(description.id)) {}

void AmplifierSockets::open() {
  const std::string what = "amplifier " + description_.id + " cannot listen at " + description_.host + ":" +
                           std::to_string(description_.port);
  try {
    Udp::resolver resolver{rtp_.get_executor()};
    const auto found = resolver.resolve(description_.host, std::to_string(description_.port));
    const Udp::endpoint endpoint = found.begin()->endpoint();
    constexpr int kTries = 50;  // only for port 0: the port above the free one may be taken
    for (int tries = 1;; ++tries) {
      try {
        open_pair(endpoint.address(), endpoint.port());
        break;
      } catch (const boost::system::system_error&) {
        if (endpoint.port() != 0 || tries == kTries) throw;
      }
    }
  } catch (const std::exception& error) {
    close();
    throw std::runtime_error(what + ": " + reason(error));
  }
  spawn(rtp_.get_executor(), receive_rtp(), "RTP of amplifier " + description_.id);
  spawn(rtcp_.get_executor(), receive_rtcp(), "RTCP of amplifier " + description_.id);
}

void AmplifierSockets::open_pair(const asio::ip::address& address, std::uint16_t port) {
  close();
  open_one(rtp_, {address, port});
  port_ = rtp_.local_endpoint().port();
  set_option(rtp_, SOL_SOCKET, SO_TIMESTAMPNS, 1, "kernel timestamps");
  open_one(rtcp_, {address, static_cast<std::uint16_t>(port_ + 1)});
}

void AmplifierSockets::open_one(Udp::socket& socket, const Udp::endpoint& endpoint) {
  socket.open(endpoint.protocol());
  socket.non_blocking(true);
  set_option(socket, SOL_SOCKET, SO_RCVBUF, 1 << 20, "receive buffer");
  const bool multicast = endpoint.address().is_multicast();
  if (multicast) {
    // Several receivers of one group on one machine all get their copy. A unicast port is never shared: the second
    // receiver would silently take the packets of the first.
    set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1, "shared address");
    set_option(socket, SOL_SOCKET, SO_REUSEPORT, 1, "shared port");
  }
  socket.bind(endpoint);  // the group's own address: other groups on this port stay out
  if (multicast) join(socket, endpoint.address());
}

void AmplifierSockets::join(Udp::socket& socket, const asio::ip::address& group) {
  const unsigned index = if_nametoindex(description_.multicast_interface.c_str());
  if (index == 0)
    throw std::runtime_error("there is no network interface \"" + description_.multicast_interface + "\"");
  if (group.is_v6()) {
    socket.set_option(asio::ip::multicast::join_group(group.to_v6(), index));
    return;
  }
  ip_mreqn request{};
  request.imr_multiaddr.s_addr = htonl(group.to_v4().to_uint());
  request.imr_ifindex = static_cast<int>(index);
  set_option(socket, IPPROTO_IP, IP_ADD_MEMBERSHIP, request,
             "joining the group on " + description_.multicast_interface);
  set_option(socket, IPPROTO_IP, IP_MULTICAST_ALL, 0, "own groups only");
}

void AmplifierSockets::close() {
  error_code ignored;
  rtp_.close(ignored);
  rtcp_.close(ignored);
}

asio::awaitable<void> AmplifierSockets::receive_rtp() {
  while (rtp_.is_open()) {
    const auto [error] = co_await rtp_.async_wait(Udp::socket::wait_read, kUseResult);
    if (error) co_return;
    while (receive_one()) {
    }
  }
}

bool AmplifierSockets::receive_one() {
  sockaddr_storage from{};
  alignas(cmsghdr) std::array<char, 128> ancillary{};
  iovec part{datagram_.data(), datagram_.size()};
  msghdr message{};
  message.msg_name = &from;
  message.msg_namelen = sizeof from;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = ancillary.data();
  message.msg_controllen = ancillary.size();
  const ssize_t size = ::recvmsg(rtp_.native_handle(), &message, MSG_DONTWAIT);
  if (size < 0) return errno == EINTR;
  const Now now = clock_.now();
  const auto stamp = kernel_stamp(message);
  const SteadyTime arrival = stamp ? steady_of_kernel_stamp(*stamp, now) : now.steady;
  Udp::endpoint source;
  if (message.msg_namelen <= source.capacity()) {
    std::memcpy(source.data(), &from, message.msg_namelen);
    source.resize(message.msg_namelen);
    rtp_source_ = source;
  }
  if (!heard_at_ || now.steady - *heard_at_ > kForgetSender) report_due_ = now.steady + kFirstReportAfter;
  heard_at_ = now.steady;
  for (const RunEdge& edge : model_.on_datagram({datagram_.data(), static_cast<std::size_t>(size)}, arrival))
    on_edge_(edge);
  return true;
}

asio::awaitable<void> AmplifierSockets::receive_rtcp() {
  Udp::endpoint source;
  while (rtcp_.is_open()) {
    const auto buffer = asio::buffer(control_);
    const auto [error, size] = co_await rtcp_.async_receive_from(buffer, source, kUseResult);
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
    if (error) continue;  // e.g. connection refused, told of an earlier report
    const auto summary = parse_rtcp(Bytes{control_}.first(size));
    if (!summary || !summary->sender_report) continue;
    const SteadyTime now = clock_.now().steady;
    report_to_ = source;
    heard_at_ = now;
    if (!report_due_) report_due_ = now + kFirstReportAfter;
    model_.on_sender_report(*summary->sender_report, now);
  }
}

void AmplifierSockets::catch_up() {
  if (!rtp_.is_open()) return;
  const SteadyTime now = clock_.now().steady;  // read first: what came before it is in the kernel's queue by now
  while (receive_one()) {
  }
  if (const auto edge = model_.on_tick(now)) on_edge_(*edge);
}

void AmplifierSockets::tick() {
  catch_up();
  const SteadyTime now = clock_.now().steady;
  if (report_due_ && now >= *report_due_) report(now);
}

void AmplifierSockets::report(SteadyTime now) {
  // Spread by ±20 %, so that a hundred amplifiers do not all answer in one moment (RFC 3550 §6.2).
  const auto spread = std::uniform_int_distribution<std::int64_t>{800, 1200}(spread_);
  report_due_ = now + Amplifier::kReportEvery * spread / 1000;
  if (!rtcp_.is_open() || !model_.speaks_rtcp() || now - *heard_at_ > kForgetSender) return;
  std::optional<Udp::endpoint> to = report_to_;
  if (!to && rtp_source_)
    to = Udp::endpoint{rtp_source_->address(), static_cast<std::uint16_t>(rtp_source_->port() + 1)};
  if (!to) return;
  const auto packet =
      build_receiver_report(own_ssrc(description_.id), model_.take_report(now), description_.id + "@wardcast-sim");
  error_code ignored;  // a sender that is gone is no concern of an amplifier
  rtcp_.send_to(asio::buffer(packet), *to, 0, ignored);
}

}  // namespace wardcast::sim
