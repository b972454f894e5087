// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/rendering.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace wardcast::media {
namespace {

constexpr std::uint64_t kFade = 240;  // 5 ms

/// Raised cosine over the first and last samples; 1 in between.
float fade(std::uint64_t position, std::uint64_t length) {
  const std::uint64_t from_end = std::min(position, length - 1 - position);
  if (from_end >= kFade) return 1.0F;
  const double phase = (static_cast<double>(from_end) + 0.5) / static_cast<double>(kFade);
  return static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * phase));
}

double decibels(double mean_square) { return mean_square < 1e-12 ? -120.0 : 10.0 * std::log10(mean_square); }

}  // namespace

Rendering::Rendering(int output, const PacketFileInfo& info)
    : samples_(info.samples), file_(output, info), opus_(info.samples, [this](auto packet, auto heard) {
        file_.add_packet(packet);
        hear(heard);
      }) {}

void Rendering::add(std::span<const float> samples) {
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(samples.size(), samples_ - done_));
  block_.assign(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(count));
  for (float& sample : block_) sample *= fade(done_++, samples_);
  add_levels(block_);
  opus_.add(block_);
}

void Rendering::finish() {
  static constexpr std::array<float, 4096> kSilent{};
  while (done_ < samples_) add(kSilent);
  if (energy_samples_ > 0) file_.add_level(decibels(energy_ / energy_samples_));
  opus_.finish();
  file_.finish();
}

void Rendering::hear(std::span<const float> heard) {
  const std::uint64_t left = samples_ - heard_;
  loudness_.add(heard.first(static_cast<std::size_t>(std::min<std::uint64_t>(heard.size(), left))));
  heard_ += std::min<std::uint64_t>(heard.size(), left);
}

void Rendering::add_levels(std::span<const float> samples) {
  for (const float sample : samples) {
    energy_ += double{sample} * double{sample};
    if (++energy_samples_ < kSamplesPerLevel) continue;
    file_.add_level(decibels(energy_ / kSamplesPerLevel));
    energy_ = 0;
    energy_samples_ = 0;
  }
}

}  // namespace wardcast::media
