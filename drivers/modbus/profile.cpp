// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/profile.hpp"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <system_error>

#include "base/toml_reader.hpp"
#include "drivers/modbus/watchdog_profile.hpp"

namespace wardcast::modbus {
namespace {

using std::chrono::hours;

constexpr IntegerRange kWord{0, 0xFFFF};
constexpr int kFloatWords = 2;

template <class T>
void take(T& field, const std::optional<Located<std::int64_t>>& read) {
  if (read) field = static_cast<T>(read->value);
}
void take(milliseconds& field, const std::optional<Located<milliseconds>>& read) {
  if (read) field = read->value;
}
void take(std::optional<milliseconds>& field, const std::optional<Located<milliseconds>>& read) {
  if (read) field = read->value;
}

/// What both kinds of profile begin with. False when the file describes the other kind, of which nothing more is said.
bool read_head(TomlTable& root, std::string_view wanted_kind, int& channels) {
  (void)root.text("description");
  take(channels, root.required_integer("channels", {1, kMostChannels}));
  const auto kind = root.choice("kind", {"relay_board", "line_meter"});
  if (!kind && !root.has("kind")) root.missing("kind");
  if (kind && kind->value != wanted_kind) {
    root.problem(kind->place, "kind",
                 "this profile describes a " + kind->value + ", where a " + std::string{wanted_kind} + " is wanted");
    return false;
  }
  return true;
}

template <class Profile>
void read_timing(TomlTable& timing, Profile& profile) {
  take(profile.min_gap, timing.duration("min_gap", {milliseconds{0}, seconds{1}}));
  take(profile.reply_timeout, timing.duration("reply_timeout", {milliseconds{10}, seconds{10}}));
}

void check_last_address(TomlTable& table, std::string_view key, int base, int words, int channels) {
  const int last = base + words - 1;
  if (channels > 0 && last > 0xFFFF) {
    table.problem(table.place_of(key), key,
                  "with " + std::to_string(channels) + " channels the last wire address would be " +
                      std::to_string(last) + ", beyond 65535");
  }
}

void refuse_without(TomlTable& table, std::string_view key, bool used, std::string_view only_with) {
  if (!used && table.has(key))
    table.problem(table.place_of(key), key, "belongs to " + std::string{only_with} + " only; remove it");
}

void read_write_part(TomlTable& root, RelayProfile& profile) {
  auto write = root.table("write");
  if (!write) {
    if (!root.has("write")) root.missing("write");
    return;
  }
  const auto function = write->required_integer("function", {0, 255});
  if (function && function->value != 15 && function->value != 6) {
    write->problem(function->place, "function",
                   "must be 15 (coils) or 6 (one holding register a channel), not " + std::to_string(function->value));
  }
  const bool registers = function && function->value == 6;
  profile.write = registers ? RelayWrite::registers_fc06 : RelayWrite::coils_fc15;
  take(profile.write_base, write->required_integer("base", kWord));
  const auto on = write->integer("on", kWord);
  const auto off = write->integer("off", kWord);
  take(profile.write_on, on);
  take(profile.write_off, off);
  if (function) {
    refuse_without(*write, "on", registers, "function 6");
    refuse_without(*write, "off", registers, "function 6");
  }
  if (registers && profile.write_on == profile.write_off) {
    write->problem(write->place_of("off"), "off", "is the same value as on; the board could not tell them apart");
  }
  check_last_address(*write, "base", profile.write_base, profile.channels, profile.channels);
  write->refuse_unknown();
}

void read_read_part(TomlTable& root, RelayProfile& profile) {
  auto read = root.table("read");
  if (!read) {
    if (!root.has("read")) root.missing("read");
    return;
  }
  const auto function = read->required_integer("function", {0, 255});
  if (function && function->value != 1 && function->value != 3) {
    read->problem(function->place, "function",
                  "must be 1 (coils) or 3 (holding registers), not " + std::to_string(function->value));
  }
  const bool registers = function && function->value == 3;
  profile.read = registers ? RelayRead::registers_fc03 : RelayRead::coils_fc01;
  take(profile.read_base, read->required_integer("base", kWord));
  take(profile.read_on, read->integer("on", kWord));
  if (function) refuse_without(*read, "on", registers, "function 3");
  check_last_address(*read, "base", profile.read_base, profile.channels, profile.channels);
  read->refuse_unknown();
}

void read_relay_timing(TomlTable& root, RelayProfile& profile) {
  auto timing = root.table("timing");
  if (!timing) return;
  read_timing(*timing, profile);
  take(profile.tcp_idle_close, timing->duration("tcp_idle_close", {milliseconds{100}, hours{24}}));
  take(profile.keep_alive, timing->duration("keep_alive", {milliseconds{100}, hours{24}}));
  if (profile.tcp_idle_close && !timing->has("keep_alive")) {
    timing->problem(
        timing->place_of("tcp_idle_close"), "keep_alive",
        "is required with tcp_idle_close, and shorter: the connection would be lost between two programmes");
  } else if (profile.tcp_idle_close && profile.keep_alive && *profile.keep_alive >= *profile.tcp_idle_close) {
    timing->problem(timing->place_of("keep_alive"), "keep_alive", "must be shorter than tcp_idle_close");
  }
  timing->refuse_unknown();
}

std::optional<MeterValueType> value_type(TomlTable& table) {
  const auto type =
      table.choice("type", {"float32_abcd", "float32_cdab", "int16", "uint16", "uint32_abcd", "uint32_cdab"});
  if (!type) {
    if (!table.has("type")) table.missing("type");
    return std::nullopt;
  }
  if (type->value == "float32_abcd") return MeterValueType::float32_abcd;
  if (type->value == "float32_cdab") return MeterValueType::float32_cdab;
  if (type->value == "int16") return MeterValueType::int16;
  if (type->value == "uint16") return MeterValueType::uint16;
  if (type->value == "uint32_abcd") return MeterValueType::uint32_abcd;
  return MeterValueType::uint32_cdab;
}

std::optional<MeterQuantity> read_quantity(TomlTable& root, std::string_view key, int channels) {
  auto table = root.table(key);
  if (!table) return std::nullopt;
  MeterQuantity quantity;
  take(quantity.base, table->required_integer("base", kWord));
  if (const auto type = value_type(*table)) quantity.type = *type;
  const bool one_word = quantity.type == MeterValueType::int16 || quantity.type == MeterValueType::uint16;
  const int words = one_word ? 1 : kFloatWords;
  quantity.stride = static_cast<std::uint16_t>(words);
  const auto stride = table->integer("stride", kWord);
  take(quantity.stride, stride);
  if (stride && stride->value < words) {
    table->problem(stride->place, "stride",
                   "must be at least " + std::to_string(words) + ", the registers one value takes");
  }
  if (const auto scale = table->number("scale", {0, 1e6, false})) quantity.scale = scale->value;
  if (channels > 0) {
    check_last_address(*table, "base", quantity.base, (channels - 1) * quantity.stride + words, channels);
  }
  table->refuse_unknown();
  return quantity;
}

/// Parses the file and hands its root to `read`, which returns a profile; none when there was any problem.
template <class Profile, class Read>
std::optional<Profile> read_profile(const std::filesystem::path& file, std::vector<Problem>& problems, Read read) {
  Problems found{file};
  Profile profile;
  profile.name = file.stem().string();
  if (const auto parsed = parse_toml_file(found)) {
    TomlTable root{*parsed, found};
    read(root, profile);
  }
  for (auto& problem : found.in_file_order()) problems.push_back(std::move(problem));
  if (found.count() != 0) return std::nullopt;
  return profile;
}

template <class Profile, class ReadFile>
Result<Profile> load(std::string_view name, const std::vector<std::filesystem::path>& folders, ReadFile read_file) {
  const auto file = find_profile(name, folders);
  if (!file) {
    return not_found("there is no profile '" + std::string{name} + "'" + suggestion(name, profile_names(folders)));
  }
  std::vector<Problem> problems;
  if (auto profile = read_file(*file, problems)) return std::move(*profile);
  std::string detail;
  for (const auto& problem : problems) detail += (detail.empty() ? "" : "\n") + problem.text();
  return invalid("profile", detail);
}

}  // namespace

std::optional<std::filesystem::path> find_profile(std::string_view name,
                                                  const std::vector<std::filesystem::path>& folders) {
  // A name, not a path: what the site file says never leads outside the profile folders.
  if (name.empty() || name.find('/') != std::string_view::npos) return std::nullopt;
  for (const auto& folder : folders) {
    auto file = folder / (std::string{name} + ".toml");
    std::error_code error;
    if (std::filesystem::is_regular_file(file, error)) return file;
  }
  return std::nullopt;
}

std::vector<std::string> profile_names(const std::vector<std::filesystem::path>& folders) {
  std::set<std::string> names;
  for (const auto& folder : folders) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry{folder, error};
         !error && entry != std::filesystem::directory_iterator{}; entry.increment(error)) {
      if (entry->path().extension() == ".toml") names.insert(entry->path().stem().string());
    }
  }
  return {names.begin(), names.end()};
}

