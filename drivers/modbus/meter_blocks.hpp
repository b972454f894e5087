// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "drivers/modbus/line_meters.hpp"
#include "drivers/modbus/profile.hpp"

// What a line meter's profile means in registers. Pure.
namespace wardcast::modbus {

/// Registers that one request reads.
struct RegisterBlock {
  std::uint16_t address = 0;
  std::uint16_t count = 0;
  bool has_gap = false;  ///< some of them belong to none of the quantities: a meter may refuse to show those
  bool operator==(const RegisterBlock&) const = default;
};

/// The quantities of one channel as few requests. Registers between two of them are read along when that costs less
/// time on a slow line than another request does, unless `never_gaps`.
std::vector<RegisterBlock> blocks_of(const MeterProfile& profile, int channel, bool never_gaps);

/// Puts the values found in `block` into `reading`. A clause about the first value that is no number, if one is.
std::optional<std::string> take_values(const MeterProfile& profile, const RegisterBlock& block,
                                       std::span<const std::uint16_t> registers, MeterReading& reading);

}  // namespace wardcast::modbus
