// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <span>

namespace wardcast::media {

/// EBU R128 over 48 kHz mono, by libebur128; constant memory (its histogram resolves 0.1 LU).
class LoudnessMeter {
 public:
  LoudnessMeter();
  ~LoudnessMeter();
  LoudnessMeter(const LoudnessMeter&) = delete;
  LoudnessMeter& operator=(const LoudnessMeter&) = delete;

  void add(std::span<const float> samples);
  /// Integrated loudness in LUFS; kSilence when nothing is louder than the absolute gate (−70) or the whole is shorter
  /// than one gating block (0.4 s).
  [[nodiscard]] double integrated() const;
  /// Highest true peak so far in dBTP (ITU-R BS.1770-4, four times oversampled); kSilence when there is none.
  [[nodiscard]] double true_peak() const;

  static constexpr double kSilence = -120.0;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace wardcast::media
