// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/test_tone.hpp"

#include <gtest/gtest.h>
#include <opus.h>

#include <cmath>
#include <numbers>
#include <vector>

#include "base/time.hpp"

namespace wardcast::media::test {
namespace {

/// What an amplifier makes of these packets of the recording, in that order.
std::vector<float> heard(const Recording& tone, const std::vector<std::uint32_t>& packets) {
  int error = 0;
  OpusDecoder* decoder = opus_decoder_create(48000, 1, &error);
  std::vector<float> sound;
  std::vector<float> frame(960);
  for (const auto p : packets) {
    const auto bytes = tone.packet(p);
    EXPECT_EQ(opus_decode_float(decoder, reinterpret_cast<const unsigned char*>(bytes.data()),
                                static_cast<opus_int32>(bytes.size()), frame.data(), 960, 0),
              960);
    sound.insert(sound.end(), frame.begin(), frame.end());
  }
  opus_decoder_destroy(decoder);
  return sound;
}

double rms(const std::vector<float>& sound, std::size_t from, std::size_t to) {
  double sum = 0;
  for (std::size_t i = from; i < to; ++i) sum += double{sound[i]} * double{sound[i]};
  return std::sqrt(sum / static_cast<double>(to - from));
}

/// The largest step from one sample to the next: a click is a step that the sine itself never takes.
double steepest(const std::vector<float>& sound) {
  double most = 0;
  for (std::size_t i = 1; i < sound.size(); ++i)
    most = std::max(most, std::abs(double{sound[i]} - double{sound[i - 1]}));
  return most;
}

std::vector<std::uint32_t> played(std::uint32_t steady, std::uint32_t last) {
  std::vector<std::uint32_t> packets{0};
  for (std::uint32_t i = 0; i < steady; ++i) packets.push_back(1 + i % (last - 1));
  packets.push_back(last);
  return packets;
}

TEST(test_tone, drives_the_voltage_it_was_asked_for) {
  for (const double volts : {10.0, 3.0, 25.0}) {
    const auto tone = test_tone(1000, 20 * std::log10(volts / 100));
    const auto sound = heard(*tone, played(100, tone->packet_count() - 1));
    // Full scale is a peak of 1, which stands for the rated 100 V RMS.
    EXPECT_NEAR(rms(sound, 9600, 90000) * std::numbers::sqrt2 * 100, volts, volts * 0.01);
  }
}

TEST(test_tone, rises_and_falls_without_a_click_and_may_be_cut_anywhere) {
  const auto tone = test_tone(1000, -20);
  const double step = 2 * std::numbers::pi * 1000 / 48000 * 0.1;  // the sine's own steepest
  for (const std::uint32_t steady : {1U, 7U, 249U, 250U, 251U, 600U}) {
    const auto sound = heard(*tone, played(steady, tone->packet_count() - 1));
    EXPECT_LT(steepest(sound), step * 1.15) << steady;
    EXPECT_LT(std::abs(sound.back()), 0.005) << steady;
  }
}

TEST(test_tone, is_taken_to_whole_periods_in_a_packet) {
  EXPECT_EQ(test_tone_hertz(1000), 1000);
  EXPECT_EQ(test_tone_hertz(1010), 1000);
  EXPECT_EQ(test_tone_hertz(20), 50);
}

}  // namespace
}  // namespace wardcast::media::test
