// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/slave.hpp"

#include <utility>

namespace wardcast::sim {
namespace {

using modbus::RelayRead;
using modbus::RelayWrite;

constexpr unsigned kAllOn = 0x0700;
constexpr unsigned kAllOff = 0x0800;

unsigned read16(Bytes bytes, std::size_t at) { return static_cast<unsigned>(bytes[at]) << 8U | bytes[at + 1]; }
void put16(Pdu& out, unsigned value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8U & 0xFFU));
  out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
}
Pdu refuse(Bytes pdu, ModbusException code) { return exception_reply(pdu[0], code); }
/// The first five bytes are the answer of every write.
Pdu echo(Bytes pdu) { return {pdu.begin(), pdu.begin() + 5}; }

/// Registers from 1, on by 0x0100: the family whose register 0 commands all relays at once.
bool has_all_register(const modbus::RelayProfile& profile) {
  return profile.write == RelayWrite::registers_fc06 && profile.write_base == 1 && profile.write_on == 0x0100;
}

}  // namespace

Pdu exception_reply(std::uint8_t function, ModbusException code) {
  return {static_cast<std::uint8_t>(function | 0x80U), static_cast<std::uint8_t>(code)};
}

RelaySlave::RelaySlave(const modbus::RelayProfile& profile, RelayBank& bank, ReadBack read_back)
    : profile_(profile), bank_(bank), read_back_(std::move(read_back)) {}

Pdu RelaySlave::respond(Bytes pdu, SteadyTime at) {
  const bool coil_reads = profile_.read == RelayRead::coils_fc01;
  const bool coil_writes = profile_.write == RelayWrite::coils_fc15;
  switch (pdu[0]) {
    case 1:
      if (coil_reads) return read_coils(pdu, at);
      break;
    case 3:
      if (!coil_reads) return read_registers(pdu, at);
      break;
    case 5:
      if (coil_writes) return write_coil(pdu, at);
      break;
    case 6:
      if (!coil_writes) return write_register(pdu, at);
      break;
    case 15:
      if (coil_writes) return write_coils(pdu, at);
      break;
    case 16:
      if (!coil_writes) return write_registers(pdu, at);
      break;
    default:
      break;
  }
  return refuse(pdu, ModbusException::illegal_function);
}

bool RelaySlave::covers(std::uint16_t base, unsigned address, unsigned count) const {
  return address >= base && address + count <= base + static_cast<unsigned>(profile_.channels);
}

Pdu RelaySlave::read_coils(Bytes pdu, SteadyTime at) {
  if (pdu.size() != 5) return refuse(pdu, ModbusException::illegal_value);
  const unsigned address = read16(pdu, 1);
  const unsigned count = read16(pdu, 3);
  if (count < 1 || count > 2000) return refuse(pdu, ModbusException::illegal_value);
  if (!covers(profile_.read_base, address, count)) return refuse(pdu, ModbusException::illegal_address);
  const unsigned first = address - profile_.read_base;
  Pdu reply(2 + (count + 7) / 8, 0);
  reply[0] = pdu[0];
  reply[1] = static_cast<std::uint8_t>(reply.size() - 2);
  for (unsigned i = 0; i < count; ++i) {
    if (bank_.output(static_cast<int>(first + i)))
      reply[2 + i / 8] = static_cast<std::uint8_t>(reply[2 + i / 8] | 1U << (i % 8));
  }
  note_read(first, count, at);
  return reply;
}

Pdu RelaySlave::read_registers(Bytes pdu, SteadyTime at) {
  if (pdu.size() != 5) return refuse(pdu, ModbusException::illegal_value);
  const unsigned address = read16(pdu, 1);
  const unsigned count = read16(pdu, 3);
  if (count < 1 || count > 125) return refuse(pdu, ModbusException::illegal_value);
  if (!covers(profile_.read_base, address, count)) return refuse(pdu, ModbusException::illegal_address);
  const unsigned first = address - profile_.read_base;
  const unsigned off = profile_.read_on == 0 ? 1 : 0;
  Pdu reply{pdu[0], static_cast<std::uint8_t>(count * 2)};
  for (unsigned i = 0; i < count; ++i) put16(reply, bank_.output(static_cast<int>(first + i)) ? profile_.read_on : off);
  note_read(first, count, at);
  return reply;
}

