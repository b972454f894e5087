// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wardcast::tls {

/// What people may write in the address bar to reach the station.
struct Names {
  std::set<std::string> dns;        ///< letters small
  std::set<std::string> addresses;  ///< IPv4 and IPv6 as text, in their shortest form
  bool operator==(const Names&) const = default;

  /// A name or an address, told apart here. False for what can be neither in a certificate; it is left out.
  bool add(std::string_view name);
};

/// localhost, the machine's name with and without .local, the addresses of its interfaces (link-local ones apart:
/// browsers cannot reach them), and `more`. Never blocks: no name server is asked.
Names machine_names(const std::vector<std::string>& more);
/// As the kernel tells it; "localhost" when it does not.
std::string machine_name();

}  // namespace wardcast::tls
