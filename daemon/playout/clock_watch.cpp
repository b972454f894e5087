// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/clock_watch.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::playout {

bool possible(WallTime shown, const ClockFloor& floor) {
  return shown >= floor.build && (!floor.journal || shown >= *floor.journal - ClockWatch::kSlack);
}

ClockWatch::News ClockWatch::look(Now now) {
  News news;
  if (last_) {
    news.expected = last_->wall + std::chrono::duration_cast<microseconds>(now.steady - last_->steady);
    const microseconds off = now.wall - news.expected;
    if (off >= kStep || off <= -kStep) news.step = off;
  } else {
    began_ = now.steady;
  }
  last_ = now;
  const bool was_wrong = std::exchange(wrong_, !possible(now.wall, floor_));
  news.went_wrong = wrong_ && !was_wrong;
  news.came_right = !wrong_ && was_wrong;
  if (!wrong_) right_ = now;
  return news;
}

void ClockWatch::wrote(WallTime at) {
  if (!wrong_ && at > floor_.journal.value_or(WallTime::min())) floor_.journal = at;
}

std::string ClockWatch::why(WallTime shown, const TimeZone& zone) const {
  if (possible(shown, floor_)) return {};
  const auto clock = "The clock shows " + zone.rfc3339(std::chrono::floor<seconds>(shown)) + ", which is before ";
  if (shown < floor_.build)
    return clock + "this program was made (" + zone.rfc3339(std::chrono::floor<seconds>(floor_.build)) +
           "): nothing scheduled airs until it is set right.";
  return clock + "the journal's last entry (" + zone.rfc3339(std::chrono::floor<seconds>(*floor_.journal)) +
         "): nothing scheduled airs until it is set right or has come so far.";
}

nanoseconds ClockWatch::until_possible(WallTime shown) const {
  auto earliest = floor_.build;
  if (floor_.journal) earliest = std::max(earliest, *floor_.journal - kSlack);
  return std::max(nanoseconds{0}, nanoseconds{earliest - shown});
}

WallTime ClockWatch::reckoned(Now now) const {
  if (!wrong_) return now.wall;
  if (right_) return right_->wall + std::chrono::duration_cast<microseconds>(now.steady - right_->steady);
  return std::max(floor_.build, floor_.journal.value_or(WallTime::min())) +
         std::chrono::duration_cast<microseconds>(now.steady - began_);
}

}  // namespace wardcast::playout
