// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>

namespace wardcast::sim {

using Bytes = std::span<const std::uint8_t>;

}  // namespace wardcast::sim
