// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "hw-sim/model/bytes.hpp"

namespace wardcast::sim {

struct RtpHeader {
  bool marker = false;
  std::uint8_t payload_type = 0;
  std::uint16_t sequence = 0;
  std::uint32_t timestamp = 0;
  std::uint32_t ssrc = 0;
};
struct RtpPacket {
  RtpHeader header;
  Bytes payload;  ///< points into the datagram
};
/// RFC 3550 §5.1, with CSRC list, header extension and padding taken off. Nothing when it is not RTP version 2.
std::optional<RtpPacket> parse_rtp(Bytes datagram);

/// What an amplifier remembers of a sender report.
struct SenderReport {
  std::uint32_t ssrc = 0;
  std::uint64_t ntp = 0;  ///< 32.32 seconds since 1900
  std::uint32_t rtp_timestamp = 0;
  std::uint32_t packets = 0;
  std::uint32_t octets = 0;
};
struct RtcpSummary {
  std::optional<SenderReport> sender_report;
  bool bye = false;
};
/// Walks a compound packet (RFC 3550 §6.1). Nothing when it is malformed anywhere.
std::optional<RtcpSummary> parse_rtcp(Bytes datagram);

/// One report block of RFC 3550 §6.4.1.
struct ReportBlock {
  std::uint32_t source = 0;
  std::uint8_t fraction_lost = 0;  ///< of 256, since the last report
  std::int32_t cumulative_lost = 0;
  std::uint32_t highest_sequence = 0;     ///< extended
  std::uint32_t jitter = 0;               ///< timestamp units
  std::uint32_t last_sr = 0;              ///< middle 32 bits of the SR's NTP time, 0 before any
  std::uint32_t delay_since_last_sr = 0;  ///< 1/65536 s
};
/// Receiver report and SDES CNAME, as §6.1 asks of every compound packet. Without a block: heard nothing of late.
std::vector<std::uint8_t> build_receiver_report(std::uint32_t ssrc, const std::optional<ReportBlock>& block,
                                                std::string_view cname);

}  // namespace wardcast::sim
