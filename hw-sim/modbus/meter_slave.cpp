// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/meter_slave.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace wardcast::sim {
namespace {

using modbus::MeterValueType;

constexpr unsigned kMostRegisters = 125;

std::uint16_t high(std::uint32_t value) { return static_cast<std::uint16_t>(value >> 16U); }
std::uint16_t low(std::uint32_t value) { return static_cast<std::uint16_t>(value & 0xFFFFU); }

}  // namespace

std::vector<std::uint16_t> registers_of(double value, const modbus::MeterQuantity& quantity) {
  const double raw = quantity.scale != 0 ? value / quantity.scale : 0;
  const auto whole = [raw](double lowest, double highest) {
    return static_cast<std::int64_t>(std::clamp(std::round(raw), lowest, highest));
  };
  switch (quantity.type) {
    case MeterValueType::float32_abcd:
    case MeterValueType::float32_cdab: {
      const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(raw));
      if (quantity.type == MeterValueType::float32_cdab) return {low(bits), high(bits)};
      return {high(bits), low(bits)};
    }
    case MeterValueType::int16:
      return {static_cast<std::uint16_t>(whole(INT16_MIN, INT16_MAX))};
    case MeterValueType::uint16:
      return {static_cast<std::uint16_t>(whole(0, UINT16_MAX))};
    case MeterValueType::uint32_abcd:
    case MeterValueType::uint32_cdab: {
      const auto bits = static_cast<std::uint32_t>(whole(0, UINT32_MAX));
      if (quantity.type == MeterValueType::uint32_cdab) return {low(bits), high(bits)};
      return {high(bits), low(bits)};
    }
  }
  return {};
}

MeterSlave::MeterSlave(const modbus::MeterProfile& profile) : profile_(profile) {
  show(std::vector<LineLoad>(static_cast<std::size_t>(std::max(profile.channels, 0))));
}

void MeterSlave::show(std::vector<LineLoad> readings) {
  shown_ = std::move(readings);
  for (std::size_t channel = 0; channel < shown_.size(); ++channel) {
    put(profile_.volts, channel, shown_[channel].volts);
    put(profile_.amps, channel, shown_[channel].amps);
    put(profile_.leakage_amps, channel, shown_[channel].leakage_amps);
    put(profile_.ohms, channel, shown_[channel].ohms());
  }
}

void MeterSlave::put(const std::optional<modbus::MeterQuantity>& quantity, std::size_t channel, double value) {
  if (!quantity) return;
  auto address = quantity->base + static_cast<unsigned>(channel) * quantity->stride;
  for (const std::uint16_t word : registers_of(value, *quantity)) registers_[address++] = word;
}

Pdu MeterSlave::respond(Bytes pdu, SteadyTime) {
  if (pdu[0] != profile_.function_code) return exception_reply(pdu[0], ModbusException::illegal_function);
  if (pdu.size() != 5) return exception_reply(pdu[0], ModbusException::illegal_value);
  const unsigned address = static_cast<unsigned>(pdu[1]) << 8U | pdu[2];
  const unsigned count = static_cast<unsigned>(pdu[3]) << 8U | pdu[4];
  if (count < 1 || count > kMostRegisters) return exception_reply(pdu[0], ModbusException::illegal_value);
  Pdu reply{pdu[0], static_cast<std::uint8_t>(count * 2)};
  for (unsigned at = address; at < address + count; ++at) {
    const auto found = registers_.find(at);
    if (found == registers_.end()) return exception_reply(pdu[0], ModbusException::illegal_address);
    reply.push_back(static_cast<std::uint8_t>(found->second >> 8U));
    reply.push_back(static_cast<std::uint8_t>(found->second & 0xFFU));
  }
  return reply;
}

}  // namespace wardcast::sim
