// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>
#include <functional>
#include <optional>
#include <random>

#include "daemon/config/site.hpp"
#include "hw-sim/rtp/amplifier.hpp"

namespace wardcast::sim {

/// The RTP and RTCP sockets of one amplifier. io thread only.
class AmplifierSockets {
 public:
  using OnEdge = std::function<void(const RunEdge&)>;

  /// Everything passed must outlive this. Opens nothing yet.
  AmplifierSockets(const boost::asio::any_io_executor& executor, const site::Amplifier& description, Amplifier& model,
                   const Clock& clock, OnEdge on_edge);

  /// Binds RTP and RTCP (port + 1), joins the group. Throws std::runtime_error with a sentence. Port 0 takes any free
  /// even pair's first.
  void open();
  void close();
  [[nodiscard]] std::uint16_t port() const { return port_; }

  /// Hands every datagram the kernel holds to the model, then lets time pass: after it, all that arrived before now is
  /// known.
  void catch_up();
  /// catch_up, and a receiver report when one is due.
  void tick();

 private:
  using Udp = boost::asio::ip::udp;
  boost::asio::awaitable<void> receive_rtp();
  boost::asio::awaitable<void> receive_rtcp();
  void open_pair(const boost::asio::ip::address& address, std::uint16_t port);
  void open_one(Udp::socket& socket, const Udp::endpoint& endpoint);
  void join(Udp::socket& socket, const boost::asio::ip::address& group);
  bool receive_one();
  void report(SteadyTime now);

  const site::Amplifier& description_;
  Amplifier& model_;
  const Clock& clock_;
  const OnEdge on_edge_;
  Udp::socket rtp_;
  Udp::socket rtcp_;
  std::uint16_t port_ = 0;
  std::array<std::uint8_t, 2048> datagram_{};
  std::array<std::uint8_t, 2048> control_{};
  std::optional<Udp::endpoint> rtp_source_;
  std::optional<Udp::endpoint> report_to_;  ///< where the last sender report came from
  std::optional<SteadyTime> heard_at_;      ///< last RTP or sender report
  std::optional<SteadyTime> report_due_;
  std::minstd_rand spread_;
};

}  // namespace wardcast::sim
