// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/rtcp_service.hpp"

#include <spdlog/spdlog.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <random>
#include <set>
#include <system_error>
#include <utility>

namespace wardcast::rtp {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kLargestDatagram = 1500;
constexpr int kDatagramsAtOnce = 64;  // then others on the loop get their turn

std::vector<RtcpPeer> peers_of(const Pacer& pacer) {
  std::vector<RtcpPeer> peers;
  for (std::size_t i = 0; i < pacer.size(); ++i) peers.push_back({pacer.ssrc(i), pacer.destination(i)});
  return peers;
}

}  // namespace

struct RtcpService::Loop : std::enable_shared_from_this<Loop> {
  Loop(const asio::any_io_executor& executor, const Clock& clock, const Pacer& pacer, std::string cname)
      : clock_(clock),
        pacer_(pacer),
        agent_(
            peers_of(pacer), pacer.rtcp_socket(), std::move(cname), [&pacer](std::size_t i) { return pacer.sent(i); },
            std::random_device{}()),
        timer_(executor) {
    const int own = dup(pacer.rtcp_socket());
    if (own < 0) throw std::system_error(errno, std::generic_category(), "RTCP socket");
    listen(executor, own);
    // Receivers of a multicast session report to the group.
    std::set<std::pair<in_addr_t, in_port_t>> joined;
    for (std::size_t i = 0; i < pacer.size(); ++i) {
      const Destination& destination = pacer.destination(i);
      const std::pair group{destination.rtcp.sin_addr.s_addr, destination.rtcp.sin_port};
      if (!destination.multicast || !joined.insert(group).second) continue;
      try {
        listen(executor, join_group(destination.rtcp, destination.interface_index).release());
      } catch (const std::system_error& error) {
        // A receiver on this very machine that does not share its port: it can still report to our own.
        spdlog::warn("rtcp: reports sent to the group of amplifier {} are not heard: {}", i, error.what());
      }
    }
  }

  void start() {
    for (std::size_t i = 0; i < sockets_.size(); ++i) wait_for(i);
    tick();
  }

  void stop() {
    stopped_ = true;
    timer_.cancel();
    for (auto& socket : sockets_) {
      error_code ignored;
      socket.close(ignored);
    }
  }

  void listen(const asio::any_io_executor& executor, int fd) { sockets_.emplace_back(executor, fd); }

  void tick() {
    if (stopped_) return;
    const Now now = clock_.now();
    timer_.expires_after(agent_.on_timer(now) - now.steady);
    timer_.async_wait([self = shared_from_this()](const error_code& error) {
      if (!error) self->tick();
    });
  }

  void wait_for(std::size_t index) {
    sockets_[index].async_wait(asio::posix::stream_descriptor::wait_read,
                               [self = shared_from_this(), index](const error_code& error) {
                                 if (error || self->stopped_) return;
                                 self->read_all(index);
                                 self->wait_for(index);
                               });
  }

  void read_all(std::size_t index) {
    const SteadyTime now = clock_.now().steady;
    for (int i = 0; i < kDatagramsAtOnce; ++i) {
      const ssize_t size = recv(sockets_[index].native_handle(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
      if (size < 0) return;
      agent_.on_datagram(std::span{buffer_}.first(static_cast<std::size_t>(size)), now);
    }
  }

  const Clock& clock_;
  const Pacer& pacer_;
  RtcpAgent agent_;
  asio::steady_timer timer_;
  std::vector<asio::posix::stream_descriptor> sockets_;
  std::array<std::byte, kLargestDatagram> buffer_{};
  bool stopped_ = false;
};

RtcpService::RtcpService(const asio::any_io_executor& executor, const Clock& clock, const Pacer& pacer,
                         std::string cname)
    : loop_(std::make_shared<Loop>(executor, clock, pacer, std::move(cname))) {
  loop_->start();
}

RtcpService::~RtcpService() { stop(); }

void RtcpService::stop() { loop_->stop(); }

void RtcpService::locate(std::size_t index, const Destination& destination) {
  loop_->agent_.locate(index, destination);
}

AmplifierStatus RtcpService::status(std::size_t index) const {
  AmplifierStatus status = loop_->pacer_.status(index, loop_->clock_.now().steady);
  loop_->agent_.fill(index, status);
  return status;
}

const RtcpCounters& RtcpService::counters() const { return loop_->agent_.counters(); }

}  // namespace wardcast::rtp
