// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.hpp"
#include "base/toml_reader.hpp"
#include "daemon/config/site.hpp"

namespace wardcast::site {

/// Everything in the station that has an id. One namespace, so that "zone-1" means one thing to everybody.
class Ids {
 public:
  /// Reads the table's id, which must be there, adds it to the title and remembers it. nullopt when it cannot be used.
  std::optional<std::string> claim(TomlTable& table, std::string_view kind, std::size_t index);
  /// Index of the `kind` that the reference names; a problem when there is none.
  std::optional<std::size_t> resolve(TomlTable& table, std::string_view key, const Located<std::string>& reference,
                                     std::string_view kind) const;
  /// Adds a problem to every second use of an id, the later in the file.
  void report_doubles(Problems& problems) const;

 private:
  struct Holder {
    std::string id;
    std::string kind;
    std::size_t index = 0;
    Place place;
    std::string title;
  };
  std::vector<Holder> holders_;
  std::map<std::string, std::size_t, std::less<>> by_id_;  // first holder
};

/// What the readers of the file's tables share while one file is read.
struct Reading {
  Problems& problems;
  Site& site;
  std::filesystem::path folder;  ///< of the site file
  std::vector<std::filesystem::path> profile_folders;
  Ids ids;
  bool station_hours_known = false;  ///< read without a problem, or the default
  std::map<std::string, std::optional<modbus::RelayProfile>> relay_profiles;  ///< by name; nullopt: had problems
  std::map<std::string, std::optional<modbus::MeterProfile>> meter_profiles;
  std::map<std::pair<std::size_t, int>, std::string> relays;  ///< board, channel → what it switches
};

void read_station(TomlTable& root, Reading& reading);
void read_http(TomlTable& root, Reading& reading);
void read_buses(TomlTable& root, Reading& reading);
void read_boards(TomlTable& root, Reading& reading);
void read_meters(TomlTable& root, Reading& reading);
void read_amplifiers(TomlTable& root, Reading& reading);
void read_zones(TomlTable& root, Reading& reading);
void read_sweep(TomlTable& root, Reading& reading);
void read_alerts(TomlTable& root, Reading& reading);
void read_alarm(TomlTable& root, Reading& reading);

/// The "BOARD:CHANNEL" under `key`, claimed for `purpose` ("line 'l1'"): no two things hang on one relay.
std::optional<ChannelRef> read_relay(TomlTable& table, std::string_view key, const std::string& purpose,
                                     Reading& reading);
/// The "METER:CHANNEL" under `key`. Lines may share a channel: a sweep closes one relay at a time.
std::optional<ChannelRef> read_meter_channel(TomlTable& table, std::string_view key, Reading& reading);
/// The text under `key`, or the id where there is none.
std::string name_or(TomlTable& table, const std::string& id);
/// Relative paths count from the site file's folder.
std::filesystem::path resolved(const Reading& reading, const std::string& path);

}  // namespace wardcast::site
