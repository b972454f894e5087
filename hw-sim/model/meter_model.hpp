// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <vector>

#include "base/time.hpp"
#include "hw-sim/model/ladder.hpp"

namespace wardcast::sim {

/// Root mean squares of what changed while it was measured: add() each piece with how long it lasted. Pure.
class RmsMean {
 public:
  void add(const LineLoad& load, nanoseconds lasted);
  /// Zero when nothing was added, or nothing that lasted.
  [[nodiscard]] LineLoad value() const;

 private:
  double volts_ = 0, amps_ = 0, leakage_ = 0;  ///< squares × seconds
  double seconds_ = 0;
};

/// A true-RMS line meter: a new reading every `refresh`, the RMS over the refresh window that ended there, with noise;
/// between, the old reading stays. A window that a tone filled only partly reads partly, as real meters do. What is
/// read depends on the instant, the seed and the truth alone, so it may be asked in any order, as often as wanted.
/// No clock inside. One owner thread.
class MeterModel {
 public:
  struct Options {
    int channels = 1;
    nanoseconds refresh = milliseconds{1000};
    double noise = 0.005;  ///< relative sigma of each reading of V, of I and of leakage, independent of each other
    std::uint64_t seed = 1;
    SteadyTime first{};  ///< a refresh happens here and at every multiple of `refresh` from here
  };
  /// The true RMS values of a channel over [from, to).
  using Truth = std::function<LineLoad(int channel, SteadyTime from, SteadyTime to)>;

  explicit MeterModel(const Options& options);

  /// The window whose reading stands at `at`.
  struct Window {
    SteadyTime from, to;
  };
  [[nodiscard]] Window window(SteadyTime at) const;
  /// The reading that stands at `at`. `truth` is asked only for a window it was not just asked for. Channels are
  /// 0-based and must exist.
  LineLoad read(int channel, SteadyTime at, const Truth& truth);
  /// `value` as the meter would show it, for the window that stands at `at`.
  [[nodiscard]] LineLoad with_noise(int channel, SteadyTime at, const LineLoad& value) const;

 private:
  struct Held {
    bool valid = false;
    SteadyTime to{};
    LineLoad load;
  };
  Options options_;
  std::vector<Held> held_;  ///< by channel
};

}  // namespace wardcast::sim
