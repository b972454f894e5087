// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

#include "drivers/rtp/audio_out.hpp"
#include "drivers/rtp/figures.hpp"
#include "drivers/rtp/network.hpp"

namespace wardcast::rtp {

/// One session as RTCP sees it.
struct RtcpPeer {
  std::uint32_t ssrc = 0;
  Destination destination;
};

struct RtcpCounters {
  std::uint64_t sent = 0;
  std::uint64_t send_errors = 0;
  std::uint64_t received = 0;
  std::uint64_t malformed = 0;
  std::uint64_t foreign = 0;  ///< sound, but about nobody's session here
};

/// Tells receivers the time (SR + SDES while a session is, or was lately, on air) and hears how they fare (RR).
/// io thread only; knows no event loop: RtcpService drives it with one.
class RtcpAgent {
 public:
  using ReadSent = std::function<Sent(std::size_t)>;

  /// Sends from `socket` (not owned), to which receivers answer. `seed` decides the jitter of the intervals.
  RtcpAgent(const std::vector<RtcpPeer>& peers, int socket, std::string cname, ReadSent sent, std::uint32_t seed);

  /// Sends the reports that are due and returns when to call again (at most half a second from now).
  SteadyTime on_timer(const Now& now);
  /// One datagram that came to the RTCP port.
  void on_datagram(std::span<const std::byte> datagram, SteadyTime now);
  /// Where a session's receiver is that was not known before.
  void locate(std::size_t index, const Destination& destination);
  /// Adds what the receiver of that session last reported.
  void fill(std::size_t index, AmplifierStatus& status) const;
  [[nodiscard]] const RtcpCounters& counters() const { return counters_; }

 private:
  struct Heard {
    bool ever = false;
    SteadyTime at{};
    std::int64_t lost = 0;
    double jitter_ms = 0;
  };
  struct Peer {
    RtcpPeer peer;
    InterfaceChoice interface_choice;
    SteadyTime next{};    // report; meaningful while on air
    bool on_air = false;  // or lately was
    Heard heard;
  };

  void send(Peer& peer, const Sent& sent, const Now& now);
  nanoseconds interval(nanoseconds mean);

  std::vector<Peer> peers_;
  std::unordered_map<std::uint32_t, std::size_t> by_ssrc_;
  int socket_;
  std::string cname_;
  ReadSent sent_;
  std::minstd_rand random_;
  RtcpCounters counters_;
};

}  // namespace wardcast::rtp
