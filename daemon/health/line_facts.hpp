// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <optional>
#include <set>
#include <vector>

#include "daemon/config/site.hpp"

namespace wardcast::health {

/// A loudspeaker line as its judge knows it, from the site file alone: at the tone of a sweep, wires and matching
/// transformers count as resistors. Loudspeakers in wire order.
struct LineFacts {
  struct Speaker {
    double watts = 0;  ///< at rated voltage
    double at_m = 0;   ///< along the wire
  };
  double rated_volts = 100;
  double loop_ohms_per_m = 0;  ///< both wires; 0 where length or cross-section is not known
  double length_m = 0;         ///< 0 where it is not known
  std::vector<Speaker> speakers;
  double tolerance = 0.15;       ///< deviation that still counts as in order
  double tone_volts = 10;        ///< RMS
  double meter_accuracy = 0.02;  ///< relative, one sigma of one reading
};

LineFacts facts_of(const site::Site& site, const site::Line& line);

/// Load in watts: the square of the rated voltage over what resistance stands at the head of the line when the
/// loudspeakers in `lost` (0-based) are gone. Linear in the number of live loudspeakers, as ohms are not
/// (research: store and compare watts).
double load_watts(const LineFacts& line, const std::set<std::size_t>& lost = {});
/// Resistance at the head when the wires touch at that place; the loudspeakers before it still count.
double ohms_shorted_at(const LineFacts& line, double at_m);
/// Where the wires touch, if that is why so few ohms are seen; nothing when the wire's resistance is not known or even
/// a short at the far end would show clearly less.
std::optional<double> distance_to_short(const LineFacts& line, double ohms);

}  // namespace wardcast::health
