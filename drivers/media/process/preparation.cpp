// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/preparation.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "drivers/media/process/decoder.hpp"
#include "drivers/media/process/limiter.hpp"
#include "drivers/media/process/refusal.hpp"
#include "drivers/media/process/rendering.hpp"

namespace wardcast::media {
namespace {

constexpr double kTargetLufs = -16.0;
constexpr double kPeakDbtp = -1.0;
constexpr double kSilenceLufs = -70.0;
constexpr double kMaxGainDb = 30.0;
constexpr double kLoudnessTolerance = 0.4;
constexpr double kPeakTolerance = 0.15;
constexpr double kCodingOvershoot = 1.2;  // where to begin; then it is measured
constexpr int kMaxRenderings = 5;

struct Survey {
  std::uint64_t samples = 0;
  double lufs = 0;
  double dbtp = 0;
  Downmix better = Downmix::both;
};

Survey survey(int input, Downmix downmix, std::uint64_t max_seconds) {
  Decoder decoder(input, downmix, max_seconds);
  LoudnessMeter meter;
  Survey found;
  for (auto block = decoder.next(); !block.empty(); block = decoder.next()) {
    found.samples += block.size();
    meter.add(block);
  }
  found.lufs = meter.integrated();
  found.dbtp = meter.true_peak();
  found.better = decoder.better_downmix();
  return found;
}

/// Gain without a limiter: exact, and nothing to delay.
class PlainGain {
 public:
  explicit PlainGain(double gain_db) : factor_(static_cast<float>(std::pow(10.0, gain_db / 20.0))) {}
  std::span<const float> process(std::span<const float> samples) {
    block_.assign(samples.begin(), samples.end());
    for (float& sample : block_) sample *= factor_;
    return block_;
  }

 private:
  const float factor_;
  std::vector<float> block_;
};

template <class Leveller>
void feed(Decoder& decoder, Leveller& leveller, Rendering& rendering) {
  while (true) {
    const auto block = decoder.next();
    rendering.add(leveller.process(block));
    if (block.empty()) break;
  }
  rendering.finish();
}

}  // namespace

Preparation prepare(int input, int output, std::uint64_t max_seconds) {
  struct stat status {};
  if (fstat(input, &status) == 0 && status.st_size == 0) throw Refusal(Verdict::empty, "no byte");
  Downmix downmix = Downmix::both;
  Survey found = survey(input, downmix, max_seconds);
  if (found.samples == 0) throw Refusal(Verdict::no_samples, "nothing decoded");
  if (found.better != downmix) {
    downmix = found.better;
    found = survey(input, downmix, max_seconds);
  }

  Preparation done;
  done.samples = found.samples;
  done.input_lufs = found.lufs;
  done.input_dbtp = found.dbtp;
  done.gain_db = found.lufs <= kSilenceLufs ? 0.0 : std::min(kTargetLufs - found.lufs, kMaxGainDb);
  done.ceiling_dbtp = kPeakDbtp - kCodingOvershoot;
  done.limited = found.dbtp + done.gain_db > kPeakDbtp;
  while (true) {
    Decoder decoder(input, downmix, max_seconds);
    Rendering rendering(
        output,
        PacketFileInfo{
            .samples = found.samples, .input_lufs = found.lufs, .gain_db = done.gain_db, .limited = done.limited});
    if (done.limited) {
      Limiter limiter(done.gain_db, done.ceiling_dbtp);
      feed(decoder, limiter, rendering);
    } else {
      PlainGain gain(done.gain_db);
      feed(decoder, gain, rendering);
    }
    ++done.renderings;
    done.output_lufs = rendering.loudness().integrated();
    done.output_dbtp = rendering.loudness().true_peak();
    const double missing = kTargetLufs - done.output_lufs;
    const double above = done.output_dbtp - kPeakDbtp;
    const bool change_gain = found.lufs > kSilenceLufs && std::abs(missing) > kLoudnessTolerance &&
                             (missing < 0 || done.gain_db < kMaxGainDb);
    const bool lower_peaks = above > kPeakTolerance;
    if (done.renderings == kMaxRenderings || (!change_gain && !lower_peaks)) return done;
    // A limiter gives less loudness than gain, about two thirds at the margin.
    if (change_gain) done.gain_db = std::min(done.gain_db + missing * (done.limited ? 1.6 : 1.0), kMaxGainDb);
    if (lower_peaks && done.limited) done.ceiling_dbtp -= above;
    done.limited = done.limited || lower_peaks || found.dbtp + done.gain_db > kPeakDbtp;
  }
}

}  // namespace wardcast::media
