// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/wav.hpp"

#include "base/time.hpp"

namespace wardcast::sim {
namespace {

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8U * static_cast<unsigned>(i)) & 0xFFU));
}

}  // namespace

std::string wav_file(std::span<const std::int16_t> samples) {
  const auto data = static_cast<std::uint32_t>(samples.size_bytes());
  std::string out;
  out.reserve(44 + data);
  out += "RIFF";
  put(out, 36 + data, 4);
  out += "WAVEfmt ";
  put(out, 16, 4);               // size of this chunk
  put(out, 1, 2);                // PCM
  put(out, 1, 2);                // channels
  put(out, kSampleRate, 4);      //
  put(out, kSampleRate * 2, 4);  // bytes a second
  put(out, 2, 2);                // bytes a frame
  put(out, 16, 2);               // bits a sample
  out += "data";
  put(out, data, 4);
  for (const std::int16_t sample : samples) put(out, static_cast<std::uint16_t>(sample), 2);
  return out;
}

}  // namespace wardcast::sim
