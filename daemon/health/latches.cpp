// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/latches.hpp"

#include "daemon/health/sweeper.hpp"

namespace wardcast::health {

std::optional<Latch> latch_of(std::string_view cause, const FaultRegister& faults, const LineBook& book) {
  const auto* line = book.find(line_of(cause));
  if (line == nullptr || cause != line_cause(Verdict::short_circuit, line->id)) return std::nullopt;
  return Latch{line->place, faults.open_fault(cause).has_value()};
}

std::string_view line_of(std::string_view cause) {
  constexpr std::string_view kMark = ":line/";
  const auto at = cause.find(kMark);
  return at == std::string_view::npos ? std::string_view{} : cause.substr(at + kMark.size());
}

}  // namespace wardcast::health
