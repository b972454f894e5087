// SPDX-License-Identifier: GPL-3.0-or-later
// Files that are not recordings, or only pretend: each a clear sentence, nothing left behind, no crash.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <string>

#include "base/time.hpp"
#include "tests/unit/media/support.hpp"

namespace wardcast::media::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;

std::string noise(std::size_t bytes, unsigned seed) {
  std::mt19937 random(seed);
  std::string out(bytes, '\0');
  std::ranges::generate(out, [&random] { return static_cast<char>(random()); });
  return out;
}

void expect_refused(Media& media, const fs::path& upload, const std::string& because) {
  const auto prepared = media.folder().prepare(upload);
  ASSERT_FALSE(prepared);
  EXPECT_EQ(prepared.error().code, ErrorCode::invalid) << prepared.error().detail;
  EXPECT_EQ(prepared.error().field, "audio");
  EXPECT_THAT(prepared.error().detail, HasSubstr(because));
  EXPECT_THAT(media.files(), IsEmpty());
}

void expect_refused(const std::string& content, const std::string& because) {
  Media media;
  write_bytes(media.scratch() / "upload", content);
  expect_refused(media, media.scratch() / "upload", because);
}

std::string made_by(Media& media, const std::string& arguments) {
  const fs::path out = media.scratch() / "made";
  run("ffmpeg -v error -y " + arguments + " '" + out.string() + "'");
  return read_bytes(out);
}

constexpr const char* kSpeechLike = "-f lavfi -i 'aevalsrc=0.3*sin(500*t)*sin(7*t):s=44100:d=4' ";

