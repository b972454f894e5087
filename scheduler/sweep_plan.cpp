// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/sweep_plan.hpp"

#include <chrono>

#include "scheduler/recurrence.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr CivilDate kPhase = std::chrono::year{2000} / 1 / 1;

}  // namespace

std::vector<SweepSlot> sweep_slots(std::string_view rule, DailyWindow window, const TimeZone& zone, CivilDate from,
                                   CivilDate to) {
  if (!parse_rrule(rule).has_value()) return {};
  Programme sessions;
  sessions.start = local_days{kPhase} + minutes{window.from_minute};
  sessions.rrule = rule;
  std::vector<SweepSlot> slots;
  for (const auto start : occurrences(sessions, zone, local_days{from}, local_days{to} + days{1})) {
    const auto day = std::chrono::floor<days>(start);
    slots.push_back({CivilDate{day}, zone.to_wall(start), zone.to_wall(day + minutes{window.to_minute})});
  }
  return slots;
}

}  // namespace wardcast::scheduler
