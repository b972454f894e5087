// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/material.hpp"

#include <cmath>
#include <cstdint>
#include <fstream>
#include <numbers>
#include <random>
#include <string>

namespace wardcast::bench {
namespace {

void put(std::string& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xff));
}

}  // namespace

void write_wav(const std::filesystem::path& file, int seconds) {
  constexpr std::uint32_t kRate = 48'000;
  const auto samples = static_cast<std::uint32_t>(seconds) * kRate;
  std::string out = "RIFF";
  put(out, 36 + samples * 4, 4);
  out += "WAVEfmt ";
  put(out, 16, 4);
  put(out, 1, 2);  // PCM
  put(out, 2, 2);  // channels
  put(out, kRate, 4);
  put(out, kRate * 4, 4);
  put(out, 4, 2);
  put(out, 16, 2);
  out += "data";
  put(out, samples * 4, 4);
  std::mt19937 random{1};
  std::normal_distribution<double> noise{0, 400};
  // A chord that changes four times a second, each note struck and dying away, over a little noise.
  for (std::uint32_t i = 0; i < samples; ++i) {
    const double t = i / double{kRate};
    const double beat = std::floor(t * 4);
    const double root = 220 * std::exp2(std::fmod(beat * 5, 12) / 12);
    const double decay = std::exp(-3 * (t * 4 - beat));
    double left = noise(random), right = noise(random);
    for (const double ratio : {1.0, 1.25, 1.5, 3.0}) {
      const double note = 4000 * decay * std::sin(2 * std::numbers::pi * root * ratio * t);
      left += note * (ratio > 1.3 ? 1 : 0.4);
      right += note * (ratio > 1.3 ? 0.4 : 1);
    }
    for (const double value : {left, right}) {
      put(out, static_cast<std::uint16_t>(static_cast<std::int16_t>(value)), 2);
    }
  }
  std::ofstream{file, std::ios::binary} << out;
}

}  // namespace wardcast::bench
