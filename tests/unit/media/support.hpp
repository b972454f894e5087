// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "drivers/media/media_folder.hpp"

namespace wardcast::media::test {

using Samples = std::vector<float>;

/// A folder of its own under the system's temporary one, gone at the end.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Signals, 48 kHz mono, ±1 full scale.
Samples silence(std::size_t count);
Samples tone(double hertz, double dbfs, std::size_t count);
/// Notes and noise with a beat, flattened by hard clipping as loud records are.
Samples clipped_music(std::size_t count);
/// A click of a few samples at `at`.
Samples click(std::size_t at, std::size_t count);

/// Interleaved channels to 16-bit PCM.
void write_wav(const std::filesystem::path& path, std::span<const float> interleaved, int channels = 1,
               int rate = 48000);
/// 32-bit float PCM: nothing rounds or clips.
void write_float_wav(const std::filesystem::path& path, std::span<const float> interleaved, int channels = 1);
void write_bytes(const std::filesystem::path& path, std::string_view bytes);
std::string read_bytes(const std::filesystem::path& path);

/// Runs a command line; throws when it fails.
void run(const std::string& command);
/// Vietnamese speech by espeak-ng as a WAV file (22.05 kHz mono), about 24 s.
void write_speech(const std::filesystem::path& path);
/// Any file FFmpeg's own command reads, as 48 kHz mono floats: the independent opinion.
Samples decode_with_ffmpeg(const std::filesystem::path& path);

/// Through a fresh Opus decoder, from packet `first` on; `count` packets or to the end. Cut to the recording's length.
Samples decode(const Recording& recording, std::uint32_t first = 0, std::uint32_t count = UINT32_MAX);

double lufs(std::span<const float> samples);
double true_peak_dbtp(std::span<const float> samples);
double rms_dbfs(std::span<const float> samples);
std::size_t loudest(std::span<const float> samples);

/// The folder under test in a temporary place, with the real wardcast-media.
class Media {
 public:
  explicit Media(MediaFolderOptions options = {});
  [[nodiscard]] const std::filesystem::path& scratch() const { return scratch_.path(); }
  [[nodiscard]] std::filesystem::path folder_path() const { return scratch_.path() / "media"; }
  MediaFolder& folder() { return *folder_; }
  /// Prepares and opens; throws with the error's sentence.
  std::shared_ptr<const Recording> recording(const std::filesystem::path& upload, Prepared* prepared = nullptr);
  std::shared_ptr<const Recording> recording(std::span<const float> samples, Prepared* prepared = nullptr);
  /// Every regular file under the media folder, by name.
  [[nodiscard]] std::vector<std::string> files() const;

 private:
  TempFolder scratch_;
  std::unique_ptr<MediaFolder> folder_;
  int uploads_ = 0;
};

/// Options that name the program built beside the tests.
MediaFolderOptions built_program();

}  // namespace wardcast::media::test
