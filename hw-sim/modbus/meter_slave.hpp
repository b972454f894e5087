// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <vector>

#include "hw-sim/modbus/slave.hpp"
#include "hw-sim/model/ladder.hpp"

namespace wardcast::sim {

/// A line meter with the register map of its profile: its one function code (FC03 or FC04), volts, amperes, leakage
/// and ohms of each channel in the profile's number format. Another function is exception 01, a register that carries
/// no quantity 02, a length that cannot be 03. What it shows was put there by show(): 0 until then.
class MeterSlave final : public Slave {
 public:
  /// `profile` is copied.
  explicit MeterSlave(const modbus::MeterProfile& profile);
  Pdu respond(Bytes pdu, SteadyTime at) override;

  /// New readings, by channel; as many as the profile has channels.
  void show(std::vector<LineLoad> readings);
  [[nodiscard]] const std::vector<LineLoad>& shown() const { return shown_; }

 private:
  void put(const std::optional<modbus::MeterQuantity>& quantity, std::size_t channel, double value);

  const modbus::MeterProfile profile_;
  std::vector<LineLoad> shown_;
  std::map<unsigned, std::uint16_t> registers_;  ///< by wire address
};

/// The registers of one value, in the order of their addresses. Whole numbers are rounded, and cut to what their type
/// holds, as a meter at its end of scale.
std::vector<std::uint16_t> registers_of(double value, const modbus::MeterQuantity& quantity);

}  // namespace wardcast::sim
