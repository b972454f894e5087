// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "hw-sim/modbus/bus_model.hpp"
#include "hw-sim/model/ladder.hpp"

namespace wardcast::sim {

/// {"kind":"…","channel":n (from 1),"ms":n,"code":n}; errors name the member.
Result<UnitFault> unit_fault_of(std::string_view body);
/// {"kind":"…","at_speaker":k (from 1; 1 when not given),"speakers":[k…],"ohms":x}; errors name the member. Whether the
/// line has those loudspeakers is Ward::set_line_fault's to say.
Result<LineFault> line_fault_of(std::string_view body);
/// The "kind" of a JSON object.
Result<std::string> kind_of(std::string_view body);

}  // namespace wardcast::sim
