// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <span>

#include "drivers/media/recording.hpp"

namespace wardcast::media {

/// The built-in attention tone: two tones in turn, 3 s, −16 LUFS, faded at both ends. Part of the program, so that it
/// needs no file. Throws std::runtime_error when the program itself is damaged.
std::shared_ptr<const Recording> attention_tone();

/// The packet file it is read from; made while building, by drivers/media/tone.
std::span<const unsigned char> attention_tone_file();

}  // namespace wardcast::media
