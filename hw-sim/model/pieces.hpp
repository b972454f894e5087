// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "hw-sim/model/render.hpp"

namespace wardcast::sim {

/// A stretch of an amplifier's output whose level is wanted piece by piece: between one cut and the next. `cuts` are
/// samples of the axis in order, the first render.from and the last render.to.
struct LevelJob {
  RenderJob render;
  std::vector<std::int64_t> cuts;
};

/// RMS of each piece as a fraction of a full-scale sine's (which is 1; a full-scale square wave gives √2).
std::vector<double> piece_levels(const LevelJob& job, Decoder& decoder);

}  // namespace wardcast::sim
