// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>

namespace wardcast::rtp {

/// What a receiver must know to play one amplifier's session.
struct SdpFacts {
  std::string name;        ///< of the session; any UTF-8, control characters are dropped
  std::string origin;      ///< this station's own IPv4 address or host name
  std::string host;        ///< where packets go: unicast address or name, or multicast group
  std::uint16_t port = 0;  ///< RTP; RTCP is one up
  bool multicast = false;
  int payload_type = 111;
  std::uint64_t session = 1;  ///< constant for the session's life, e.g. its SSRC
};

/// Session description (RFC 4566, RFC 7587) of one amplifier, lines ended by CR LF. An unusable name becomes "-".
std::string sdp(const SdpFacts& facts);

}  // namespace wardcast::rtp
