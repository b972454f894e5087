// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace wardcast::modbus {

/// How a board's outputs are written and read; every number is a 0-based wire address.
enum class RelayWrite {
  coils_fc15,     ///< one FC15 for all channels of the board
  registers_fc06  ///< one holding register a channel, with its own on and off values
};
enum class RelayRead { coils_fc01, registers_fc03 };

/// A register or coil that a board wants to be written before each period ends; else it lets its contacts go. It is fed
/// three times as often.
struct Watchdog {
  int function = 6;  ///< 5, 6 or 15
  std::uint16_t address = 0;
  std::uint16_t value = 0;         ///< of a coil 0 or 1
  std::uint16_t second_value = 0;  ///< written in turn with value, for boards that want a change
  milliseconds period{0};
  bool operator==(const Watchdog&) const = default;
};

/// What a relay board is, from profiles/NAME.toml. Data, never a class per device.
struct RelayProfile {
  std::string name;
  int channels = 0;
  RelayWrite write = RelayWrite::coils_fc15;
  std::uint16_t write_base = 0;
  std::uint16_t write_on = 1;   ///< registers_fc06 only
  std::uint16_t write_off = 0;  ///< registers_fc06 only
  RelayRead read = RelayRead::coils_fc01;
  std::uint16_t read_base = 0;
  std::uint16_t read_on = 1;  ///< registers_fc03: the value that means closed; anything else is open
  bool invert = false;        ///< the contact is closed when the output is off
  milliseconds min_gap{0};    ///< silence the board needs between two requests
  milliseconds reply_timeout{500};
  std::optional<milliseconds> tcp_idle_close;  ///< the board drops a TCP connection idle for this long …
  std::optional<milliseconds> keep_alive;      ///< … so poll it this often, which is shorter
  std::optional<Watchdog> watchdog;
  bool operator==(const RelayProfile&) const = default;
};

enum class MeterValueType { float32_abcd, float32_cdab, int16, uint16, uint32_abcd, uint32_cdab };

/// One quantity of a line meter: value = raw × scale, channel c (0-based) at base + c × stride.
struct MeterQuantity {
  std::uint16_t base = 0;
  std::uint16_t stride = 0;
  MeterValueType type = MeterValueType::float32_abcd;
  double scale = 1.0;
  bool operator==(const MeterQuantity&) const = default;
};

struct MeterProfile {
  std::string name;
  int channels = 0;
  int function_code = 4;  ///< 3 or 4
  std::optional<MeterQuantity> volts;
  std::optional<MeterQuantity> amps;
  std::optional<MeterQuantity> ohms;  ///< of the line, for meters that give nothing else; never beside amps
  std::optional<MeterQuantity> leakage_amps;
  double accuracy = 0.02;      ///< relative, one sigma of one reading
  milliseconds refresh{1000};  ///< a new reading appears this often
  milliseconds min_gap{0};
  milliseconds reply_timeout{500};
  bool operator==(const MeterProfile&) const = default;
};

/// Channels of one board: WantedRelays keeps them as bits of one word.
inline constexpr int kMostChannels = 64;

/// The first of the folders' NAME.toml, or nullopt.
std::optional<std::filesystem::path> find_profile(std::string_view name,
                                                  const std::vector<std::filesystem::path>& folders);
/// The names of all profiles in the folders, sorted, each once.
std::vector<std::string> profile_names(const std::vector<std::filesystem::path>& folders);

/// Read one profile file; nullopt when problems were added, all of the file at once.
std::optional<RelayProfile> read_relay_profile(const std::filesystem::path& file, std::vector<Problem>& problems);
std::optional<MeterProfile> read_meter_profile(const std::filesystem::path& file, std::vector<Problem>& problems);

/// Looks NAME.toml up in each folder in turn. Every problem of the file comes as "path:line:column: message", one per
/// line.
Result<RelayProfile> load_relay_profile(std::string_view name, const std::vector<std::filesystem::path>& folders);
Result<MeterProfile> load_meter_profile(std::string_view name, const std::vector<std::filesystem::path>& folders);
/// Where the shipped profiles are: beside the program (../../../config/profiles of a build tree,
/// ../share/wardcast/profiles when installed), or $WARDCAST_PROFILES.
std::filesystem::path shipped_profiles();

}  // namespace wardcast::modbus
