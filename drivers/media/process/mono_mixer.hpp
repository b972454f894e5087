// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <vector>

struct AVFrame;
struct SwrContext;

namespace wardcast::media {

/// How two channels become one.
enum class Downmix {
  both,   ///< the mean
  first,  ///< where the mean would cancel out (a cable wired in opposite phase): one of them alone
  second
};

/// Decoded frames of any rate and channel count in, 48 kHz mono out. A stream may change both on its way.
/// Failures are thrown as a Refusal.
class MonoMixer {
 public:
  explicit MonoMixer(Downmix downmix) : downmix_(downmix) {}
  /// Appends what comes of `frame`, or with null what the resampler still holds.
  void append(const AVFrame* frame, std::vector<float>& mono);
  /// Which downmix keeps the sound, judged over everything so far: `both` unless it loses 10 dB against one channel
  /// alone.
  [[nodiscard]] Downmix better_downmix() const;

 private:
  struct Free {
    void operator()(SwrContext* resampler) const;
  };
  void open(const AVFrame& frame);
  void resample(const std::uint8_t** data, int count, std::vector<float>& mono);
  void mix(std::size_t count, std::vector<float>& mono);

  const Downmix downmix_;
  std::unique_ptr<SwrContext, Free> resampler_;
  int rate_ = 0;
  int format_ = -1;
  int channels_ = 0;
  std::array<std::vector<float>, 2> channel_;
  double energy_first_ = 0;
  double energy_second_ = 0;
  double energy_mean_ = 0;
};

}  // namespace wardcast::media
