// SPDX-License-Identifier: GPL-3.0-or-later
// An upload, prepared as the daemon does it: by the shipped wardcast-media ($WARDCAST_MEDIA), a process for each input.
// What happens inside it is not seen from here; instead the answers tell inputs apart.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "drivers/media/media_folder.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/unit/store/temp_folder.hpp"

// libFuzzer takes these for branches that were reached.
__attribute__((section("__libfuzzer_extra_counters"))) static std::array<std::uint8_t, 4096> answers;

namespace {

using namespace wardcast;
using namespace wardcast::media;

MediaFolderOptions options() {
  const char* const program = std::getenv("WARDCAST_MEDIA");
  fuzz::must(program != nullptr, "WARDCAST_MEDIA names the program");
  MediaFolderOptions chosen;
  chosen.program = program;
  chosen.max_length = seconds{60};
  chosen.deadline = seconds{30};
  return chosen;
}

void seen(std::size_t answer) { answers.at(answer % answers.size()) = 1; }

std::size_t files_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
    count += entry.is_regular_file() ? 1 : 0;
  return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const store::TempFolder scratch;
  static const auto kept = scratch.path() / "media";
  static MediaFolder folder{kept, options()};
  const auto upload = scratch.path() / "upload";
  std::ofstream{upload, std::ios::binary}.write(reinterpret_cast<const char*>(data),
                                                static_cast<std::streamsize>(size));

  const auto prepared = folder.prepare(upload);
  if (!prepared) {
    const auto& error = prepared.error();
    fuzz::must(error.code == ErrorCode::invalid, "a file that cannot be used is told so");
    fuzz::must(error.detail.find("signal") == std::string::npos, "no file makes the decoder fail");
    fuzz::must(error.detail.find("too long (") == std::string::npos, "no small file takes half a minute");
    fuzz::must(files_in(kept) == 0, "nothing is left of it");
    seen(std::hash<std::string>{}(error.detail));
    return 0;
  }
  const auto recording = folder.open(prepared->id);
  fuzz::must(recording.has_value() && (*recording)->samples() == prepared->samples, "what was prepared can be opened");
  fuzz::must(prepared->samples <= 60 * std::uint64_t{kSampleRate}, "no recording is longer than allowed");
  fuzz::must(folder.ogg(prepared->id).has_value(), "and listened to");
  fuzz::must(files_in(kept) == 1, "it is all that is there");
  const auto loudness = static_cast<std::size_t>(std::clamp(prepared->input_lufs, -100.0, 0.0) + 100);
  seen(static_cast<std::size_t>(std::bit_width(prepared->samples)) * 128 + loudness);
  std::filesystem::remove(kept / prepared->id.substr(0, 2) / (prepared->id + ".wop"));
  return 0;
}
