// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/frame.hpp"

#include <cstddef>
#include <utility>

namespace wardcast::modbus {
namespace {

constexpr std::size_t kHeader = 7;  // MBAP: transaction, protocol, length, unit
constexpr std::uint8_t kExceptionBit = 0x80;
constexpr std::size_t kCrc = 2;
constexpr std::size_t kShortestRtuReply = 5;  // unit, function, code, check sum

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
  const unsigned second = request.function == Function::write_coils ? request.count : request.value;
  if (pdu.size() != 5 || get16(pdu, 1) != request.address || get16(pdu, 3) != second)
    return garbled("a write confirmed with another address or value");
  return Reply{};
}

void put_unit_and_pdu(std::vector<std::uint8_t>& adu, const Request& request) {
  adu.push_back(request.unit);
  adu.push_back(static_cast<std::uint8_t>(request.function));
  put16(adu, request.address);
  const bool one_value = request.function == Function::write_register || request.function == Function::write_coil;
  put16(adu, one_value ? request.value : request.count);
  if (request.function != Function::write_coils) return;
  const unsigned bytes = (request.count + 7U) / 8U;
  adu.push_back(static_cast<std::uint8_t>(bytes));
  for (unsigned i = 0; i < bytes; ++i) adu.push_back(static_cast<std::uint8_t>((request.coils >> (8U * i)) & 0xFFU));
}

/// `bytes`: unit, function and what follows, without header or check sum; at least three.
Answer decode_unit_and_pdu(const Request& request, std::span<const std::uint8_t> bytes) {
  if (bytes[0] != request.unit)
    return garbled("a reply from unit " + std::to_string(bytes[0]) + " instead of " + std::to_string(request.unit));
  const std::span<const std::uint8_t> pdu = bytes.subspan(1);
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
    case Function::write_coil:
    case Function::write_register:
    case Function::write_coils:
      return decode_echo(request, pdu);
  }
  return garbled("a reply to an unknown function");
}

}  // namespace

std::vector<std::uint8_t> encode(std::uint16_t transaction, const Request& request) {
  std::vector<std::uint8_t> adu;
  adu.reserve(24);
  put16(adu, transaction);
  put16(adu, 0);  // protocol: Modbus
  put16(adu, 0);  // length, below
  put_unit_and_pdu(adu, request);
  adu[5] = static_cast<std::uint8_t>(adu.size() - 6);
  return adu;
}

Answer decode(std::uint16_t transaction, const Request& request, std::span<const std::uint8_t> adu) {
  if (adu.size() < kHeader + 2) return garbled("a reply that is too short");
  if (get16(adu, 0) != transaction) return garbled("a reply to another transaction");
  if (get16(adu, 2) != 0) return garbled("a reply that is not Modbus");
  if (get16(adu, 4) != adu.size() - 6) return garbled("a reply whose length field is wrong");
  return decode_unit_and_pdu(request, adu.subspan(kHeader - 1));
}

std::uint16_t crc16(std::span<const std::uint8_t> bytes) {
  unsigned crc = 0xFFFF;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? (crc >> 1U) ^ 0xA001U : crc >> 1U;
  }
  return static_cast<std::uint16_t>(crc);
}

std::vector<std::uint8_t> encode_rtu(const Request& request) {
  std::vector<std::uint8_t> adu;
  adu.reserve(24);
  put_unit_and_pdu(adu, request);
  const unsigned crc = crc16(adu);
  adu.push_back(static_cast<std::uint8_t>(crc & 0xFFU));  // the one word of Modbus with its low byte first
  adu.push_back(static_cast<std::uint8_t>(crc >> 8U));
  return adu;
}

Answer decode_rtu(const Request& request, std::span<const std::uint8_t> adu) {
  if (adu.size() < kShortestRtuReply) return garbled("a reply that is too short");
  if (!rtu_intact(adu)) return garbled("a reply whose check sum is wrong");
  return decode_unit_and_pdu(request, adu.first(adu.size() - kCrc));
}

bool rtu_intact(std::span<const std::uint8_t> adu) {
  return adu.size() > kCrc &&
         crc16(adu.first(adu.size() - kCrc)) == (adu[adu.size() - 2] | (adu[adu.size() - 1] << 8U));
}

RtuLength rtu_reply_length(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < 2) return {};
  const std::uint8_t function = bytes[1];
  if ((function & kExceptionBit) != 0) return {kShortestRtuReply, true};
  switch (function) {
    case 1:
    case 2:
    case 3:
    case 4:
      if (bytes.size() < 3) return {};
      return {3U + bytes[2] + kCrc, bytes[2] > 0 && bytes[2] <= 2 * kMostRegisters};
    case 5:
    case 6:
    case 15:
    case 16:
      return {8, true};
    default:
      return {bytes.size(), false};
  }
}

std::size_t rtu_reply_size(const Request& request) {
  switch (request.function) {
    case Function::read_coils:
      return 3U + (request.count + 7U) / 8U + kCrc;
    case Function::read_holding_registers:
    case Function::read_input_registers:
      return 3U + 2U * request.count + kCrc;
    default:
      return 8;
  }
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
