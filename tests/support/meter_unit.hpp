// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "drivers/modbus/profile.hpp"

namespace wardcast::test {

/// One line meter as it behaves: a PDU in, a PDU out, values kept as registers. Written from the Modbus specification
/// and IEEE 754, not from our driver. It refuses registers that hold none of its quantities. Not synchronised.
class MeterUnit {
 public:
  struct Values {
    double volts = 0, amps = 0, leakage_amps = 0, ohms = 0;
  };

  explicit MeterUnit(modbus::MeterProfile profile);

  void set(int channel, const Values& values);
  /// The reply, an exception reply included.
  [[nodiscard]] std::vector<std::uint8_t> serve(std::span<const std::uint8_t> pdu) const;
  /// Takes registers between its quantities for zeros instead of refusing them.
  void fill_gaps() { gaps_filled_ = true; }

 private:
  void put(const modbus::MeterQuantity& quantity, int channel, double value);

  modbus::MeterProfile profile_;
  bool gaps_filled_ = false;
  std::map<unsigned, std::uint16_t> registers_;
};

}  // namespace wardcast::test
