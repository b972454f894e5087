// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "daemon/config/site.hpp"
#include "daemon/health/fault_register.hpp"
#include "drivers/modbus/line_meters.hpp"

namespace wardcast::health {

/// What a line meter's silence says of faults: no_comm, until it answers again. Nothing of the lines: they are unknown
/// meanwhile. io thread.
void judge_meter(const site::Site& site, const modbus::MeterReport& report, FaultRegister& faults, Now now);

}  // namespace wardcast::health
