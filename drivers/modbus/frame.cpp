// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/frame.hpp"

#include <cstddef>
#include <utility>

namespace wardcast::modbus {
namespace {

constexpr std::size_t kHeader = 7;  // MBAP: transaction, protocol, length, unit
constexpr std::uint8_t kExceptionBit = 0x80;

void put16(std::vector<std::uint8_t>& out, unsigned value) {
  out.push_back(static_cast<std::uint8_t>((value >> 8U) & 0xFFU));
  out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
}

unsigned get16(std::span<const std::uint8_t> bytes, std::size_t at) {
  return (static_cast<unsigned>(bytes[at]) << 8U) | bytes[at + 1];
}

LinkFault garbled(std::string detail) { return LinkFault{LinkFault::Kind::garbled, 0, std::move(detail)}; }

Answer decode_coils(const Request& request, std::span<const std::uint8_t> pdu) {
  const std::size_t bytes = (request.count + 7U) / 8U;
  if (pdu.size() != 2 + bytes || pdu[1] != bytes) return garbled("a reply with the wrong number of coils");
  Reply reply;
  for (std::size_t i = 0; i < bytes; ++i) reply.coils |= static_cast<std::uint64_t>(pdu[2 + i]) << (8U * i);
  if (request.count < 64) reply.coils &= (std::uint64_t{1} << request.count) - 1;
  return reply;
}

Answer decode_registers(const Request& request, std::span<const std::uint8_t> pdu) {
  const std::size_t bytes = std::size_t{2} * request.count;
  if (request.count > kMostRegisters || pdu.size() != 2 + bytes || pdu[1] != bytes)
    return garbled("a reply with the wrong number of registers");
  Reply reply;
  for (std::size_t i = 0; i < request.count; ++i)
    reply.registers.at(i) = static_cast<std::uint16_t>(get16(pdu, 2 + 2 * i));
  return reply;
}

Answer decode_echo(const Request& request, std::span<const std::uint8_t> pdu) {
  const unsigned second = request.function == Function::write_register ? request.value : request.count;
  if (pdu.size() != 5 || get16(pdu, 1) != request.address || get16(pdu, 3) != second)
    return garbled("a write confirmed with another address or value");
  return Reply{};
}

}  // namespace

std::vector<std::uint8_t> encode(std::uint16_t transaction, const Request& request) {
  std::vector<std::uint8_t> adu;
  adu.reserve(24);
  put16(adu, transaction);
  put16(adu, 0);  // protocol: Modbus
  put16(adu, 0);  // length, below
  adu.push_back(request.unit);
  adu.push_back(static_cast<std::uint8_t>(request.function));
  put16(adu, request.address);
  if (request.function == Function::write_register) {
    put16(adu, request.value);
  } else {
    put16(adu, request.count);
  }
  if (request.function == Function::write_coils) {
    const unsigned bytes = (request.count + 7U) / 8U;
    adu.push_back(static_cast<std::uint8_t>(bytes));
    for (unsigned i = 0; i < bytes; ++i) adu.push_back(static_cast<std::uint8_t>((request.coils >> (8U * i)) & 0xFFU));
  }
  adu[5] = static_cast<std::uint8_t>(adu.size() - 6);
  return adu;
}

Answer decode(std::uint16_t transaction, const Request& request, std::span<const std::uint8_t> adu) {
  if (adu.size() < kHeader + 2) return garbled("a reply that is too short");
  if (get16(adu, 0) != transaction) return garbled("a reply to another transaction");
  if (get16(adu, 2) != 0) return garbled("a reply that is not Modbus");
  if (get16(adu, 4) != adu.size() - 6) return garbled("a reply whose length field is wrong");
  if (adu[6] != request.unit)
    return garbled("a reply from unit " + std::to_string(adu[6]) + " instead of " + std::to_string(request.unit));
  const std::span<const std::uint8_t> pdu = adu.subspan(kHeader);
  const auto function = static_cast<std::uint8_t>(request.function);
  if (pdu[0] == (function | kExceptionBit)) {
    if (pdu.size() != 2 || pdu[1] == 0) return garbled("a malformed exception");
    return LinkFault{LinkFault::Kind::exception, pdu[1], exception_text(pdu[1])};
  }
  if (pdu[0] != function) return garbled("a reply to another function");
  switch (request.function) {
    case Function::read_coils:
      return decode_coils(request, pdu);
    case Function::read_holding_registers:
    case Function::read_input_registers:
      return decode_registers(request, pdu);
    case Function::write_register:
    case Function::write_coils:
      return decode_echo(request, pdu);
  }
  return garbled("a reply to an unknown function");
}

std::string exception_text(int code) {
  const char* name = "unknown exception";
  switch (code) {
    case 0x01:
      name = "illegal function";
      break;
    case 0x02:
      name = "illegal data address";
      break;
    case 0x03:
      name = "illegal data value";
      break;
    case 0x04:
      name = "device failure";
      break;
    case 0x05:
      name = "acknowledged, still working";
      break;
    case 0x06:
      name = "device busy";
      break;
    case 0x08:
      name = "memory parity error";
      break;
    case 0x0A:
      name = "gateway path unavailable";
      break;
    case 0x0B:
      name = "gateway target gave no answer";
      break;
    default:
      break;
  }
  return std::string{name} + " (exception " + std::to_string(code) + ")";
}

}  // namespace wardcast::modbus
