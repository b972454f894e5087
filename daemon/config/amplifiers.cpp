// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/address.hpp"
#include "daemon/config/reading.hpp"

namespace wardcast::site {
namespace {

using std::chrono::minutes;

/// Linux: IFNAMSIZ is 16 with the closing zero.
constexpr std::size_t kLongestInterface = 15;
/// The pacer's batch is sized once.
constexpr std::size_t kMostAmplifiers = 1024;

/// RTP takes an even port and RTCP the next (RFC 3550 §11), so two amplifiers can only collide on the same port.
bool read_target(TomlTable& table, Amplifier& amplifier) {
  const auto text = table.required_text("rtp");
  if (!text) return false;
  auto address = parse_host_port(text->value);
  if (!address) {
    table.problem(text->place, "rtp", address.error().detail);
    return false;
  }
  if (is_ipv6(address->host)) {
    table.problem(text->place, "rtp",
                  "'" + address->host + "' is an IPv6 address; amplifiers are reached over IPv4 only");
    return false;
  }
  if (address->port % 2 != 0) {
    table.problem(text->place, "rtp",
                  "port " + std::to_string(address->port) +
                      " is odd; RTP takes an even port and RTCP the next one, use " +
                      std::to_string(address->port - 1));
    return false;
  }
  amplifier.host = std::move(address->host);
  amplifier.port = address->port;
  amplifier.multicast = is_ipv4_multicast(amplifier.host);
  return true;
}

void read_interface(TomlTable& table, Amplifier& amplifier) {
  if (auto interface = table.text("multicast_interface")) {
    if (interface->value.size() > kLongestInterface || interface->value.find_first_of(" /") != std::string::npos) {
      table.problem(
          interface->place, "multicast_interface",
          "'" + interface->value + "' is not the name of a network interface, such as eth0 (ip link lists them)");
    }
    amplifier.multicast_interface = std::move(interface->value);
  } else if (amplifier.multicast && !table.has("multicast_interface")) {
    table.problem(table.place_of("rtp"), "multicast_interface",
                  "is required: '" + amplifier.host +
                      "' is a multicast group; name the interface it leaves by, such as \"eth0\"");
  }
}

}  // namespace

void read_amplifiers(TomlTable& root, Reading& reading) {
  std::map<std::string, std::string> targets;
  for (auto& table : root.tables("amplifier")) {
    Amplifier amplifier;
    if (auto id = reading.ids.claim(table, "amplifier", reading.site.amplifiers.size())) amplifier.id = std::move(*id);
    const auto what = "amplifier '" + amplifier.id + "'";
    amplifier.name = name_or(table, amplifier.id);
    if (read_target(table, amplifier)) {
      const auto target = canonical_host(amplifier.host) + ":" + std::to_string(amplifier.port);
      const auto [holder, is_new] =
          targets.try_emplace(target, what + " (line " + std::to_string(table.place().line) + ")");
      if (!is_new) {
        table.problem(table.place_of("rtp"), "rtp",
                      target + " is already " + holder->second + "; give each amplifier its own address or port");
      }
    }
    read_interface(table, amplifier);
    if (const auto type = table.integer("payload_type", {96, 127}))
      amplifier.payload_type = static_cast<int>(type->value);
    if (const auto latency = table.integer("latency_ms", {0, 5000})) amplifier.latency = milliseconds{latency->value};
    amplifier.power = read_relay(table, "power", "the power of " + what, reading);
    if (const auto warm_up = table.duration("warm_up", {milliseconds{0}, minutes{10}}))
      amplifier.warm_up = warm_up->value;
    if (const auto rating = table.number("rating_watts", {0, 100000, false})) amplifier.rating_watts = rating->value;
    table.refuse_unknown();
    if (reading.site.amplifiers.size() == kMostAmplifiers) {
      table.problem(table.place(), "id",
                    "one station drives at most " + std::to_string(kMostAmplifiers) + " amplifiers");
    }
    reading.site.amplifiers.push_back(std::move(amplifier));
  }
}

}  // namespace wardcast::site
