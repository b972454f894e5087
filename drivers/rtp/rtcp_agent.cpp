// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/rtcp_agent.hpp"

#include <sys/socket.h>

#include <algorithm>

#include "drivers/rtp/rtcp.hpp"
#include "drivers/rtp/session.hpp"

namespace wardcast::rtp {
namespace {

// RFC 3550 §6.2: five seconds, spread over 0.5 to 1.5 of it so that sessions do not fall into step; the first one
// sooner.
constexpr nanoseconds kInterval = seconds{5};
constexpr nanoseconds kFirstInterval = milliseconds{1000};
constexpr nanoseconds kLately = seconds{15};
constexpr nanoseconds kTick = milliseconds{500};
constexpr double kJitterUnitsPerMs = kSampleRate / 1000.0;

}  // namespace

RtcpAgent::RtcpAgent(const std::vector<RtcpPeer>& peers, int socket, std::string cname, ReadSent sent,
                     std::uint32_t seed)
    : socket_(socket), cname_(std::move(cname)), sent_(std::move(sent)), random_(seed) {
  for (const RtcpPeer& peer : peers) {
    by_ssrc_.emplace(peer.ssrc, peers_.size());
    const InterfaceChoice choice{peer.destination.interface_index};
    peers_.push_back(Peer{.peer = peer, .interface_choice = choice, .heard = {}});
  }
}

nanoseconds RtcpAgent::interval(nanoseconds mean) {
  std::uniform_real_distribution<double> spread{0.5, 1.5};
  return nanoseconds{static_cast<std::int64_t>(static_cast<double>(mean.count()) * spread(random_))};
}

SteadyTime RtcpAgent::on_timer(const Now& now) {
  SteadyTime next = now.steady + kTick;
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    Peer& peer = peers_[i];
    const Sent sent = sent_(i);
    const bool was = peer.on_air;
    peer.on_air = sent.packets > 0 && now.steady - SteadyTime{nanoseconds{sent.instant_ns}} < kLately;
    if (!peer.on_air) continue;
    if (!was) peer.next = now.steady + interval(kFirstInterval);
    if (peer.next <= now.steady) {
      send(peer, sent, now);
      peer.next = now.steady + interval(kInterval);
    }
    next = std::min(next, peer.next);
  }
  return next;
}

void RtcpAgent::send(Peer& peer, const Sent& sent, const Now& now) {
  // The media clock runs on between packets: the timestamp of this very instant, by steady time from the last packet's.
  const nanoseconds since = now.steady - SteadyTime{nanoseconds{sent.instant_ns}};
  std::vector<std::byte> packet =
      build_sender_report({.ssrc = peer.peer.ssrc,
                           .ntp = to_ntp(now.wall),
                           .rtp = static_cast<std::uint32_t>((sent.timestamp + samples_in(since)) & 0xffffffff),
                           .packets = static_cast<std::uint32_t>(sent.packets & 0xffffffff),
                           .octets = static_cast<std::uint32_t>(sent.octets & 0xffffffff)},
                          cname_);
  iovec part{packet.data(), packet.size()};
  msghdr message{};
  message.msg_name = &peer.peer.destination.rtcp;
  message.msg_namelen = sizeof peer.peer.destination.rtcp;
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (peer.peer.destination.multicast && peer.peer.destination.interface_index != 0) {
    message.msg_control = peer.interface_choice.bytes;
    message.msg_controllen = sizeof peer.interface_choice.bytes;
  }
  ++(sendmsg(socket_, &message, MSG_DONTWAIT) < 0 ? counters_.send_errors : counters_.sent);
}

void RtcpAgent::on_datagram(std::span<const std::byte> datagram, SteadyTime now) {
  ++counters_.received;
  const auto reports = parse_reports(datagram);
  if (!reports) {
    ++counters_.malformed;
    return;
  }
  for (const ReceptionReport& report : *reports) {
    const auto found = by_ssrc_.find(report.source);
    if (found == by_ssrc_.end()) {
      ++counters_.foreign;
      continue;
    }
    peers_[found->second].heard = {.ever = true,
                                   .at = now,
                                   .lost = report.lost,
                                   .jitter_ms = static_cast<double>(report.jitter) / kJitterUnitsPerMs};
  }
}

void RtcpAgent::locate(std::size_t index, const Destination& destination) {
  peers_[index].peer.destination = destination;
  peers_[index].interface_choice = InterfaceChoice{destination.interface_index};
}

void RtcpAgent::fill(std::size_t index, AmplifierStatus& status) const {
  const Heard& heard = peers_[index].heard;
  status.receiver_heard = heard.ever;
  status.receiver_heard_at = heard.at;
  status.receiver_lost = heard.lost;
  status.receiver_jitter_ms = heard.jitter_ms;
}

}  // namespace wardcast::rtp