Pdu RelaySlave::write_coil(Bytes pdu, SteadyTime at) {
  if (pdu.size() != 5) return refuse(pdu, ModbusException::illegal_value);
  const unsigned address = read16(pdu, 1);
  const unsigned value = read16(pdu, 3);
  if (value != 0xFF00 && value != 0) return refuse(pdu, ModbusException::illegal_value);
  if (!covers(profile_.write_base, address, 1)) return refuse(pdu, ModbusException::illegal_address);
  write(address - profile_.write_base, value != 0, at);
  return echo(pdu);
}

Pdu RelaySlave::write_coils(Bytes pdu, SteadyTime at) {
  if (pdu.size() < 6) return refuse(pdu, ModbusException::illegal_value);
  const unsigned address = read16(pdu, 1);
  const unsigned count = read16(pdu, 3);
  if (count < 1 || count > 1968 || pdu[5] != (count + 7) / 8 || pdu.size() != 6U + pdu[5])
    return refuse(pdu, ModbusException::illegal_value);
  if (!covers(profile_.write_base, address, count)) return refuse(pdu, ModbusException::illegal_address);
  for (unsigned i = 0; i < count; ++i)
    write(address - profile_.write_base + i, (unsigned{pdu[6 + i / 8]} >> (i % 8) & 1U) != 0, at);
  return echo(pdu);
}

Pdu RelaySlave::write_register(Bytes pdu, SteadyTime at) {
  if (pdu.size() != 5) return refuse(pdu, ModbusException::illegal_value);
  const unsigned address = read16(pdu, 1);
  const bool all = address == 0 && has_all_register(profile_);
  if (!all && !covers(profile_.write_base, address, 1)) return refuse(pdu, ModbusException::illegal_address);
  if (!write_value(address, read16(pdu, 3), at)) return refuse(pdu, ModbusException::illegal_value);
  return echo(pdu);
}

Pdu RelaySlave::write_registers(Bytes pdu, SteadyTime at) {
  if (pdu.size() < 6) return refuse(pdu, ModbusException::illegal_value);
  const unsigned address = read16(pdu, 1);
  const unsigned count = read16(pdu, 3);
  if (count < 1 || count > 123 || pdu[5] != count * 2 || pdu.size() != 6U + pdu[5])
    return refuse(pdu, ModbusException::illegal_value);
  if (!covers(profile_.write_base, address, count)) return refuse(pdu, ModbusException::illegal_address);
  for (unsigned i = 0; i < count; ++i) {
    if (!takes_value(address + i, read16(pdu, 6 + i * 2))) return refuse(pdu, ModbusException::illegal_value);
  }
  for (unsigned i = 0; i < count; ++i) write_value(address + i, read16(pdu, 6 + i * 2), at);
  return echo(pdu);
}

bool RelaySlave::takes_value(unsigned address, unsigned value) const {
  if (address < profile_.write_base) return value == kAllOn || value == kAllOff;
  return value == profile_.write_on || value == profile_.write_off;
}

bool RelaySlave::write_value(unsigned address, unsigned value, SteadyTime at) {
  if (!takes_value(address, value)) return false;
  if (address >= profile_.write_base) {
    write(address - profile_.write_base, value == profile_.write_on, at);
    return true;
  }
  for (int channel = 0; channel < profile_.channels; ++channel)
    write(static_cast<unsigned>(channel), value == kAllOn, at);
  return true;
}

void RelaySlave::write(unsigned channel, bool on, SteadyTime at) {
  bank_.write(static_cast<int>(channel), on, at);
  written_ = true;
}

void RelaySlave::note_read(unsigned first, unsigned count, SteadyTime at) {
  std::vector<bool> closed;
  bool changed = written_;
  for (unsigned i = 0; i < count; ++i) {
    const int channel = static_cast<int>(first + i);
    const bool reads_closed = bank_.output(channel) != profile_.invert;
    closed.push_back(reads_closed);
    const auto [known, fresh] = last_seen_.try_emplace(channel, reads_closed);
    changed = changed || fresh || known->second != reads_closed;
    known->second = reads_closed;
  }
  written_ = false;
  if (changed && read_back_) read_back_(static_cast<int>(first), closed, at);
}

}  // namespace wardcast::sim
