// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "drivers/notify/notifier.hpp"

// How mail looks on the wire (RFC 5322, 2045, 2047), and the webhook's signature. Pure.
namespace wardcast::notify {

/// Header and body with CRLF line ends: text/plain in UTF-8, base64, so that every server passes it unchanged.
/// `number` makes the Message-ID one of its own among the mails of one instant.
std::string mail_text(const Mail& mail, std::string_view from, std::uint64_t number);

/// As it stands when it is plain ASCII, else in encoded words of at most 75 characters, never cutting a character.
/// Control characters become spaces: nothing of it can end the header line.
std::string header_text(std::string_view text);

/// "Sun, 22 Nov 2026 03:00:00 +0000"
std::string mail_date(WallTime at);

/// Lower-case hex of HMAC-SHA256.
std::string signature(std::string_view key, std::string_view body);

}  // namespace wardcast::notify
