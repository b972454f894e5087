// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wardcast::site {

struct HostPort {
  std::string host;  ///< a name or an address, IPv6 without its brackets
  std::uint16_t port = 0;
};

/// "HOST:PORT": a name, an IPv4 address or an IPv6 address in brackets. Port 0 only where `any_port` (the system picks
/// one).
Result<HostPort> parse_host_port(std::string_view text, bool any_port = false);

/// An IP address or a host name of ASCII letters.
bool is_host(const std::string& text);
/// 127.0.0.0/8, ::1 or "localhost".
bool is_loopback(const std::string& host);
/// 224.0.0.0/4 (RFC 5771).
bool is_ipv4_multicast(const std::string& host);
bool is_ipv6(const std::string& host);
/// "localhost" as 127.0.0.1, letters small: equal for two spellings of the same.
std::string canonical_host(const std::string& host);

}  // namespace wardcast::site
