// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>

namespace wardcast::media {

/// What was done, for the log and the tests.
struct Preparation {
  std::uint64_t samples = 0;
  double input_lufs = 0;
  double input_dbtp = 0;
  double gain_db = 0;
  double ceiling_dbtp = 0;
  bool limited = false;
  double output_lufs = 0;
  double output_dbtp = 0;
  int renderings = 0;  ///< more than one when limiting took loudness that had to be given back
};

/// Reads the upload on `input` (seekable) and writes the packet file on `output`: decode and measure, then decode,
/// level to −16 LUFS, limit to −1 dBTP where needed, fade, encode. Failures are thrown as a Refusal or
/// std::system_error. Louder by at most 30 dB; silence (−70 LUFS or less, or shorter than 0.4 s) keeps its level.
Preparation prepare(int input, int output, std::uint64_t max_seconds);

}  // namespace wardcast::media