std::optional<RelayProfile> read_relay_profile(const std::filesystem::path& file, std::vector<Problem>& problems) {
  return read_profile<RelayProfile>(file, problems, [](TomlTable& root, RelayProfile& profile) {
    if (!read_head(root, "relay_board", profile.channels)) return;
    read_write_part(root, profile);
    read_read_part(root, profile);
    read_relay_timing(root, profile);
    profile.watchdog = read_watchdog(root);
    if (const auto invert = root.boolean("invert")) profile.invert = invert->value;
    root.refuse_unknown();
  });
}

std::optional<MeterProfile> read_meter_profile(const std::filesystem::path& file, std::vector<Problem>& problems) {
  return read_profile<MeterProfile>(file, problems, [](TomlTable& root, MeterProfile& profile) {
    if (!read_head(root, "line_meter", profile.channels)) return;
    if (const auto function = root.required_integer("function", {3, 4}))
      profile.function_code = static_cast<int>(function->value);
    profile.volts = read_quantity(root, "volts", profile.channels);
    profile.amps = read_quantity(root, "amps", profile.channels);
    profile.leakage_amps = read_quantity(root, "leakage_amps", profile.channels);
    profile.ohms = read_quantity(root, "ohms", profile.channels);
    if (!root.has("amps") && !root.has("ohms")) root.missing("amps");
    if (profile.amps && profile.ohms)
      root.problem(root.place_of("ohms"), "ohms",
                   "is for meters without amps; remove it, volts and amperes give the ohms");
    if (const auto accuracy = root.number("accuracy", {0, 0.2, false})) profile.accuracy = accuracy->value;
    if (auto timing = root.table("timing")) {
      take(profile.refresh, timing->duration("refresh", {milliseconds{1}, seconds{60}}));
      read_timing(*timing, profile);
      timing->refuse_unknown();
    }
    root.refuse_unknown();
  });
}

Result<RelayProfile> load_relay_profile(std::string_view name, const std::vector<std::filesystem::path>& folders) {
  return load<RelayProfile>(name, folders, read_relay_profile);
}

Result<MeterProfile> load_meter_profile(std::string_view name, const std::vector<std::filesystem::path>& folders) {
  return load<MeterProfile>(name, folders, read_meter_profile);
}

std::filesystem::path shipped_profiles() {
  // Read once at start-up, before there is a second thread that could change the environment.
  if (const char* folder = std::getenv("WARDCAST_PROFILES"); folder != nullptr && *folder != '\0') return folder;
  std::error_code error;
  const auto programs = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  const auto built = programs / "../../../config/profiles";
  if (std::filesystem::is_directory(built, error)) return built.lexically_normal();
  return (programs / "../share/wardcast/profiles").lexically_normal();
}

}  // namespace wardcast::modbus
