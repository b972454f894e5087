// SPDX-License-Identifier: GPL-3.0-or-later
// What phones, recorders and studios make, made here by other programs.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <ostream>
#include <string>

#include "base/time.hpp"
#include "tests/unit/media/support.hpp"

namespace wardcast::media::test {
namespace {

constexpr std::size_t kCount = 48000 * 3 + 17;

struct Format {
  const char* name;
  const char* command;  ///< IN is a 48 kHz mono WAV of kCount samples
  double packets_off;   ///< how many packets the container's padding may add or take
};

void PrintTo(const Format& format, std::ostream* out) { *out << format.name; }

class FormatTest : public testing::TestWithParam<Format> {};

TEST_P(FormatTest, is_decoded_whole_and_levelled) {
  Media media;
  const auto in = media.scratch() / "in.wav";
  const auto out = media.scratch() / "upload";
  write_wav(in, tone(440, -12, kCount));
  std::string command = GetParam().command;
  for (const auto& [from, to] :
       {std::pair{std::string("IN"), "'" + in.string() + "'"}, {"OUT", "'" + out.string() + "'"}}) {
    for (auto at = command.find(from); at != std::string::npos; at = command.find(from, at + to.size())) {
      command.replace(at, from.size(), to);
    }
  }
  run(command);
  const auto recording = media.recording(out);
  const double off =
      std::abs(static_cast<double>(recording->samples()) - static_cast<double>(kCount)) / kSamplesPerFrame;
  EXPECT_LE(off, GetParam().packets_off);
  const Samples heard = decode(*recording);
  EXPECT_NEAR(lufs(heard), -16.0, 0.5);
  // The tone is there from beginning to end, and nothing louder.
  for (std::size_t at = 4800; at + 9600 < heard.size(); at += 4800) {
    ASSERT_NEAR(rms_dbfs(std::span{heard}.subspan(at, 4800)), rms_dbfs(heard), 1.5) << at;
  }
}

INSTANTIATE_TEST_SUITE_P(
    all, FormatTest,
    testing::Values(
        Format{"wav", "cp IN OUT", 0}, Format{"wav_24_bit", "ffmpeg -v error -y -i IN -c:a pcm_s24le -f wav OUT", 0},
        Format{"wav_a_law", "ffmpeg -v error -y -i IN -ar 8000 -c:a pcm_alaw -f wav OUT", 0.01},
        Format{"flac", "ffmpeg -v error -y -i IN -f flac OUT", 0},
        Format{"mp3", "ffmpeg -v error -y -i IN -f mp3 OUT", 1},
        Format{"mp3_stereo_44100", "ffmpeg -v error -y -i IN -ar 44100 -ac 2 -f mp3 OUT", 1},
        Format{"m4a_aac", "ffmpeg -v error -y -i IN -c:a aac -f ipod OUT", 1},
        Format{"m4a_alac", "ffmpeg -v error -y -i IN -c:a alac -f ipod OUT", 0},
        // A bare AAC stream has nowhere to say how much of its ends is padding.
        Format{"aac_adts", "ffmpeg -v error -y -i IN -c:a aac -f adts OUT", 3},
        Format{"ogg_vorbis", "ffmpeg -v error -y -i IN -c:a libvorbis -f ogg OUT", 1},
        Format{"ogg_opus", "ffmpeg -v error -y -i IN -c:a libopus -f ogg OUT", 1},
        Format{"webm_opus", "ffmpeg -v error -y -i IN -c:a libopus -f webm OUT", 1},
        // What a browser records: no length in its head, no index.
        Format{"webm_live", "ffmpeg -v error -y -i IN -c:a libopus -f webm -live 1 - | cat > OUT", 1},
        Format{"wav_streamed", "ffmpeg -v error -y -i IN -f wav - | cat > OUT", 0},
        Format{"amr", "sox IN -r 8000 -t amr-nb OUT", 1},
        Format{"3gp_amr", "sox IN -r 8000 -t amr-nb OUT.amr && ffmpeg -v error -y -i OUT.amr -c copy -f 3gp OUT", 1},
        Format{"m4a_with_cover",
               "ffmpeg -v error -y -i IN -f lavfi -i color=red:s=64x64:d=0.04 -map 0 -map 1 -c:v mjpeg "
               "-disposition:v attached_pic -c:a aac -f mp4 OUT",
               1},
        Format{"video_with_sound",
               "ffmpeg -v error -y -f lavfi -i testsrc=s=64x64:d=3 -i IN -c:v mpeg4 -c:a aac -f mp4 OUT", 1}),
    [](const auto& format) { return std::string(format.param.name); });

}  // namespace
}  // namespace wardcast::media::test
