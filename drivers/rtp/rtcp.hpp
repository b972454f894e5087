// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace wardcast::rtp {

/// What a sender tells (RFC 3550 §6.4.1). `ntp` and `rtp` name the same instant.
struct SenderReport {
  std::uint32_t ssrc = 0;
  std::uint64_t ntp = 0;  ///< 32.32 seconds since 1900
  std::uint32_t rtp = 0;
  std::uint32_t packets = 0;
  std::uint32_t octets = 0;
};

/// One receiver's word on one source (RFC 3550 §6.4.1, report block).
struct ReceptionReport {
  std::uint32_t reporter = 0;
  std::uint32_t source = 0;
  std::uint8_t fraction_lost = 0;  ///< of 256, since its last report
  std::int32_t lost = 0;           ///< since the beginning; negative with duplicates
  std::uint32_t highest_sequence = 0;
  std::uint32_t jitter = 0;  ///< in timestamp units (48 kHz)
  std::uint32_t last_sr = 0;
  std::uint32_t delay_since_last_sr = 0;  ///< in 1/65536 s
};

/// 32.32 fixed-point seconds since 1 January 1900 (RFC 5905 §6), modulo 2^32 seconds.
std::uint64_t to_ntp(WallTime wall);

/// Compound packet: the sender report without blocks and an SDES with the canonical name (at most 255 bytes of it).
std::vector<std::byte> build_sender_report(const SenderReport& report, std::string_view cname);

/// All report blocks of a compound packet, or nothing when it breaks a rule of RFC 3550 §A.2 (version, type of the
/// first packet, padding, lengths). Reads no byte beyond `packet`, whatever it says.
std::optional<std::vector<ReceptionReport>> parse_reports(std::span<const std::byte> packet);

}  // namespace wardcast::rtp
