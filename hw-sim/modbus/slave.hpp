// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "base/time.hpp"
#include "drivers/modbus/profile.hpp"
#include "hw-sim/model/bytes.hpp"
#include "hw-sim/model/relay_bank.hpp"

namespace wardcast::sim {

using Pdu = std::vector<std::uint8_t>;  ///< function code and data, without unit, transaction or checksum

/// Exception codes of the Modbus application protocol V1.1b3, §7.
enum class ModbusException : std::uint8_t {
  illegal_function = 1,
  illegal_address = 2,
  illegal_value = 3,
  device_failure = 4
};
Pdu exception_reply(std::uint8_t function, ModbusException code);

/// What answers under one unit id. Pure: time comes in with the request.
class Slave {
 public:
  virtual ~Slave() = default;
  /// `pdu` has at least one byte. Always an answer, if need be an exception.
  virtual Pdu respond(Bytes pdu, SteadyTime at) = 0;
};

/// A relay board with the register map of its profile: FC01/05/15 on coils, or FC03/06/16 on holding registers.
/// Anything the profile does not have is exception 01, an address outside it 02, a value or length that cannot be 03.
/// Boards in the manner of eletechsup (0x0100 on, registers from 1) also take 0x0700 / 0x0800 at register 0: all on,
/// all off.
class RelaySlave final : public Slave {
 public:
  /// A master saw outputs [first, first + closed.size()) thus, in terms of contacts; told when the picture is new or
  /// follows a write.
  using ReadBack = std::function<void(int first, const std::vector<bool>& closed, SteadyTime at)>;

  /// `profile` is copied; `bank` must outlive the slave.
  RelaySlave(const modbus::RelayProfile& profile, RelayBank& bank, ReadBack read_back);
  Pdu respond(Bytes pdu, SteadyTime at) override;

 private:
  Pdu read_coils(Bytes pdu, SteadyTime at);
  Pdu read_registers(Bytes pdu, SteadyTime at);
  Pdu write_coil(Bytes pdu, SteadyTime at);
  Pdu write_coils(Bytes pdu, SteadyTime at);
  Pdu write_register(Bytes pdu, SteadyTime at);
  Pdu write_registers(Bytes pdu, SteadyTime at);
  [[nodiscard]] bool covers(std::uint16_t base, unsigned address, unsigned count) const;
  bool write_value(unsigned address, unsigned value, SteadyTime at);
  [[nodiscard]] bool takes_value(unsigned address, unsigned value) const;
  void write(unsigned channel, bool on, SteadyTime at);
  void note_read(unsigned first, unsigned count, SteadyTime at);

  const modbus::RelayProfile profile_;
  RelayBank& bank_;
  const ReadBack read_back_;
  std::map<int, bool> last_seen_;  ///< by channel, as last read by a master
  bool written_ = false;           ///< since the last read
};

}  // namespace wardcast::sim
