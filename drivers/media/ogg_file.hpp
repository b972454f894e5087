// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>

#include "base/result.hpp"
#include "drivers/media/recording.hpp"

namespace wardcast::media {

/// The recording as an Ogg Opus file (RFC 7845): same packets, pre-skip 0 because packet 0 holds sample 0, and the last
/// page's granule position trims the end to exactly samples(). Error: internal, when memory is short. Pure; any thread.
Result<std::string> write_ogg(const Recording& recording, std::uint32_t serial);

}  // namespace wardcast::media
