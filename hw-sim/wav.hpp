// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <string>

namespace wardcast::sim {

/// A RIFF WAVE file: 48 kHz, mono, 16 bit. At most 2 GiB of samples, which the caller sees to.
std::string wav_file(std::span<const std::int16_t> samples);

}  // namespace wardcast::sim
