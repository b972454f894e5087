// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/test_tone.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "drivers/media/process/opus_writer.hpp"

namespace wardcast::media {
namespace {

constexpr double kPeriodic = 50.0;  // Hz: one period in a packet
constexpr std::size_t kSteadyPackets = 250;
constexpr std::size_t kLeadPackets = 10;  // the encoder's transient passes before the first one that is kept

float at(double hertz, double peak, std::size_t sample) {
  return static_cast<float>(peak * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(sample) / kSampleRate));
}

/// Packets of what `gain` makes of the sine, sample by sample.
template <class Gain>
std::vector<std::vector<std::byte>> encoded(double hertz, double peak, std::size_t packets, Gain gain) {
  std::vector<std::vector<std::byte>> out;
  OpusWriter writer{packets * kSamplesPerFrame, [&](std::span<const std::byte> packet, std::span<const float>) {
                      out.emplace_back(packet.begin(), packet.end());
                    }};
  std::vector<float> samples(packets * kSamplesPerFrame);
  for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = at(hertz, peak, i) * static_cast<float>(gain(i));
  writer.add(samples);
  writer.finish();
  return out;
}

}  // namespace

double test_tone_hertz(double wanted) { return std::max(1.0, std::round(wanted / kPeriodic)) * kPeriodic; }

std::shared_ptr<const Recording> test_tone(double wanted, double dbfs) {
  const double hertz = test_tone_hertz(wanted);
  const double peak = std::pow(10.0, dbfs / 20.0);
  constexpr auto total = kLeadPackets + kSteadyPackets;
  const auto frame = static_cast<double>(kSamplesPerFrame);
  // The rise begins out of silence; what comes before it is dropped.
  const auto rising = encoded(
      hertz, peak, 2, [&](std::size_t i) { return i < kSamplesPerFrame ? static_cast<double>(i) / frame : 1.0; });
  const auto falling = encoded(hertz, peak, total + 1, [&](std::size_t i) {
    const auto end = total * kSamplesPerFrame;
    return i < end ? 1.0 : 1.0 - static_cast<double>(i - end) / frame;
  });
  std::vector<std::uint32_t> offsets{0};
  std::vector<std::byte> bytes;
  const auto keep = [&](const std::vector<std::byte>& packet) {
    bytes.insert(bytes.end(), packet.begin(), packet.end());
    offsets.push_back(static_cast<std::uint32_t>(bytes.size()));
  };
  keep(rising.at(0));
  for (auto k = kLeadPackets; k < total; ++k) keep(falling.at(k));
  keep(falling.at(total));
  const auto packets = offsets.size() - 1;
  const auto rms = static_cast<float>(dbfs - 20 * std::log10(std::numbers::sqrt2));
  std::vector<float> levels((packets * kSamplesPerFrame + 4799) / 4800, rms);
  return std::make_shared<Recording>(packets * kSamplesPerFrame, std::move(offsets), std::move(bytes),
                                     std::move(levels));
}

}  // namespace wardcast::media
