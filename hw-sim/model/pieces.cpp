// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/pieces.hpp"

#include <cmath>
#include <numbers>

namespace wardcast::sim {
namespace {

double fraction_of_sine(std::span<const std::int16_t> samples) {
  if (samples.empty()) return 0;
  double sum = 0;
  for (const std::int16_t sample : samples) sum += static_cast<double>(sample) * sample;
  return std::numbers::sqrt2 * std::sqrt(sum / static_cast<double>(samples.size())) / 32768.0;
}

}  // namespace

std::vector<double> piece_levels(const LevelJob& job, Decoder& decoder) {
  const std::vector<std::int16_t> heard = render(job.render, decoder);
  std::vector<double> levels;
  for (std::size_t i = 1; i < job.cuts.size(); ++i) {
    const auto first = static_cast<std::size_t>(job.cuts[i - 1] - job.render.from);
    const auto last = static_cast<std::size_t>(job.cuts[i] - job.render.from);
    levels.push_back(fraction_of_sine(std::span{heard}.subspan(first, last - first)));
  }
  return levels;
}

}  // namespace wardcast::sim
