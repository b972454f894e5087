// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstdint>

namespace wardcast {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

/// Civil instant as the world counts it (UTC). May be stepped by people and NTP: never subtract two to get a duration
/// on air.
using WallTime = std::chrono::sys_time<microseconds>;
/// CLOCK_MONOTONIC. Durations and pacing come from it alone.
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, nanoseconds>;
/// Wall-clock reading in the station's zone ("17:00 on 22/11/2026"), not yet an instant.
using CivilTime = std::chrono::local_time<seconds>;
using CivilDate = std::chrono::year_month_day;

/// Both clocks read at one moment.
struct Now {
  WallTime wall;
  SteadyTime steady;
};

/// The door to time. Nothing else reads a clock; rehearsals and tests pass their own.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Any thread. Never blocks.
  [[nodiscard]] virtual Now now() const = 0;
};

/// One RTP packet of Opus is 20 ms, 960 samples at 48 kHz (RFC 7587).
inline constexpr milliseconds kFrame{20};
inline constexpr std::uint32_t kSamplesPerFrame = 960;
inline constexpr std::uint32_t kSampleRate = 48000;

/// Packets sent → time on air. Exact: no rounding until something is printed.
constexpr microseconds frames_to_time(std::int64_t frames) { return microseconds{frames * 20000}; }

/// A part of the day in minutes after local midnight, [from, to); to may be 1440.
struct DailyWindow {
  int from_minute = 0;
  int to_minute = 1440;
  bool operator==(const DailyWindow&) const = default;
};

}  // namespace wardcast
