// SPDX-License-Identifier: GPL-3.0-or-later
// The wall clock stepped or wrong, and editions whose slot it jumped over. docs/decisions/0008-clock.md
#include <algorithm>

#include "daemon/playout/airing_row.hpp"
#include "daemon/playout/engine.hpp"

namespace wardcast::playout {

void Engine::trust_clock(ClockFloor floor, std::optional<WallTime> accounted_until) {
  clock_ = ClockWatch{floor};
  accounted_until_ = accounted_until;
}

void Engine::watch_clock(Now now) {
  const auto news = clock_.look(now);
  if (news.step && *news.step > microseconds{0})
    passed_over_ = {"clock_stepped", "the clock was put forward over its slot"};
  if (news.came_right) passed_over_ = {"clock_wrong", "the clock was wrong while its slot passed"};
  if (clock_.wrong()) due(now.steady + clock_.until_possible(now.wall), now);
  if (news.any() && doors_.clock) doors_.clock({news, now.wall, clock_.why(now.wall, time_zone_)});
}

void Engine::account_for_passed(Now now) {
  if (!accounted_until_) accounted_until_ = now.wall;
  const auto from = *accounted_until_;
  if (now.wall <= from) return;
  if (now.wall - from < ClockWatch::kStep) passed_over_ = {};
  for (const auto& edition : plan_->editions) {
    if (edition.cancelled || edition.end() <= from || edition.end() > now.wall) continue;
    if (done_.contains(edition.id) || by_edition(edition.id)) continue;
    const bool begun = std::ranges::any_of(
        recovered_, [&edition](const auto& as_run) { return as_run.airing.edition_id == edition.id; });
    if (begun) continue;  // pick_up() ends it
    doors_.journal.airing(airing_row(edition, time_zone_, edition.start));
    doors_.journal.end({airing_id(edition.id), now.wall, "missed", passed_over_.reason, passed_over_.detail});
    done_.insert(edition.id);
    clock_.wrote(now.wall);
    doors_.changed();
  }
  accounted_until_ = std::max(from, std::min(now.wall, plan_->until));
}

}  // namespace wardcast::playout
