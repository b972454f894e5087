// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <iostream>

#include "base/time.hpp"
#include "drivers/media/packet_file.hpp"
#include "tests/unit/media/support.hpp"

namespace wardcast::media::test {
namespace {

constexpr std::size_t kSecond = kSampleRate;

/// What the decoded recording measures, printed for the record.
struct Heard {
  double lufs;
  double dbtp;
};

Heard hear(const char* what, const Recording& recording) {
  const Samples decoded = decode(recording);
  const Heard heard{lufs(decoded), true_peak_dbtp(decoded)};
  std::cout << what << ": " << heard.lufs << " LUFS, " << heard.dbtp << " dBTP after Opus\n";
  return heard;
}

TEST(loudness, of_quiet_speech_is_lifted_to_the_target_and_its_peaks_are_held) {
  Media media;
  const auto loud = media.scratch() / "speech.wav";
  const auto quiet = media.scratch() / "quiet.wav";
  write_speech(loud);
  run("ffmpeg -v error -i '" + loud.string() + "' -af volume=-20dB -c:a pcm_s24le '" + quiet.string() + "'");
  Prepared prepared;
  const auto recording = media.recording(quiet, &prepared);
  const Heard heard = hear("quiet speech", *recording);
  EXPECT_NEAR(heard.lufs, -16.0, 0.5);
  EXPECT_LE(heard.dbtp, -1.0 + 0.2);
  EXPECT_TRUE(prepared.limited);
  EXPECT_GT(prepared.gain_db, 20.0);
}

TEST(loudness, of_loud_clipped_music_is_brought_down_without_the_limiter) {
  Media media;
  Prepared prepared;
  const auto recording = media.recording(clipped_music(20 * kSecond), &prepared);
  const Heard heard = hear("clipped music", *recording);
  EXPECT_NEAR(heard.lufs, -16.0, 0.5);
  EXPECT_LE(heard.dbtp, -1.0 + 0.2);
  EXPECT_FALSE(prepared.limited);
  EXPECT_LT(prepared.gain_db, -5.0);
}

TEST(loudness, of_a_low_level_tone_is_lifted) {
  Media media;
  Prepared prepared;
  const auto recording = media.recording(tone(1000, -40, 10 * kSecond), &prepared);
  const Heard heard = hear("low tone", *recording);
  EXPECT_NEAR(heard.lufs, -16.0, 0.5);
  EXPECT_LE(heard.dbtp, -1.0 + 0.2);
  EXPECT_FALSE(prepared.limited);
}

}  // namespace
}  // namespace wardcast::media::test
