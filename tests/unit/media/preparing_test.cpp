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

TEST(loudness, of_silence_and_of_next_to_nothing_stays_as_it_is) {
  Media media;
  Prepared prepared;
  const auto quiet = media.recording(tone(1000, -80, 2 * kSecond), &prepared);
  EXPECT_EQ(prepared.gain_db, 0.0);
  EXPECT_LE(prepared.input_lufs, -70.0);
  EXPECT_NEAR(rms_dbfs(decode(*quiet)), -83.0, 2.0);
  const auto silent = media.recording(silence(2 * kSecond), &prepared);
  EXPECT_EQ(prepared.gain_db, 0.0);
  EXPECT_LT(rms_dbfs(decode(*silent)), -90.0);
  // The gain has a bound: a room's hiss does not become a roar.
  media.recording(tone(1000, -60, 2 * kSecond), &prepared);
  EXPECT_EQ(prepared.gain_db, 30.0);
}

TEST(loudness, does_not_suffer_from_how_a_stereo_file_carries_a_voice) {
  const Samples voice = tone(700, -20, 5 * kSecond);
  const auto heard = [&voice](float left, float right) {
    Samples stereo;
    for (const float sample : voice) {
      stereo.push_back(left * sample);
      stereo.push_back(right * sample);
    }
    Media media;
    const auto path = media.scratch() / "stereo.wav";
    write_float_wav(path, stereo, 2);
    return lufs(decode(*media.recording(path)));
  };
  EXPECT_NEAR(heard(1, 1), -16.0, 0.5);
  EXPECT_NEAR(heard(8, 8), -16.0, 0.5) << "full scale in both";
  EXPECT_NEAR(heard(1, 0), -16.0, 0.5) << "one side only";
  EXPECT_NEAR(heard(1, -1), -16.0, 0.5) << "opposite phase: the mean is nothing";
  EXPECT_NEAR(heard(1, -0.9F), -16.0, 0.5) << "nearly opposite";
}

TEST(length, is_exactly_one_packet_for_each_20_ms_begun) {
  Media media;
  for (const std::size_t count : {1U, 959U, 960U, 961U, 4799U, 4801U, 19200U, 48000U * 3 + 17}) {
    Prepared prepared;
    const auto recording = media.recording(tone(440, -20, count), &prepared);
    EXPECT_EQ(recording->samples(), count);
    EXPECT_EQ(recording->packet_count(), (count + 959) / 960) << count;
    EXPECT_EQ(prepared.packets, recording->packet_count());
    EXPECT_EQ(recording->levels().size(), (count + kSamplesPerLevel - 1) / kSamplesPerLevel) << count;
  }
}

TEST(length, is_kept_from_every_sample_rate) {
  for (const int rate : {8000, 11025, 16000, 22050, 32000, 44100, 48000, 96000}) {
    Media media;
    const auto path = media.scratch() / "in.wav";
    const auto count = static_cast<std::size_t>(rate) * 2 + 7;
    write_wav(path, tone(300, -20, count), 1, rate);
    const auto expected = static_cast<double>(count) * kSampleRate / rate;
    EXPECT_NEAR(static_cast<double>(media.recording(path)->samples()), expected, 1.0) << rate;
  }
}

/// Where the click is, by what a steady tone cannot do: jump.
std::size_t find_click(const Samples& samples) {
  Samples jumps(samples.size(), 0.0F);
  for (std::size_t i = 2; i < samples.size(); ++i) jumps[i] = samples[i] - 2 * samples[i - 1] + samples[i - 2];
  return loudest(jumps);
}

void expect_click_kept(float bed_dbfs, bool limited, std::size_t at, std::size_t count) {
  Samples samples = tone(200, bed_dbfs, count);
  const Samples noise = click(at, count);
  for (std::size_t i = 0; i < count; ++i) samples[i] += noise[i];
  Media media;
  Prepared prepared;
  const auto recording = media.recording(samples, &prepared);
  EXPECT_EQ(prepared.limited, limited);
  EXPECT_NEAR(static_cast<double>(find_click(decode(*recording))), static_cast<double>(at + 4), 48.0) << "1 ms";
}

TEST(position, of_a_click_is_kept_with_and_without_the_limiter) {
  for (const std::size_t at : {std::size_t{700}, std::size_t{40000}, std::size_t{95500}}) {
    expect_click_kept(-8, false, at, 2 * kSecond);
    expect_click_kept(-26, true, at, 2 * kSecond);
  }
}

TEST(fade, takes_five_milliseconds_at_both_ends_and_no_more) {
  Media media;
  const std::size_t count = kSecond + 123;
  const Samples samples = decode(*media.recording(tone(1000, -20, count)));
  const double middle = rms_dbfs(std::span{samples}.subspan(20000, 960));
  EXPECT_LT(rms_dbfs(std::span{samples}.first(24)), middle - 15);
  EXPECT_LT(rms_dbfs(std::span{samples}.last(24)), middle - 15);
  EXPECT_NEAR(rms_dbfs(std::span{samples}.subspan(288, 480)), middle, 1.0);
  EXPECT_NEAR(rms_dbfs(std::span{samples}.subspan(count - 288 - 480, 480)), middle, 1.0);
}

TEST(levels, are_those_of_every_100_ms) {
  Samples samples = tone(500, -10, kSecond);
  const Samples soft = tone(500, -30, kSecond);
  samples.insert(samples.end(), soft.begin(), soft.end());
  samples.resize(3 * kSecond, 0.0F);
  Media media;
  const auto recording = media.recording(samples);
  const Samples decoded = decode(*recording);
  ASSERT_EQ(recording->levels().size(), 30U);
  for (std::size_t i = 0; i < 20; ++i) {
    const double heard = rms_dbfs(std::span{decoded}.subspan(i * kSamplesPerLevel, kSamplesPerLevel));
    EXPECT_NEAR(recording->levels()[i], heard, 0.5) << i;
  }
  EXPECT_NEAR(recording->levels()[5] - recording->levels()[15], 20.0, 0.1);
  for (std::size_t i = 21; i < 30; ++i) EXPECT_LE(recording->levels()[i], -100.0F) << i;
}

}  // namespace
}  // namespace wardcast::media::test
