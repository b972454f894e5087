// SPDX-License-Identifier: GPL-3.0-or-later
// Run while building: makes the attention tone that goes before every emergency message, by the same code that prepares
// recordings, and writes it as a C++ source. So the daemon holds the tone itself and needs neither file nor encoder.
#include <sodium.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "drivers/media/process/rendering.hpp"

namespace wardcast::media {
namespace {

// Two tones that a horn loudspeaker carries far, in turn, half a second each.
constexpr double kLow = 750.0, kHigh = 1000.0;
constexpr std::uint32_t kTurn = kSampleRate / 2;
constexpr int kTurns = 6;
constexpr double kTargetLufs = -16.0;
constexpr double kRoughPeak = 0.2;

/// The phase runs on from one tone into the other: no click.
std::vector<float> two_tones(double peak) {
  std::vector<float> samples;
  double phase = 0;
  for (int turn = 0; turn < kTurns; ++turn) {
    const double step = 2.0 * std::numbers::pi * (turn % 2 == 0 ? kLow : kHigh) / kSampleRate;
    for (std::uint32_t i = 0; i < kTurn; ++i, phase += step) {
      samples.push_back(static_cast<float>(peak * std::sin(phase)));
    }
  }
  return samples;
}

/// Writes the packet file into `fd`; returns its loudness as an amplifier's decoder hears it.
double render(int fd, double peak) {
  const auto samples = two_tones(peak);
  PacketFileInfo info;
  info.samples = samples.size();
  info.input_lufs = kTargetLufs;
  Rendering rendering{fd, info};
  rendering.add(samples);
  rendering.finish();
  return rendering.loudness().integrated();
}

std::vector<unsigned char> read_all(std::FILE* file) {
  std::vector<unsigned char> bytes;
  std::rewind(file);
  std::array<unsigned char, 4096> block{};
  for (std::size_t n = 0; (n = std::fread(block.data(), 1, block.size(), file)) > 0;)
    bytes.insert(bytes.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(n));
  return bytes;
}

void write_source(const std::string& path, const std::vector<unsigned char>& bytes) {
  std::ofstream out{path};
  out << "// Made by wardcast-make-tone.\n#include \"drivers/media/attention_tone.hpp\"\n\n"
         "namespace wardcast::media {\nnamespace {\nconstexpr unsigned char kFile[] = {";
  for (std::size_t i = 0; i < bytes.size(); ++i) out << (i % 32 == 0 ? "\n" : "") << static_cast<int>(bytes[i]) << ',';
  out << "};\n}  // namespace\n\n"
         "std::span<const unsigned char> attention_tone_file() { return kFile; }\n\n}  // namespace wardcast::media\n";
  if (!out.flush()) throw std::runtime_error("cannot write " + path);
}

void make(const std::string& path) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  std::FILE* file = std::tmpfile();
  if (file == nullptr) throw std::runtime_error("no temporary file");
  const double found = render(::fileno(file), kRoughPeak);
  (void)render(::fileno(file), kRoughPeak * std::pow(10.0, (kTargetLufs - found) / 20.0));
  write_source(path, read_all(file));
  (void)std::fclose(file);
}

}  // namespace
}  // namespace wardcast::media

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    wardcast::media::make(argv[1]);
    return 0;
  } catch (const std::exception& problem) {
    (void)std::fprintf(stderr, "wardcast-make-tone: %s\n", problem.what());
    return 1;
  }
}
