// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>

#include "hw-sim/model/render.hpp"

namespace wardcast::sim {

/// Length of an Opus packet at 48 kHz; 0 when it is not one. Any thread.
std::uint32_t opus_samples(Bytes payload);
/// libopus at 48 kHz mono (stereo is mixed down by it). Throws std::runtime_error when out of memory. One thread at a
/// time.
std::unique_ptr<Decoder> make_opus_decoder();

}  // namespace wardcast::sim
