// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/time.hpp"

namespace wardcast::modbus {

/// One look at one channel of a line meter: root mean square values, as its profile scales them. What the profile does
/// not have is empty, and all is when the meter could not be read.
struct MeterReading {
  std::uint64_t ticket = 0;  ///< as given to read()
  std::size_t meter = 0;     ///< index in the site's list
  int channel = 0;           ///< 0-based
  std::optional<double> volts, amps, leakage_amps;
  std::optional<double> ohms;  ///< infinity where nothing flows
  SteadyTime at{};             ///< when the last of it was read (or given up)
  std::string problem;         ///< why nothing could be read: one clause; empty when it could
};

/// A meter began or ceased to answer. Told once after the start, then at every change.
struct MeterReport {
  std::size_t meter = 0;
  bool reachable = false;
  std::string problem;  ///< empty when all is well; else one sentence
};

/// The door to the line meters. They share buses, and so worker threads, with the relay boards, whose writes and
/// read-backs go first.
class LineMeters {
 public:
  /// Called on a bus's worker thread; must not block. The composition posts to the io thread.
  struct Listener {
    std::function<void(MeterReading)> reading;
    std::function<void(MeterReport)> report;
  };

  virtual ~LineMeters() = default;
  /// Any thread, never blocks. Volts, amperes and leakage of one channel, as soon as the bus is free: answered exactly
  /// once, at the latest after twice the profile's reply time-out for each register block plus what was asked before.
  /// At most kMostWaiting wait for one meter; of more the oldest is answered with a problem (that is the overflow
  /// rule).
  virtual void read(std::size_t meter, int channel, std::uint64_t ticket) = 0;

  static constexpr std::size_t kMostWaiting = 64;
};

}  // namespace wardcast::modbus
