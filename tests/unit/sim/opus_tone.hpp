// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <vector>

#include "hw-sim/model/rtp.hpp"

namespace wardcast::sim {

/// `count` packets of 20 ms: a 1 kHz sine of peak `amplitude` (of full scale 1), 48 kb/s mono, without prediction.
std::vector<std::vector<std::uint8_t>> opus_tone(int count, double amplitude);
/// An RTP datagram around a payload, payload type 111.
std::vector<std::uint8_t> rtp_datagram(const RtpHeader& header, Bytes payload);
/// The header of packet k of a plain session.
RtpHeader nth_header(int k);

}  // namespace wardcast::sim
