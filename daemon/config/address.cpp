// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace wardcast::site {
namespace {

/// RFC 1035 and 1123, with the underscore that some people's name servers know.
constexpr std::size_t kLongestName = 253;
constexpr std::size_t kLongestLabel = 63;

/// The address in host byte order.
std::optional<std::uint32_t> ipv4(const std::string& host) {
  in_addr address{};
  if (inet_pton(AF_INET, host.c_str(), &address) != 1) return std::nullopt;
  return ntohl(address.s_addr);
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > kLongestName) return false;
  std::size_t label = 0;
  for (const char c : host) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
    } else {
      const bool may_stand_here = is_letter_or_digit(c) || (c == '-' && label > 0) || c == '_';
      if (!may_stand_here || ++label > kLongestLabel) return false;
    }
  }
  // 300.1.2.3 is a mistyped address, not a name.
  return label > 0 && !std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

}  // namespace

bool is_ipv6(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool is_host(const std::string& text) { return ipv4(text) || is_ipv6(text) || is_name(text); }

Result<HostPort> parse_host_port(std::string_view text, bool any_port) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return invalid("", "'" + std::string{text} + "' has no port; write HOST:PORT, such as 192.168.1.20:502");
  }
  const auto digits = text.substr(colon + 1);
  unsigned port = 0;
  const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (problem != std::errc{} || end != digits.data() + digits.size() || port > 65535 || (port == 0 && !any_port)) {
    return invalid("", "'" + std::string{digits} + "' is not a port; write HOST:PORT with a port from 1 to 65535");
  }
  std::string host{text.substr(0, colon)};
  bool good = false;
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
    good = is_ipv6(host);
  } else {
    good = ipv4(host) || is_name(host);
  }
  if (!good) {
    return invalid("", "'" + std::string{text.substr(0, colon)} +
                           "' is neither an IP address nor a host name; write HOST:PORT, such as 192.168.1.20:502");
  }
  return HostPort{std::move(host), static_cast<std::uint16_t>(port)};
}

bool is_loopback(const std::string& host) {
  if (const auto address = ipv4(host)) return *address >> 24U == 127;
  in6_addr v6{};
  if (inet_pton(AF_INET6, host.c_str(), &v6) == 1) return IN6_IS_ADDR_LOOPBACK(&v6);
  return canonical_host(host) == "127.0.0.1";
}

bool is_ipv4_multicast(const std::string& host) {
  const auto address = ipv4(host);
  return address && *address >> 28U == 0xE;
}

std::string canonical_host(const std::string& host) {
  std::string small = host;
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return small == "localhost" ? "127.0.0.1" : small;
}

}  // namespace wardcast::site
