// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/meter_blocks.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include "drivers/modbus/frame.hpp"

namespace wardcast::modbus {
namespace {

/// Two bytes a register: 16 of them take 33 ms at 9600 baud, about as long as another request and its reply.
constexpr unsigned kMostGap = 16;

struct Part {
  const std::optional<MeterQuantity>& quantity;
  std::optional<double> MeterReading::*value;
  const char* name;
};

std::array<Part, 4> parts_of(const MeterProfile& profile) {
  return {Part{profile.volts, &MeterReading::volts, "volts"}, Part{profile.amps, &MeterReading::amps, "amperes"},
          Part{profile.leakage_amps, &MeterReading::leakage_amps, "leakage amperes"},
          Part{profile.ohms, &MeterReading::ohms, "ohms"}};
}

/// Ohms are never negative, and endless where nothing flows.
bool is_measure(const Part& part, double value) {
  return part.value == &MeterReading::ohms ? value >= 0 : std::isfinite(value);
}

bool one_word(MeterValueType type) { return type == MeterValueType::int16 || type == MeterValueType::uint16; }

unsigned words_of(MeterValueType type) { return one_word(type) ? 1 : 2; }

unsigned address_of(const MeterQuantity& quantity, int channel) {
  return quantity.base + static_cast<unsigned>(channel) * quantity.stride;
}

double raw_value(MeterValueType type, std::span<const std::uint16_t> words) {
  if (type == MeterValueType::int16) return static_cast<std::int16_t>(words[0]);
  if (type == MeterValueType::uint16) return words[0];
  const bool low_first = type == MeterValueType::float32_cdab || type == MeterValueType::uint32_cdab;
  const std::uint32_t high = words[low_first ? 1 : 0];
  const std::uint32_t low = words[low_first ? 0 : 1];
  const std::uint32_t both = (high << 16U) | low;
  if (type == MeterValueType::uint32_abcd || type == MeterValueType::uint32_cdab) return both;
  return std::bit_cast<float>(both);
}

}  // namespace

std::vector<RegisterBlock> blocks_of(const MeterProfile& profile, int channel, bool never_gaps) {
  struct Range {
    unsigned begin, end;
  };
  std::vector<Range> ranges;
  for (const Part& part : parts_of(profile)) {
    if (!part.quantity) continue;
    const unsigned begin = address_of(*part.quantity, channel);
    ranges.push_back({begin, begin + words_of(part.quantity->type)});
  }
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
  std::vector<RegisterBlock> blocks;
  for (const Range& range : ranges) {
    const unsigned gap_allowed = never_gaps ? 0 : kMostGap;
    if (!blocks.empty()) {
      RegisterBlock& last = blocks.back();
      const unsigned end = static_cast<unsigned>(last.address) + last.count;
      const unsigned joined = std::max(end, range.end) - last.address;
      if (range.begin <= end + gap_allowed && joined <= kMostRegisters) {
        last.has_gap = last.has_gap || range.begin > end;
        last.count = static_cast<std::uint16_t>(joined);
        continue;
      }
    }
    blocks.push_back(
        {static_cast<std::uint16_t>(range.begin), static_cast<std::uint16_t>(range.end - range.begin), false});
  }
  return blocks;
}

std::optional<std::string> take_values(const MeterProfile& profile, const RegisterBlock& block,
                                       std::span<const std::uint16_t> registers, MeterReading& reading) {
  for (const Part& part : parts_of(profile)) {
    if (!part.quantity) continue;
    const unsigned address = address_of(*part.quantity, reading.channel);
    const unsigned words = words_of(part.quantity->type);
    if (address < block.address || address + words > static_cast<unsigned>(block.address) + block.count) continue;
    const double value =
        raw_value(part.quantity->type, registers.subspan(address - block.address, words)) * part.quantity->scale;
    if (!is_measure(part, value)) return "the meter's " + std::string{part.name} + " are not a number";
    reading.*part.value = value;
  }
  return std::nullopt;
}

}  // namespace wardcast::modbus
