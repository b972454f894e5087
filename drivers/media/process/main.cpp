// SPDX-License-Identifier: GPL-3.0-or-later
// wardcast-media: the one place where foreign audio bytes are parsed. It gets two open descriptors and nothing else,
// locks itself in, and says how it ended in one line.
#include <sodium.h>
#include <spdlog/fmt/fmt.h>
#include <unistd.h>

#include <charconv>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <system_error>

#include "drivers/media/process/preparation.hpp"
#include "drivers/media/process/refusal.hpp"
#include "drivers/media/process/sandbox.hpp"

extern "C" {
#include <libavutil/log.h>
#include <libavutil/mem.h>
}

namespace wardcast::media {
namespace {

constexpr std::size_t kMaxAllocation = std::size_t{64} << 20;

bool number(const char* text, std::uint64_t& value) {
  const char* end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, value);
  return error == std::errc{} && rest == end;
}

/// One line, by one write().
int say(Verdict verdict, const std::string& more) {
  const std::string line = "result=" + std::string(word(verdict)) + " " + more + "\n";
  const bool said = ::write(STDOUT_FILENO, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  return verdict == Verdict::ok && said ? 0 : 1;
}

int run(int input, int output, std::uint64_t max_seconds, std::uint64_t max_bytes) {
  try {
    av_log_set_level(AV_LOG_QUIET);
    av_max_alloc(kMaxAllocation);
    if (sodium_init() < 0) return say(Verdict::failed, "note=sodium");
    enter_sandbox(input, output, SandboxLimits{.cpu_seconds = 120 + max_seconds / 4, .output_bytes = max_bytes});
    const Preparation done = prepare(input, output, max_seconds);
    return say(Verdict::ok,
               fmt::format("samples={} input_lufs={:.2f} input_dbtp={:.2f} gain_db={:.2f} limited={} "
                           "ceiling_dbtp={:.2f} output_lufs={:.2f} output_dbtp={:.2f} renderings={}",
                           done.samples, done.input_lufs, done.input_dbtp, done.gain_db, done.limited ? 1 : 0,
                           done.ceiling_dbtp, done.output_lufs, done.output_dbtp, done.renderings));
  } catch (const Refusal& refusal) {
    return say(refusal.verdict(), std::string("note=") + refusal.what());
  } catch (const std::bad_alloc&) {
    return say(Verdict::out_of_memory, "");
  } catch (const std::system_error& error) {
    const bool full = error.code() == std::errc::no_space_on_device || error.code() == std::errc::file_too_large;
    return say(full ? Verdict::no_space : Verdict::failed, std::string("note=") + error.what());
  } catch (const std::exception& error) {
    return say(Verdict::failed, std::string("note=") + error.what());
  }
}

}  // namespace
}  // namespace wardcast::media

int main(int argc, char** argv) {
  std::uint64_t input = 0;
  std::uint64_t output = 0;
  std::uint64_t max_seconds = 0;
  std::uint64_t max_bytes = 0;
  using wardcast::media::number;
  if (argc != 5 || !number(argv[1], input) || !number(argv[2], output) || !number(argv[3], max_seconds) ||
      !number(argv[4], max_bytes) || input > 1023 || output > 1023) {
    const std::string usage =
        "usage: wardcast-media INPUT_FD OUTPUT_FD MAX_SECONDS MAX_BYTES\n"
        "Prepares the recording on one open descriptor into a packet file on another, both seekable:\n"
        "  wardcast-media 3 4 14400 100000000 3<recording.m4a 4<>prepared.wop\n";
    return ::write(STDERR_FILENO, usage.data(), usage.size()) < 0 ? 1 : 2;
  }
  return wardcast::media::run(static_cast<int>(input), static_cast<int>(output), max_seconds, max_bytes);
}
