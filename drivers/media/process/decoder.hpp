// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <span>

#include "drivers/media/process/mono_mixer.hpp"

namespace wardcast::media {

/// The audio of an upload as 48 kHz mono floats, block by block; FFmpeg inside, formats and codecs by allow-list, one
/// thread. Every failure is thrown as a Refusal. Memory does not grow with the length.
class Decoder {
 public:
  /// Reads `input` from its first byte. The bound is on what comes out: the length a head announces is often a lie.
  Decoder(int input, Downmix downmix, std::uint64_t max_seconds);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// Some more samples, valid until the next call; empty at the end. Refuses a recording that runs past the bound, and
  /// at the end one of which more than half the packets did not decode.
  std::span<const float> next();
  /// See MonoMixer.
  [[nodiscard]] Downmix better_downmix() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wardcast::media
