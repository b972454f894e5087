// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>

#include "hw-sim/ward.hpp"

namespace wardcast::sim {

/// What GET shows of the ward. Levels are the caller's: they need decoding.
boost::json::object board_view(const Ward& ward, std::size_t board, const BusModel& bus);
boost::json::object meter_view(const Ward& ward, std::size_t meter);
boost::json::object relay_view(const Ward& ward, site::ChannelRef relay);
/// With its fault, and what its meter shows: as last looked at, see Meters.
boost::json::object line_view(const Ward& ward, const Ward::Line& line);
boost::json::object amplifier_view(const Ward& ward, const Ward::PlacedAmplifier& amplifier, double level_dbfs,
                                   const Now& now);
boost::json::value unit_fault_view(const std::optional<UnitFault>& fault);

}  // namespace wardcast::sim
