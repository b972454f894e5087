// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/tls/names.hpp"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

namespace wardcast::tls {
namespace {

constexpr std::size_t kLongestName = 253;

/// The address in its shortest form; nullopt when the text is none.
std::optional<std::string> address(const std::string& text) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  std::array<char, INET6_ADDRSTRLEN> shortest{};
  for (const int family : {AF_INET, AF_INET6}) {
    if (inet_pton(family, text.c_str(), bytes.data()) == 1)
      return inet_ntop(family, bytes.data(), shortest.data(), shortest.size());
  }
  return std::nullopt;
}

std::optional<std::string> address(const sockaddr* of) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (of->sa_family == AF_INET)
    return inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(of)->sin_addr, text.data(), text.size());
  if (of->sa_family != AF_INET6) return std::nullopt;
  const auto& v6 = reinterpret_cast<const sockaddr_in6*>(of)->sin6_addr;
  if (IN6_IS_ADDR_LINKLOCAL(&v6)) return std::nullopt;
  return inet_ntop(AF_INET6, &v6, text.data(), text.size());
}

bool may_stand_in_a_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

}  // namespace

bool Names::add(std::string_view name) {
  std::string text{name};
  if (auto found = address(text)) {
    addresses.insert(std::move(*found));
    return true;
  }
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool good = !text.empty() && text.size() <= kLongestName && text.front() != '.' && text.back() != '.' &&
                    text.find("..") == std::string::npos &&
                    std::all_of(text.begin(), text.end(), [](char c) { return may_stand_in_a_name(c) || c == '.'; });
  if (good) dns.insert(std::move(text));
  return good;
}

std::string machine_name() {
  std::array<char, kLongestName + 1> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0' ? name.data() : "localhost";
}

Names machine_names(const std::vector<std::string>& more) {
  Names names;
  names.add("localhost");
  const auto host = machine_name();
  if (names.add(host) && host.find('.') == std::string::npos && host != "localhost") names.add(host + ".local");
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) == 0) {
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> freed{list, &::freeifaddrs};
    for (const auto* at = list; at != nullptr; at = at->ifa_next) {
      if (at->ifa_addr == nullptr) continue;
      if (const auto text = address(at->ifa_addr)) names.addresses.insert(*text);
    }
  }
  for (const auto& name : more) names.add(name);
  return names;
}

}  // namespace wardcast::tls
