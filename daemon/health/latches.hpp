// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string_view>

#include "daemon/health/fault_register.hpp"
#include "daemon/health/line_book.hpp"

namespace wardcast::health {

/// What the faults of one cause mean for the contact of a line.
struct Latch {
  LineId line;
  bool held_open = false;
};

/// A short holds its line open while any fault of it is open: an older one that a person closes late frees nothing.
/// Nothing when the cause is no short of a line in the site file.
std::optional<Latch> latch_of(std::string_view cause, const FaultRegister& faults, const LineBook& book);
/// "partial:line/l1" → "l1"; empty when the cause is not a line's.
std::string_view line_of(std::string_view cause);

}  // namespace wardcast::health