TEST(refused, empty) { expect_refused("", "empty"); }
TEST(refused, one_byte) { expect_refused("x", "not a recording"); }
TEST(refused, text) { expect_refused("Kính gửi ban biên tập, đây là bài viết của tôi.\n", "not a recording"); }
TEST(refused, noise) {
  for (unsigned seed = 0; seed < 8; ++seed) expect_refused(noise(200'000, seed), "");
}
TEST(refused, playlists_that_name_other_files) {
  expect_refused("#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/hostname\n#EXT-X-ENDLIST\n",
                 "not a recording");
  expect_refused("ffconcat version 1.0\nfile '/etc/hostname'\n", "not a recording");
}
TEST(refused, a_program) { expect_refused(read_bytes("/bin/true"), "not a recording"); }

TEST(refused, a_picture_and_a_silent_film) {
  Media media;
  expect_refused(made_by(media, "-f lavfi -i color=red:s=64x64 -frames:v 1 -c:v png -f image2pipe"), "not a recording");
  expect_refused(made_by(media, "-f lavfi -i testsrc=s=64x64:d=2 -c:v mpeg4 -f mp4"), "no audio");
}

TEST(refused, wav_without_a_sample) {
  Media media;
  write_wav(media.scratch() / "upload", {});
  expect_refused(media, media.scratch() / "upload", "no audio");
}

TEST(refused, wav_with_an_absurd_head) {
  Media media;
  const fs::path path = media.scratch() / "upload";
  write_wav(path, tone(440, -20, 4800));
  const std::string good = read_bytes(path);
  std::string channels = good;
  channels[22] = channels[23] = '\xFF';
  expect_refused(channels, "");
  std::string rate = good;
  std::ranges::fill(rate.begin() + 24, rate.begin() + 28, '\x7F');
  expect_refused(rate, "");
  std::string slow = good;
  std::ranges::fill(slow.begin() + 24, slow.begin() + 28, '\0');
  slow[24] = '\x01';
  expect_refused(slow, "cannot be read");
}

TEST(refused, m4a_cut_before_its_table) {
  Media media;
  std::string m4a = made_by(media, std::string(kSpeechLike) + "-c:a aac -f ipod");
  m4a.resize(m4a.size() / 2);
  expect_refused(m4a, "its beginning is damaged");
}

TEST(refused, a_file_most_of_which_does_not_decode) {
  Media media;
  std::string m4a = made_by(media, std::string(kSpeechLike) + "-c:a aac -movflags +faststart -f ipod");
  const auto data = m4a.find("mdat");
  ASSERT_NE(data, std::string::npos);
  const std::string garbage = noise(m4a.size(), 3);
  const auto from = static_cast<std::ptrdiff_t>(data + m4a.size() / 5);
  std::copy(garbage.begin() + from, garbage.end(), m4a.begin() + from);
  expect_refused(m4a, "damaged");
}

TEST(refused, longer_than_allowed_though_its_head_says_less) {
  MediaFolderOptions options = built_program();
  options.max_length = seconds{60};
  Media media(options);
  // A WAV's length is not believed, a FLAC's total of samples is: here it is 36 bits of zero, "unknown".
  std::string flac = made_by(media, "-f lavfi -i anullsrc=r=8000:cl=mono:d=90 -f flac");
  flac[21] = static_cast<char>(flac[21] & 0xF0);
  for (std::size_t i = 22; i < 26; ++i) flac[i] = '\0';
  const fs::path path = media.scratch() / "made";
  write_bytes(path, flac);
  expect_refused(media, path, "longer than the 1 minutes allowed");
}

TEST(refused, longer_than_allowed_however_small_the_file) {
  MediaFolderOptions options = built_program();
  options.max_length = seconds{60};
  Media media(options);
  const fs::path path = media.scratch() / "made";
  const std::string an_hour = made_by(media, "-f lavfi -i anullsrc=r=8000:cl=mono:d=3600 -f flac");
  std::cout << "an hour of silence: " << an_hour.size() << " bytes\n";
  expect_refused(media, path, "longer than the 1 minutes allowed");
}

TEST(accepted, what_is_left_of_a_cut_recording) {
  for (const char* codec : {"-c:a libmp3lame -f mp3", "-c:a flac -f flac", "-c:a pcm_s16le -f wav",
                            "-c:a aac -movflags +faststart -f ipod", "-c:a libopus -f ogg"}) {
    Media media;
    std::string cut = made_by(media, std::string(kSpeechLike) + codec);
    cut.resize(cut.size() * 6 / 10);
    write_bytes(media.scratch() / "upload", cut);
    const auto recording = media.recording(media.scratch() / "upload");
    EXPECT_GT(recording->samples(), 48000U) << codec;
    EXPECT_LT(recording->samples(), 48000U * 4) << codec;
  }
}

TEST(accepted, a_wav_whose_head_promises_two_gigabytes) {
  Media media;
  const fs::path path = media.scratch() / "upload";
  write_wav(path, tone(440, -20, 48000));
  std::string bytes = read_bytes(path);
  bytes[40] = bytes[41] = bytes[42] = '\xF0';
  bytes[43] = '\x7F';
  write_bytes(path, bytes);
  EXPECT_EQ(media.recording(path)->samples(), 48000U);
}

TEST(accepted_or_refused, files_with_random_bytes_changed_never_crash_the_helper) {
  Media media;
  std::mt19937 random(99);
  int taken = 0;
  int refused = 0;
  for (const char* codec : {"-c:a libmp3lame -f mp3", "-c:a flac -f flac", "-c:a aac -f ipod", "-c:a aac -f adts",
                            "-c:a libopus -f ogg", "-c:a libopus -f webm", "-c:a libvorbis -f ogg"}) {
    const std::string good = made_by(media, std::string(kSpeechLike) + codec);
    for (int round = 0; round < 6; ++round) {
      std::string bad = good;
      const std::size_t reach = round % 2 == 0 ? std::min<std::size_t>(bad.size(), 600) : bad.size();
      for (int i = 0; i < 20; ++i) bad[random() % reach] = static_cast<char>(random());
      write_bytes(media.scratch() / "upload", bad);
      const auto prepared = media.folder().prepare(media.scratch() / "upload");
      if (prepared) {
        ++taken;
        continue;
      }
      ++refused;
      EXPECT_EQ(prepared.error().code, ErrorCode::invalid) << codec << ": " << prepared.error().detail;
      EXPECT_THAT(prepared.error().detail, testing::Not(HasSubstr("decoder fail"))) << codec;
    }
  }
  std::cout << taken << " taken, " << refused << " refused\n";
  EXPECT_EQ(media.files().size(), static_cast<std::size_t>(taken));
}

}  // namespace
}  // namespace wardcast::media::test
