// SPDX-License-Identifier: GPL-3.0-or-later
// [[bus]], [[relay_board]] and [[line_meter]]: what hangs on the wires.
#include <algorithm>
#include <array>
#include <set>

#include "daemon/config/address.hpp"
#include "daemon/config/reading.hpp"

namespace wardcast::site {
namespace {

/// Those that both POSIX and libmodbus know.
constexpr std::array<std::int64_t, 9> kBauds{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400};

Parity parity_of(std::string_view text) {
  switch (text.front()) {
    case 'e':
    case 'E':
      return Parity::even;
    case 'o':
    case 'O':
      return Parity::odd;
    default:
      return Parity::none;
  }
}

SerialBus read_serial(TomlTable& table, const Reading& reading, const std::string& device) {
  SerialBus serial;
  serial.device = resolved(reading, device);
  if (const auto baud = table.integer("baud", {kBauds.front(), kBauds.back()})) {
    if (std::find(kBauds.begin(), kBauds.end(), baud->value) == kBauds.end()) {
      table.problem(baud->place, "baud",
                    "serial lines do not run at " + std::to_string(baud->value) + "; most run at 9600 or 19200");
    }
    serial.baud = static_cast<int>(baud->value);
  }
  if (const auto parity = table.choice("parity", {"none", "even", "odd", "N", "E", "O"})) {
    serial.parity = parity_of(parity->value);
  }
  if (const auto bits = table.integer("stop_bits", {1, 2})) serial.stop_bits = static_cast<int>(bits->value);
  return serial;
}

/// Where the bus leads, written so that two spellings of one end are equal.
std::string end_of(const Bus& bus) {
  if (const auto* tcp = std::get_if<TcpBus>(&bus.link))
    return canonical_host(tcp->host) + ":" + std::to_string(tcp->port);
  return std::get<SerialBus>(bus.link).device.string();
}

bool read_link(TomlTable& table, Bus& bus, Reading& reading) {
  const auto tcp = table.text("tcp");
  const auto serial = table.text("serial");
  const bool has_tcp = table.has("tcp");
  const bool has_serial = table.has("serial");
  // Read even beside tcp: asked for, the keys are known, and their own mistakes are told.
  const auto line = read_serial(table, reading, serial ? serial->value : "");
  if (has_tcp && has_serial) {
    table.problem(table.place_of("serial"), "serial", "a bus has either tcp or serial, not both; remove one");
    return false;
  }
  if (!has_tcp && !has_serial) {
    table.problem(table.place(), "tcp", "is missing; give either tcp = \"HOST:PORT\" or serial = \"/dev/…\"");
    return false;
  }
  if (has_tcp) {
    for (const std::string_view key : {"baud", "parity", "stop_bits"}) {
      if (table.has(key)) table.problem(table.place_of(key), key, "belongs to a serial bus; remove it");
    }
  }
  if (serial) {
    bus.link = line;
    return true;
  }
  if (!tcp) return false;
  auto address = parse_host_port(tcp->value);
  if (!address) {
    table.problem(tcp->place, "tcp", address.error().detail);
    return false;
  }
  bus.link = TcpBus{std::move(address->host), address->port};
  return true;
}

/// Bus and unit, which boards and meters have alike. True when both are known.
bool read_place_on_bus(TomlTable& table, std::size_t& bus, int& unit, Reading& reading) {
  bool known = false;
  if (const auto reference = table.required_text("bus")) {
    if (const auto index = reading.ids.resolve(table, "bus", *reference, "bus")) {
      bus = *index;
      known = true;
    }
  }
  const bool serial = known && std::holds_alternative<SerialBus>(reading.site.buses[bus].link);
  // On a serial line 0 is the broadcast and 248 up are reserved; over TCP 0 and 255 mean "the device itself".
  const auto number = table.integer("unit", serial ? IntegerRange{1, 247} : IntegerRange{0, 255});
  if (number) unit = static_cast<int>(number->value);
  return known && (number || !table.has("unit"));
}

/// Adds a problem when another of `taken` has the place already.
void refuse_double(TomlTable& table, std::map<std::pair<std::size_t, int>, std::string>& taken, std::size_t bus,
                   int unit) {
  const auto what = table.title() + " (line " + std::to_string(table.place().line) + ")";
  const auto [holder, is_new] = taken.try_emplace({bus, unit}, what);
  if (!is_new) {
    table.problem(
        table.place_of("unit"), "unit",
        std::to_string(unit) + " on this bus is already " + holder->second + "; two devices would answer at once");
  }
}

template <class Profile, class ReadFile>
Profile read_device_profile(TomlTable& table, Reading& reading, std::map<std::string, std::optional<Profile>>& cache,
                            ReadFile read_file) {
  const auto name = table.required_text("profile");
  if (!name) return {};
  const auto file = modbus::find_profile(name->value, reading.profile_folders);
  if (!file) {
    table.problem(name->place, "profile",
                  "there is no profile '" + name->value + "'" +
                      suggestion(name->value, modbus::profile_names(reading.profile_folders)));
    return {};
  }
  const auto [entry, is_new] = cache.try_emplace(name->value);
  std::vector<Problem> problems;
  if (is_new) entry->second = read_file(*file, problems);
  if (entry->second) return *entry->second;
  table.problem(name->place, "profile", "'" + name->value + "' cannot be used; see the problems of " + file->string());
  for (auto& problem : problems) reading.problems.add_foreign(name->place, std::move(problem));
  return {};
}

}  // namespace

void read_buses(TomlTable& root, Reading& reading) {
  std::map<std::string, std::string> ends;
  for (auto& table : root.tables("bus")) {
    Bus bus;
    if (auto id = reading.ids.claim(table, "bus", reading.site.buses.size())) bus.id = std::move(*id);
    if (read_link(table, bus, reading)) {
      const auto key = table.has("tcp") ? "tcp" : "serial";
      const auto what = table.title() + " (line " + std::to_string(table.place().line) + ")";
      const auto [holder, is_new] = ends.try_emplace(end_of(bus), what);
      if (!is_new) {
        table.problem(table.place_of(key), key,
                      "is already " + holder->second + "; put all devices of one wire on one bus");
      }
    }
    table.refuse_unknown();
    reading.site.buses.push_back(std::move(bus));
  }
}

void read_boards(TomlTable& root, Reading& reading) {
  std::map<std::pair<std::size_t, int>, std::string> taken;
  for (auto& table : root.tables("relay_board")) {
    RelayBoard board;
    if (auto id = reading.ids.claim(table, "relay_board", reading.site.boards.size())) board.id = std::move(*id);
    if (read_place_on_bus(table, board.bus, board.unit, reading)) refuse_double(table, taken, board.bus, board.unit);
    board.profile = read_device_profile(table, reading, reading.relay_profiles, modbus::read_relay_profile);
    const auto channels = table.integer("channels", {1, modbus::kMostChannels});
    if (channels && board.profile.channels > 0) board.profile.channels = static_cast<int>(channels->value);
    table.refuse_unknown();
    reading.site.boards.push_back(std::move(board));
  }
}

void read_meters(TomlTable& root, Reading& reading) {
  std::map<std::pair<std::size_t, int>, std::string> taken;
  for (auto& table : root.tables("line_meter")) {
    LineMeter meter;
    if (auto id = reading.ids.claim(table, "line_meter", reading.site.meters.size())) meter.id = std::move(*id);
    if (read_place_on_bus(table, meter.bus, meter.unit, reading)) refuse_double(table, taken, meter.bus, meter.unit);
    meter.profile = read_device_profile(table, reading, reading.meter_profiles, modbus::read_meter_profile);
    table.refuse_unknown();
    reading.site.meters.push_back(std::move(meter));
  }
}

}  // namespace wardcast::site
