// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/media/process/loudness.hpp"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <new>

#include "base/time.hpp"

namespace wardcast::media {

struct LoudnessMeter::Impl {
  ebur128_state* state = ebur128_init(1, kSampleRate, EBUR128_MODE_I | EBUR128_MODE_HISTOGRAM | EBUR128_MODE_TRUE_PEAK);
  Impl() = default;
  ~Impl() { ebur128_destroy(&state); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
};

LoudnessMeter::LoudnessMeter() : impl_(std::make_unique<Impl>()) {
  if (impl_->state == nullptr) throw std::bad_alloc();
}
LoudnessMeter::~LoudnessMeter() = default;

void LoudnessMeter::add(std::span<const float> samples) {
  if (ebur128_add_frames_float(impl_->state, samples.data(), samples.size()) != EBUR128_SUCCESS) throw std::bad_alloc();
}

double LoudnessMeter::integrated() const {
  double lufs = kSilence;
  if (ebur128_loudness_global(impl_->state, &lufs) != EBUR128_SUCCESS || !std::isfinite(lufs)) return kSilence;
  return std::max(lufs, kSilence);
}

double LoudnessMeter::true_peak() const {
  double peak = 0;
  if (ebur128_true_peak(impl_->state, 0, &peak) != EBUR128_SUCCESS || peak <= 1e-6) return kSilence;
  return 20.0 * std::log10(peak);
}

}  // namespace wardcast::media
