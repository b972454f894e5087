// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "drivers/modbus/profile.hpp"

namespace wardcast::test {

/// One relay board as it behaves: a PDU in, a PDU out, contacts kept. Written from the Modbus specification (V1.1b3),
/// not from our driver. Not synchronised.
class ModbusUnit {
 public:
  explicit ModbusUnit(modbus::RelayProfile profile);

  /// The reply, an exception reply included.
  std::vector<std::uint8_t> serve(std::span<const std::uint8_t> pdu);

  [[nodiscard]] std::uint64_t contacts() const { return contacts_; }  ///< bit c set: contact c closed
  void set_contact(int channel, bool closed);
  void set_stuck(int channel, bool stuck);
  void power_cycle();  ///< all outputs off
  /// Requests that fed the watchdog, as PDUs, in order.
  [[nodiscard]] const std::vector<std::vector<std::uint8_t>>& feeds() const { return feeds_; }

 private:
  [[nodiscard]] bool output(int channel) const;
  void set_output(int channel, bool on);
  std::vector<std::uint8_t> read_coils(unsigned address, unsigned count) const;
  std::vector<std::uint8_t> read_registers(unsigned address, unsigned count) const;
  std::vector<std::uint8_t> write_coils(std::span<const std::uint8_t> pdu);
  std::vector<std::uint8_t> write_register(std::span<const std::uint8_t> pdu);

  const modbus::RelayProfile profile_;
  std::uint64_t contacts_ = 0;
  std::uint64_t stuck_ = 0;
  std::vector<std::vector<std::uint8_t>> feeds_;
};

}  // namespace wardcast::test
