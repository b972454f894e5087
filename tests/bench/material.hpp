// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>

namespace wardcast::bench {

/// Writes a stereo 48 kHz WAV of that length with something like music in it, for the peer that encodes as it goes.
void write_wav(const std::filesystem::path& file, int seconds);

}  // namespace wardcast::bench
