// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "daemon/config/site.hpp"
#include "daemon/health/fault_register.hpp"
#include "drivers/modbus/relay_boards.hpp"

namespace wardcast::health {

/// What a look at a relay board says of faults: no_comm while it does not answer; relay_stuck for a contact that stays
/// open, until it is seen closed; welded for one that stays closed, until it is seen open. io thread.
void judge_board(const site::Site& site, const modbus::BoardReport& report, FaultRegister& faults, Now now);

}  // namespace wardcast::health
