// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/modbus_unit.hpp"

#include <utility>

namespace wardcast::test {
namespace {

using Pdu = std::vector<std::uint8_t>;

constexpr std::uint8_t kIllegalFunction = 1;
constexpr std::uint8_t kIllegalAddress = 2;
constexpr std::uint8_t kIllegalValue = 3;

std::uint8_t low(unsigned value) { return static_cast<std::uint8_t>(value & 0xFFU); }
std::uint8_t high(unsigned value) { return static_cast<std::uint8_t>((value >> 8U) & 0xFFU); }
unsigned word(std::span<const std::uint8_t> bytes, std::size_t at) {
  return (static_cast<unsigned>(bytes[at]) << 8U) | bytes[at + 1];
}
Pdu exception(std::uint8_t function, std::uint8_t code) { return {static_cast<std::uint8_t>(function | 0x80U), code}; }

}  // namespace

ModbusUnit::ModbusUnit(modbus::RelayProfile profile) : profile_(std::move(profile)) { power_cycle(); }

bool ModbusUnit::output(int channel) const { return (((contacts_ >> channel) & 1U) != 0) != profile_.invert; }

void ModbusUnit::set_output(int channel, bool on) {
  if (((stuck_ >> channel) & 1U) == 0) set_contact(channel, on != profile_.invert);
}

void ModbusUnit::set_contact(int channel, bool closed) {
  const std::uint64_t bit = std::uint64_t{1} << channel;
  contacts_ = closed ? contacts_ | bit : contacts_ & ~bit;
}

void ModbusUnit::set_stuck(int channel, bool stuck) {
  const std::uint64_t bit = std::uint64_t{1} << channel;
  stuck_ = stuck ? stuck_ | bit : stuck_ & ~bit;
}

void ModbusUnit::power_cycle() {
  for (int c = 0; c < profile_.channels; ++c) set_output(c, false);
}

Pdu ModbusUnit::serve(std::span<const std::uint8_t> pdu) {
  const std::uint8_t function = pdu.empty() ? 0 : pdu[0];
  if (profile_.watchdog && function == profile_.watchdog->function && pdu.size() >= 5 &&
      word(pdu, 1) == profile_.watchdog->address) {
    feeds_.emplace_back(pdu.begin(), pdu.end());
    return {pdu.begin(), pdu.begin() + 5};
  }
  const bool coils = profile_.read == modbus::RelayRead::coils_fc01;
  const bool writes_coils = profile_.write == modbus::RelayWrite::coils_fc15;
  if (function == 1 && coils && pdu.size() == 5) return read_coils(word(pdu, 1), word(pdu, 3));
  if (function == 3 && !coils && pdu.size() == 5) return read_registers(word(pdu, 1), word(pdu, 3));
  if (function == 15 && writes_coils && pdu.size() >= 7) return write_coils(pdu);
  if (function == 6 && !writes_coils && pdu.size() == 5) return write_register(pdu);
  return exception(function, kIllegalFunction);
}

Pdu ModbusUnit::read_coils(unsigned address, unsigned count) const {
  const auto channels = static_cast<unsigned>(profile_.channels);
  if (count < 1 || count > 2000) return exception(1, kIllegalValue);
  if (address < profile_.read_base || address + count > profile_.read_base + channels)
    return exception(1, kIllegalAddress);
  Pdu reply{1, low((count + 7) / 8)};
  reply.resize(2 + (count + 7) / 8, 0);
  for (unsigned i = 0; i < count; ++i) {
    if (!output(static_cast<int>(address - profile_.read_base + i))) continue;
    reply[2 + i / 8] = static_cast<std::uint8_t>(reply[2 + i / 8] | (1U << (i % 8)));
  }
  return reply;
}

Pdu ModbusUnit::read_registers(unsigned address, unsigned count) const {
  const auto channels = static_cast<unsigned>(profile_.channels);
  if (count < 1 || count > 125) return exception(3, kIllegalValue);
  if (address < profile_.read_base || address + count > profile_.read_base + channels)
    return exception(3, kIllegalAddress);
  Pdu reply{3, low(2 * count)};
  const std::uint16_t off = profile_.read_on == 0 ? 1 : 0;
  for (unsigned i = 0; i < count; ++i) {
    const unsigned value = output(static_cast<int>(address - profile_.read_base + i)) ? profile_.read_on : off;
    reply.push_back(high(value));
    reply.push_back(low(value));
  }
  return reply;
}

Pdu ModbusUnit::write_coils(std::span<const std::uint8_t> pdu) {
  const unsigned address = word(pdu, 1);
  const unsigned count = word(pdu, 3);
  const auto channels = static_cast<unsigned>(profile_.channels);
  if (count < 1 || count > 1968 || pdu[5] != (count + 7) / 8 || pdu.size() != 6U + pdu[5])
    return exception(15, kIllegalValue);
  if (address < profile_.write_base || address + count > profile_.write_base + channels)
    return exception(15, kIllegalAddress);
  for (unsigned i = 0; i < count; ++i)
    set_output(static_cast<int>(address - profile_.write_base + i),
               ((static_cast<unsigned>(pdu[6 + i / 8]) >> (i % 8)) & 1U) != 0);
  return {15, high(address), low(address), high(count), low(count)};
}

Pdu ModbusUnit::write_register(std::span<const std::uint8_t> pdu) {
  const unsigned address = word(pdu, 1);
  const unsigned value = word(pdu, 3);
  if (address < profile_.write_base || address >= profile_.write_base + static_cast<unsigned>(profile_.channels))
    return exception(6, kIllegalAddress);
  if (value != profile_.write_on && value != profile_.write_off) return exception(6, kIllegalValue);
  set_output(static_cast<int>(address - profile_.write_base), value == profile_.write_on);
  return {pdu.begin(), pdu.end()};
}

}  // namespace wardcast::test
