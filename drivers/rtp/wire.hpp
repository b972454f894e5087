// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace wardcast::rtp {

inline constexpr std::size_t kRtpHeaderBytes = 12;
using RtpHeader = std::array<std::byte, kRtpHeaderBytes>;

/// One RTP packet on its way to one amplifier. The payload stays in the recording's memory.
struct Datagram {
  RtpHeader header;
  std::span<const std::byte> payload;
  std::uint16_t amplifier = 0;
  std::uint16_t slot = 0;  ///< of the stream it belongs to, in the stream table
  bool accepted = false;   ///< set by Wire::send: the network took it
};

/// Where packets go. The pacer's thread only; must not allocate, lock or block.
class Wire {
 public:
  virtual ~Wire() = default;
  /// Tries every packet, in order, whatever becomes of the others, and marks those the network accepted.
  virtual void send(std::span<Datagram> batch) = 0;
};

}  // namespace wardcast::rtp
