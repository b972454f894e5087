// SPDX-License-Identifier: GPL-3.0-or-later
// What amplifiers send to the RTCP port: the first byte is the length of a first datagram in words, the rest is
// another.
#include <algorithm>
#include <cmath>

#include "drivers/rtp/rtcp.hpp"
#include "drivers/rtp/rtcp_agent.hpp"
#include "tests/fuzz/must.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace wardcast;
  using namespace wardcast::rtp;
  constexpr std::size_t kBlock = 24;
  constexpr std::uint32_t kSource = 0x11223344;  // in the seeds and the dictionary
  if (size == 0) return 0;
  const auto bytes = std::as_bytes(std::span{data, size}).subspan(1);
  const std::size_t first = std::min(bytes.size(), std::size_t{data[0]} * 4);

  const std::vector<RtcpPeer> peers{{.ssrc = kSource, .destination = {}}};
  RtcpAgent agent{peers, -1, "fuzz", [](std::size_t) { return Sent{}; }, 1};
  for (const auto datagram : {bytes.first(first), bytes.subspan(first)}) {
    const std::vector<std::byte> exact{datagram.begin(), datagram.end()};  // so that a byte too far is seen
    agent.on_datagram(exact, SteadyTime{});
    const auto reports = parse_reports(exact);
    if (reports) fuzz::must(reports->size() * kBlock < exact.size(), "every report has its block");
  }
  AmplifierStatus status;
  agent.fill(0, status);
  fuzz::must(status.receiver_lost >= -0x800000 && status.receiver_lost <= 0x7fffff, "losses have 24 bits");
  fuzz::must(std::isfinite(status.receiver_jitter_ms), "jitter is a number");
  fuzz::must(agent.counters().received == 2, "every datagram counts");
  return 0;
}
