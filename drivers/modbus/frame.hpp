// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"

// Modbus requests over TCP and RTU and what may be believed of a reply. Pure. Source: Modbus Application Protocol
// V1.1b3, Modbus Messaging on TCP/IP V1.0b, Modbus over Serial Line V1.02.
namespace wardcast::modbus {

enum class Function : std::uint8_t {
  read_coils = 1,
  read_holding_registers = 3,
  read_input_registers = 4,
  write_coil = 5,
  write_register = 6,
  write_coils = 15
};

inline constexpr std::size_t kMostRegisters = 125;  ///< one reply holds no more

/// One request to one unit. Addresses are 0-based wire addresses.
struct Request {
  std::uint8_t unit = 1;
  Function function = Function::read_coils;
  std::uint16_t address = 0;
  std::uint16_t count = 1;  ///< coils (at most 64) or registers (at most 125); writes of one value: always 1
  std::uint64_t coils = 0;  ///< write_coils: bit i is the coil at address + i
  std::uint16_t value = 0;  ///< write_register; write_coil: 0xFF00 for on, 0 for off
  milliseconds reply_timeout{500};
  bool yields = false;  ///< a probe of a unit that was silent lately: Link::wake() may cut the waiting short

  bool operator==(const Request&) const = default;
};

struct Reply {
  std::uint64_t coils = 0;                                ///< read_coils: bit i is the coil at address + i
  std::array<std::uint16_t, kMostRegisters> registers{};  ///< reads of registers: as many as were asked for, then zeros
};

/// Why a request got no usable reply.
struct LinkFault {
  enum class Kind {
    timeout,     ///< no complete reply in time
    closed,      ///< connection refused, reset or lost while a reply was awaited
    unsent,      ///< the peer had closed (or spoiled) the idle connection: the request never left
    garbled,     ///< a reply that does not belong to the request: transaction, unit, function, length or echo
    exception,   ///< a proper Modbus exception; the connection stays good
    interrupted  ///< cut short by wake() or stop()
  };
  Kind kind = Kind::closed;
  int exception_code = 0;   ///< of Kind::exception
  std::string detail = {};  ///< a clause without final stop: "no reply within 500 ms"
};

using Answer = std::variant<Reply, LinkFault>;

/// A whole ADU, MBAP header included. The request must keep the limits told at its fields.
std::vector<std::uint8_t> encode(std::uint16_t transaction, const Request& request);
/// Believes a reply only when transaction, protocol, length, unit, function and (for writes) the echo all fit the
/// request. libmodbus checks neither the unit nor the length field of a TCP reply, hence this.
Answer decode(std::uint16_t transaction, const Request& request, std::span<const std::uint8_t> adu);
/// The check sum of Modbus RTU; its low byte is sent first.
std::uint16_t crc16(std::span<const std::uint8_t> bytes);
/// A whole RTU frame, check sum included.
std::vector<std::uint8_t> encode_rtu(const Request& request);
/// Believes a reply only when check sum, length, unit, function and (for writes) the echo all fit the request. There is
/// no transaction number: that it answers this request and no earlier one is the link's to see to.
Answer decode_rtu(const Request& request, std::span<const std::uint8_t> adu);
/// Whether the last two bytes are the check sum of those before.
bool rtu_intact(std::span<const std::uint8_t> adu);
/// How long the reply that begins with these bytes is.
struct RtuLength {
  std::size_t whole = 0;  ///< 0: not known yet
  bool possible = true;   ///< false: no reply begins like this
};
RtuLength rtu_reply_length(std::span<const std::uint8_t> bytes);
/// Bytes of a proper reply that is no exception, check sum included.
std::size_t rtu_reply_size(const Request& request);
/// "illegal data address (exception 2)"
std::string exception_text(int code);

}  // namespace wardcast::modbus
