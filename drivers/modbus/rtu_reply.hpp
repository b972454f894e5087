// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "drivers/modbus/frame.hpp"

namespace wardcast::modbus {

/// What a serial line has said since the request, made into its answer; nothing while more must come. Pure. Whole
/// frames of units that may still answer a former request (`may_be_late`) are taken away from the front of `said`;
/// anything else that is not the reply is a fault. Never waits for more than one frame's length.
std::optional<Answer> find_reply(const Request& request, std::vector<std::uint8_t>& said,
                                 const std::function<bool(std::uint8_t)>& may_be_late);

}  // namespace wardcast::modbus
