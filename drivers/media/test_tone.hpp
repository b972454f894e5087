// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>

#include "drivers/media/recording.hpp"

namespace wardcast::media {

/// The tone of line tests: a sine of `hertz`, taken to the nearest multiple of 50 so that every 20 ms packet holds
/// whole periods, with a peak of `dbfs` (0: full scale, which drives a line's rated voltage). The first packet rises
/// and the last falls, over 20 ms each; those between sound alike, so that they may follow each other in any order and
/// number without a click. Throws std::runtime_error when the encoder fails.
std::shared_ptr<const Recording> test_tone(double hertz, double dbfs);

/// The frequency that test_tone() gives.
double test_tone_hertz(double wanted);

}  // namespace wardcast::media
