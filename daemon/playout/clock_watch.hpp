// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>

#include "base/time.hpp"
#include "base/time_zone.hpp"

namespace wardcast::playout {

/// What a right clock cannot be earlier than.
struct ClockFloor {
  WallTime build = WallTime::min();  ///< of this program
  std::optional<WallTime> journal;   ///< the last entry
};

/// Watches the wall clock by the steady one: sees it stepped, and knows when it cannot be right. Pure; the engine asks
/// it at every turn. The documented rule is docs/decisions/0008-clock.md.
class ClockWatch {
 public:
  /// Less than this is slewing or the noise of two readings.
  static constexpr milliseconds kStep{500};
  /// A clock set back by no more than this since the last entry is not called wrong.
  static constexpr seconds kSlack{10};

  struct News {
    std::optional<microseconds> step;  ///< put forward by so much; negative: put back
    WallTime expected{};               ///< what it would show without the step
    bool went_wrong = false, came_right = false;
    [[nodiscard]] bool any() const { return step || went_wrong || came_right; }
  };

  explicit ClockWatch(ClockFloor floor = {}) : floor_(floor) {}

  News look(Now now);
  /// The journal has an entry of this moment. What is written while the clock is wrong proves nothing.
  void wrote(WallTime at);
  [[nodiscard]] bool wrong() const { return wrong_; }
  /// Why it cannot be right, as a sentence; empty when it can.
  [[nodiscard]] std::string why(WallTime shown, const TimeZone& zone) const;
  /// How long until a wrong clock, left alone, has come so far that it can be right.
  [[nodiscard]] nanoseconds until_possible(WallTime shown) const;
  /// What time it may be: what the clock shows, or while that is wrong the last right reading and what has passed since
  /// (before the first one: the floor).
  [[nodiscard]] WallTime reckoned(Now now) const;

 private:
  ClockFloor floor_;
  std::optional<Now> last_;
  std::optional<Now> right_;  ///< last reading that was right
  SteadyTime began_{};
  bool wrong_ = false;
};

/// Can this be the time? Without a watch: at start.
bool possible(WallTime shown, const ClockFloor& floor);

}  // namespace wardcast::playout
