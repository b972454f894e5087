// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/differences.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <tuple>

namespace wardcast::site {
namespace {

/// Collects what differs.
class Found {
 public:
  template <class Value>
  void key(const std::string& where, std::string_view name, const Value& before, const Value& after) {
    if (!(before == after)) list_.push_back(where + " " + std::string{name});
  }
  /// Pairs entries by their id; those that both have go to `compare`.
  template <class Entry, class Compare>
  void entries(std::string_view kind, const std::vector<const Entry*>& before, const std::vector<const Entry*>& after,
               Compare compare) {
    for (const auto* old : before)
      if (find(after, old->id) == nullptr) list_.push_back(named(kind, old->id) + " is gone");
    for (const auto* now : after) {
      if (const auto* old = find(before, now->id))
        compare(named(kind, now->id), *old, *now);
      else
        list_.push_back(named(kind, now->id) + " is new");
    }
  }
  std::vector<std::string> take() { return std::move(list_); }

 private:
  static std::string named(std::string_view kind, const std::string& id) { return std::string{kind} + " '" + id + "'"; }
  template <class Entry>
  static const Entry* find(const std::vector<const Entry*>& in, const std::string& id) {
    const auto found = std::ranges::find_if(in, [&id](const Entry* entry) { return entry->id == id; });
    return found == in.end() ? nullptr : *found;
  }
  std::vector<std::string> list_;
};

template <class Entry>
std::vector<const Entry*> all(const std::vector<Entry>& list) {
  std::vector<const Entry*> pointers;
  pointers.reserve(list.size());
  for (const auto& entry : list) pointers.push_back(&entry);
  return pointers;
}

std::vector<const Line*> lines_of(const Site& site) {
  std::vector<const Line*> lines;
  for (const auto& zone : site.zones)
    for (const auto& line : zone.lines) lines.push_back(&line);
  return lines;
}

std::vector<const Speaker*> speakers_of(const Site& site) {
  std::vector<const Speaker*> speakers;
  for (const auto* line : lines_of(site))
    for (const auto& speaker : line->speakers) speakers.push_back(&speaker);
  return speakers;
}

template <class Entry>
std::vector<std::string> ids(const std::vector<Entry>& list) {
  std::vector<std::string> found;
  found.reserve(list.size());
  for (const auto& entry : list) found.push_back(entry.id);
  return found;
}

/// "BOARD:CHANNEL" as the file says it: indices differ when something else is new.
std::string relay(const Site& site, const ChannelRef& at) {
  return site.boards[at.device].id + ":" + std::to_string(at.channel + 1);
}
std::string relay(const Site& site, const std::optional<ChannelRef>& at) { return at ? relay(site, *at) : ""; }
std::string meter(const Site& site, const std::optional<ChannelRef>& at) {
  return at ? site.meters[at->device].id + ":" + std::to_string(at->channel + 1) : "";
}

auto link(const Bus& bus) {
  const auto* tcp = std::get_if<TcpBus>(&bus.link);
  const auto* serial = std::get_if<SerialBus>(&bus.link);
  return std::tuple{tcp ? tcp->host + ":" + std::to_string(tcp->port) : "", serial ? serial->device.string() : "",
                    serial ? serial->baud : 0, serial ? serial->parity : Parity::none, serial ? serial->stop_bits : 0};
}

void compare_buses(const Site& before, const Site& after, Found& found) {
  found.entries("bus", all(before.buses), all(after.buses), [&](const auto& name, const Bus& old, const Bus& now) {
    const auto [tcp, device, baud, parity, stop_bits] = link(old);
    const auto [new_tcp, new_device, new_baud, new_parity, new_stop_bits] = link(now);
    found.key(name, "tcp", tcp, new_tcp);
    found.key(name, "serial", device, new_device);
    found.key(name, "baud", baud, new_baud);
    found.key(name, "parity", parity, new_parity);
    found.key(name, "stop_bits", stop_bits, new_stop_bits);
  });
}

/// Relay boards and line meters.
template <class Device>
void compare_devices(const char* kind, const Site& before, const std::vector<Device>& old_ones, const Site& after,
                     const std::vector<Device>& new_ones, Found& found) {
  found.entries(kind, all(old_ones), all(new_ones), [&](const auto& name, const Device& old, const Device& now) {
    found.key(name, "bus", before.buses[old.bus].id, after.buses[now.bus].id);
    found.key(name, "unit", old.unit, now.unit);
    found.key(name, "profile", old.profile, now.profile);
  });
}

void compare_amplifiers(const Site& before, const Site& after, Found& found) {
  found.entries("amplifier", all(before.amplifiers), all(after.amplifiers),
                [&](const auto& name, const Amplifier& old, const Amplifier& now) {
                  found.key(name, "name", old.name, now.name);
                  found.key(name, "rtp", std::pair{old.host, old.port}, std::pair{now.host, now.port});
                  found.key(name, "multicast_interface", old.multicast_interface, now.multicast_interface);
                  found.key(name, "payload_type", old.payload_type, now.payload_type);
                  found.key(name, "latency_ms", old.latency, now.latency);
                  found.key(name, "power", relay(before, old.power), relay(after, now.power));
                  found.key(name, "warm_up", old.warm_up, now.warm_up);
                  found.key(name, "rating_watts", old.rating_watts, now.rating_watts);
                });
}

void compare_zones(const Site& before, const Site& after, Found& found) {
  found.entries("zone", all(before.zones), all(after.zones), [&](const auto& name, const Zone& old, const Zone& now) {
    found.key(name, "name", old.name, now.name);
    found.key(name, "groups", old.groups, now.groups);
    found.key(name, "amplifier", before.amplifiers[old.amplifier].id, after.amplifiers[now.amplifier].id);
    found.key(name, "allowed_hours", old.allowed_hours, now.allowed_hours);
    found.key(name, "lines", ids(old.lines), ids(now.lines));
  });
  found.entries("line", lines_of(before), lines_of(after), [&](const auto& name, const Line& old, const Line& now) {
    found.key(name, "name", old.name, now.name);
    found.key(name, "relay", relay(before, old.relay), relay(after, now.relay));
    found.key(name, "meter", meter(before, old.meter), meter(after, now.meter));
    found.key(name, "voltage", old.voltage, now.voltage);
    found.key(name, "length_m", old.length_m, now.length_m);
    found.key(name, "wire_mm2", old.wire_mm2, now.wire_mm2);
    found.key(name, "tolerance", old.tolerance, now.tolerance);
    found.key(name, "speakers", ids(old.speakers), ids(now.speakers));
  });
  found.entries("speaker", speakers_of(before), speakers_of(after),
                [&](const auto& name, const Speaker& old, const Speaker& now) {
                  found.key(name, "name", old.name, now.name);
                  found.key(name, "tap_watts", old.tap_watts, now.tap_watts);
                  found.key(name, "latitude", old.latitude, now.latitude);
                  found.key(name, "longitude", old.longitude, now.longitude);
                  found.key(name, "at_m", old.at_m, now.at_m);
                });
}

void compare_sweep(const Sweep& old, const Sweep& now, Found& found) {
  found.key("sweep", "rule", old.rule, now.rule);
  found.key("sweep", "window", old.window, now.window);
  found.key("sweep", "tolerance", old.tolerance, now.tolerance);
  found.key("sweep", "tone_hz", old.tone_hz, now.tone_hz);
  found.key("sweep", "tone_volts", old.tone_volts, now.tone_volts);
  found.key("sweep", "confirm_after", old.confirm_after, now.confirm_after);
  found.key("sweep", "retry_after", old.retry_after, now.retry_after);
}

}  // namespace

std::vector<std::string> differences(const Site& before, const Site& after) {
  Found found;
  found.key("station", "name", before.station.name, after.station.name);
  found.key("station", "timezone", before.station.timezone, after.station.timezone);
  found.key("station", "language", before.station.language, after.station.language);
  found.key("station", "data", before.station.data, after.station.data);
  found.key("station", "allowed_hours", before.station.allowed_hours, after.station.allowed_hours);
  if (!before.http.listen_given)
    found.key("http", "listen", std::pair{before.http.host, before.http.port},
              std::pair{after.http.host, after.http.port});
  found.key("http", "tls", before.http.tls, after.http.tls);
  found.key("http", "tls_certificate", before.http.tls_certificate, after.http.tls_certificate);
  found.key("http", "tls_key", before.http.tls_key, after.http.tls_key);
  found.key("http", "names", before.http.names, after.http.names);
  compare_buses(before, after, found);
  compare_devices("relay_board", before, before.boards, after, after.boards, found);
  compare_devices("line_meter", before, before.meters, after, after.meters, found);
  compare_amplifiers(before, after, found);
  compare_zones(before, after, found);
  compare_sweep(before.sweep, after.sweep, found);
  found.key("alerts", "smtp", before.alerts.smtp, after.alerts.smtp);
  found.key("alerts", "webhook_key_file", before.alerts.webhook_key_file, after.alerts.webhook_key_file);
  found.key("alerts", "recipient", before.alerts.recipients, after.alerts.recipients);
  found.key("alarm", "lamp", relay(before, before.alarm.lamp), relay(after, after.alarm.lamp));
  found.key("alarm", "buzzer", relay(before, before.alarm.buzzer), relay(after, after.alarm.buzzer));
  return found.take();
}

}  // namespace wardcast::site
