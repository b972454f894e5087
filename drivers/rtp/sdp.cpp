// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/sdp.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "drivers/rtp/network.hpp"

namespace wardcast::rtp {
namespace {

std::string one_line(const std::string& name) {
  const auto normal = to_nfc(name);
  std::string line = normal.has_value() ? normal.value() : std::string{};
  std::erase_if(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  return line.empty() ? "-" : line;
}

}  // namespace

std::string sdp(const SdpFacts& facts) {
  const std::string ttl = facts.multicast ? fmt::format("/{}", kMulticastTtl) : std::string{};
  return fmt::format(
      "v=0\r\n"
      "o=- {session} 1 IN IP4 {origin}\r\n"
      "s={name}\r\n"
      "c=IN IP4 {host}{ttl}\r\n"
      "t=0 0\r\n"
      "m=audio {port} RTP/AVP {type}\r\n"
      "a=rtpmap:{type} opus/48000/2\r\n"
      "a=fmtp:{type} sprop-stereo=0; stereo=0; useinbandfec=0\r\n"
      "a=ptime:20\r\n"
      "a=recvonly\r\n",
      fmt::arg("session", facts.session), fmt::arg("origin", facts.origin), fmt::arg("name", one_line(facts.name)),
      fmt::arg("host", facts.host), fmt::arg("ttl", ttl), fmt::arg("port", facts.port),
      fmt::arg("type", facts.payload_type));
}

}  // namespace wardcast::rtp
