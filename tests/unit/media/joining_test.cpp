// SPDX-License-Identifier: GPL-3.0-or-later
// A restarted station joins its programme at any packet: what a listener then hears must be right almost at once.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <random>

#include "base/time.hpp"
#include "tests/unit/media/support.hpp"

namespace wardcast::media::test {
namespace {

TEST(joining, at_100_random_packets_of_speech_is_right_after_two_packets_and_never_full_scale) {
  Media media;
  const auto upload = media.scratch() / "speech.wav";
  write_speech(upload);
  const auto speech = media.recording(upload);
  const Samples whole = decode(*speech);

  std::mt19937 random(20181);
  std::uniform_int_distribution<std::uint32_t> anywhere(1, speech->packet_count() - 6);
  double worst_level = 0;
  double worst_third = 0;
  double worst_peak = -120;
  for (int i = 0; i < 100; ++i) {
    const std::uint32_t first = anywhere(random);
    const Samples joined = decode(*speech, first, 5);
    const auto truth = std::span{whole}.subspan(std::size_t{first} * kSamplesPerFrame, joined.size());
    for (std::size_t packet = 2; packet < 5; ++packet) {
      const auto part = std::span{joined}.subspan(packet * kSamplesPerFrame, kSamplesPerFrame);
      const auto true_part = truth.subspan(packet * kSamplesPerFrame, kSamplesPerFrame);
      if (rms_dbfs(true_part) < -70) continue;  // a pause: nothing to compare
      const double off = std::abs(rms_dbfs(part) - rms_dbfs(true_part));
      (packet == 2 ? worst_third : worst_level) = std::max(packet == 2 ? worst_third : worst_level, off);
    }
    worst_peak = std::max(worst_peak, 20.0 * std::log10(std::abs(joined[loudest(joined)])));
  }
  worst_level = std::max(worst_level, worst_third);
  std::cout << "100 joins: level off by at most " << worst_level << " dB after two packets (third packet "
            << worst_third << " dB), highest sample " << worst_peak << " dBFS\n";
  EXPECT_LE(worst_level, 3.0);
  EXPECT_LT(worst_peak, 0.0);
}

}  // namespace
}  // namespace wardcast::media::test
