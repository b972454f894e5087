// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/meter_unit.hpp"

#include <cmath>
#include <cstring>
#include <utility>

namespace wardcast::test {

using modbus::MeterValueType;

MeterUnit::MeterUnit(modbus::MeterProfile profile) : profile_(std::move(profile)) {
  for (int c = 0; c < profile_.channels; ++c) set(c, {});
}

void MeterUnit::set(int channel, const Values& values) {
  if (profile_.volts) put(*profile_.volts, channel, values.volts);
  if (profile_.amps) put(*profile_.amps, channel, values.amps);
  if (profile_.leakage_amps) put(*profile_.leakage_amps, channel, values.leakage_amps);
  if (profile_.ohms) put(*profile_.ohms, channel, values.ohms);
}

void MeterUnit::put(const modbus::MeterQuantity& quantity, int channel, double value) {
  const unsigned address = quantity.base + static_cast<unsigned>(channel) * quantity.stride;
  const double raw = value / quantity.scale;
  const auto words = [&](std::uint32_t both, bool low_first) {
    registers_[address + (low_first ? 1U : 0U)] = static_cast<std::uint16_t>(both >> 16U);
    registers_[address + (low_first ? 0U : 1U)] = static_cast<std::uint16_t>(both & 0xFFFFU);
  };
  switch (quantity.type) {
    case MeterValueType::int16:
      registers_[address] = static_cast<std::uint16_t>(static_cast<std::int16_t>(std::lround(raw)));
      return;
    case MeterValueType::uint16:
      registers_[address] = static_cast<std::uint16_t>(std::lround(raw));
      return;
    case MeterValueType::uint32_abcd:
    case MeterValueType::uint32_cdab:
      words(static_cast<std::uint32_t>(std::llround(raw)), quantity.type == MeterValueType::uint32_cdab);
      return;
    case MeterValueType::float32_abcd:
    case MeterValueType::float32_cdab: {
      const auto single = static_cast<float>(raw);
      std::uint32_t bits = 0;
      std::memcpy(&bits, &single, sizeof bits);
      words(bits, quantity.type == MeterValueType::float32_cdab);
      return;
    }
  }
}

std::vector<std::uint8_t> MeterUnit::serve(std::span<const std::uint8_t> pdu) const {
  const std::uint8_t function = pdu.empty() ? 0 : pdu[0];
  const auto refuse = [&](std::uint8_t code) {
    return std::vector<std::uint8_t>{static_cast<std::uint8_t>(function | 0x80U), code};
  };
  if (function != profile_.function_code || pdu.size() != 5) return refuse(1);
  const unsigned address = (static_cast<unsigned>(pdu[1]) << 8U) | pdu[2];
  const unsigned count = (static_cast<unsigned>(pdu[3]) << 8U) | pdu[4];
  if (count < 1 || count > 125) return refuse(3);
  std::vector<std::uint8_t> reply{function, static_cast<std::uint8_t>(2 * count)};
  for (unsigned i = 0; i < count; ++i) {
    const auto at = registers_.find(address + i);
    if (at == registers_.end() && !gaps_filled_) return refuse(2);
    const unsigned value = at == registers_.end() ? 0 : at->second;
    reply.push_back(static_cast<std::uint8_t>(value >> 8U));
    reply.push_back(static_cast<std::uint8_t>(value & 0xFFU));
  }
  return reply;
}

}  // namespace wardcast::test
