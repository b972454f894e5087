// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/modbus/buses.hpp"
#include "tests/support/modbus_slave.hpp"
#include "tests/support/pty_slave.hpp"

// The two kinds of wire a bus may be, for tests that hold for both.
namespace wardcast::test {

struct TcpWire {
  using Slave = ModbusSlave;
  static modbus::Bus bus(const Slave& slave) { return modbus::TcpBus{"b", "127.0.0.1", slave.port()}; }
  static void break_off(Slave& slave) { slave.kill(); }
  static void mend(Slave& slave) { slave.revive(false); }
};

struct RtuWire {
  using Slave = PtySlave;
  static modbus::Bus bus(const Slave& slave) {
    return modbus::SerialBus{"b", {.device = slave.path(), .baud = 115200}};
  }
  static void break_off(Slave& slave) { slave.vanish(); }
  static void mend(Slave& slave) { slave.appear(); }
};

}  // namespace wardcast::test
