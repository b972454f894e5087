// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "hw-sim/model/ladder.hpp"

namespace wardcast::sim {

/// open, short, earth, speakers_open, overload.
std::optional<LineFault::Kind> line_fault_kind(std::string_view name);
std::string_view name_of(LineFault::Kind kind);

/// Error: a loudspeaker that the line does not have; speakers_open without loudspeakers.
Result<void> check_fault(const LadderLine& line, const LineFault& fault);

/// As the control shows it: kind, and at_speaker or speakers, and ohms when they were given.
boost::json::object line_fault_view(const LineFault& fault);

}  // namespace wardcast::sim
