// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/rtp.hpp"

#include <algorithm>

namespace wardcast::sim {
namespace {

constexpr std::uint8_t kSenderReport = 200;
constexpr std::uint8_t kReceiverReport = 201;
constexpr std::uint8_t kSourceDescription = 202;
constexpr std::uint8_t kBye = 203;

std::uint16_t read16(Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned>(bytes[at]) << 8U | bytes[at + 1]);
}
std::uint32_t read32(Bytes bytes, std::size_t at) {
  return static_cast<std::uint32_t>(read16(bytes, at)) << 16U | read16(bytes, at + 2);
}
void put16(std::vector<std::uint8_t>& out, std::uint32_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8U & 0xFFU));
  out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
}
void put32(std::vector<std::uint8_t>& out, std::uint32_t value) {
  put16(out, value >> 16U);
  put16(out, value & 0xFFFFU);
}

}  // namespace

std::optional<RtpPacket> parse_rtp(Bytes datagram) {
  if (datagram.size() < 12 || datagram[0] >> 6U != 2) return std::nullopt;
  const bool padded = (datagram[0] & 0x20U) != 0;
  const bool extended = (datagram[0] & 0x10U) != 0;
  std::size_t start = 12 + std::size_t{4} * (datagram[0] & 0x0FU);
  if (extended) {
    if (datagram.size() < start + 4) return std::nullopt;
    start += 4 + std::size_t{4} * read16(datagram, start + 2);
  }
  std::size_t end = datagram.size();
  if (start > end) return std::nullopt;
  if (padded) {
    const std::size_t padding = datagram.back();
    if (padding == 0 || padding > end - start) return std::nullopt;
    end -= padding;
  }
  RtpPacket packet;
  packet.header.marker = (datagram[1] & 0x80U) != 0;
  packet.header.payload_type = datagram[1] & 0x7FU;
  packet.header.sequence = read16(datagram, 2);
  packet.header.timestamp = read32(datagram, 4);
  packet.header.ssrc = read32(datagram, 8);
  packet.payload = datagram.subspan(start, end - start);
  return packet;
}

std::optional<RtcpSummary> parse_rtcp(Bytes datagram) {
  RtcpSummary summary;
  if (datagram.empty()) return std::nullopt;
  while (!datagram.empty()) {
    if (datagram.size() < 4 || datagram[0] >> 6U != 2) return std::nullopt;
    const std::size_t length = (std::size_t{read16(datagram, 2)} + 1) * 4;
    if (length > datagram.size()) return std::nullopt;
    if (datagram[1] == kSenderReport) {
      if (length < 28) return std::nullopt;
      summary.sender_report =
          SenderReport{read32(datagram, 4), std::uint64_t{read32(datagram, 8)} << 32U | read32(datagram, 12),
                       read32(datagram, 16), read32(datagram, 20), read32(datagram, 24)};
    } else if (datagram[1] == kBye) {
      summary.bye = true;
    }
    datagram = datagram.subspan(length);
  }
  return summary;
}

std::vector<std::uint8_t> build_receiver_report(std::uint32_t ssrc, const std::optional<ReportBlock>& block,
                                                std::string_view cname) {
  std::vector<std::uint8_t> out;
  out.push_back(block ? 0x81 : 0x80);
  out.push_back(kReceiverReport);
  put16(out, block ? 7 : 1);
  put32(out, ssrc);
  if (block) {
    const std::int32_t lost = std::clamp(block->cumulative_lost, -0x800000, 0x7FFFFF);  // 24 bits, signed
    put32(out, block->source);
    put32(out, std::uint32_t{block->fraction_lost} << 24U | (static_cast<std::uint32_t>(lost) & 0xFFFFFFU));
    put32(out, block->highest_sequence);
    put32(out, block->jitter);
    put32(out, block->last_sr);
    put32(out, block->delay_since_last_sr);
  }
  // SDES chunk: SSRC, item CNAME (1), its text, then zero octets (at least one) up to a 32-bit boundary (§6.5).
  cname = cname.substr(0, 255);
  const std::size_t words = (4 + 2 + cname.size()) / 4 + 1;
  out.push_back(0x81);
  out.push_back(kSourceDescription);
  put16(out, static_cast<std::uint32_t>(words));
  const std::size_t end = out.size() + words * 4;
  put32(out, ssrc);
  out.push_back(1);
  out.push_back(static_cast<std::uint8_t>(cname.size()));
  out.insert(out.end(), cname.begin(), cname.end());
  out.resize(end, 0);
  return out;
}

}  // namespace wardcast::sim
