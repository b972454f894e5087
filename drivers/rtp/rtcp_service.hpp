// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>
#include <vector>

#include "drivers/rtp/pacer.hpp"
#include "drivers/rtp/rtcp_agent.hpp"

namespace wardcast::rtp {

/// RTCP for all of a pacer's sessions on an Asio loop. io thread only. `pacer` and `clock` must outlive it.
/// Work stops with stop() or the destructor; handlers still queued then do nothing.
class RtcpService {
 public:
  /// Throws std::system_error when a socket cannot be had. `cname` is the station's canonical name, e.g.
  /// "wardcast@host".
  RtcpService(const boost::asio::any_io_executor& executor, const Clock& clock, const Pacer& pacer, std::string cname);
  ~RtcpService();
  RtcpService(const RtcpService&) = delete;
  RtcpService& operator=(const RtcpService&) = delete;

  void stop();
  /// Where an amplifier is that was not known before. What its receivers tell a multicast group is then not heard.
  void locate(std::size_t index, const Destination& destination);
  /// Both halves: what was sent and what the receiver says of it.
  [[nodiscard]] AmplifierStatus status(std::size_t index) const;
  [[nodiscard]] const RtcpCounters& counters() const;

 private:
  struct Loop;
  std::shared_ptr<Loop> loop_;  // shared with its pending handlers only
};

}  // namespace wardcast::rtp
