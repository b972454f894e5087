// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time_zone.hpp"
#include "scheduler/programme.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {

inline CivilTime civil(std::string_view text) { return parse_civil(text).value(); }
inline CivilDate date(std::string_view text) { return parse_date(text).value(); }
inline WallTime instant(std::string_view text) { return parse_rfc3339(text).value(); }
inline TimeZone ho_chi_minh() { return TimeZone::locate("Asia/Ho_Chi_Minh").value(); }
inline TimeZone berlin() { return TimeZone::locate("Europe/Berlin").value(); }

inline Programme programme(ProgrammeId id, std::string_view start, std::string rrule,
                           std::vector<std::string> zones = {"z1"}, seconds duration = std::chrono::minutes{30}) {
  Programme result;
  result.id = id;
  result.title = "programme " + std::to_string(id);
  result.zones = std::move(zones);
  result.start = civil(start);
  result.duration = duration;
  result.rrule = std::move(rrule);
  return result;
}

/// z1 and z2 on amplifiers of their own, z3 and z4 on one; all day.
inline Zones ward() { return {{"z1", 0, {{}}}, {"z2", 1, {{}}}, {"z3", 2, {{}}}, {"z4", 2, {{}}}}; }

inline std::vector<std::string> texts(const std::vector<CivilTime>& times) {
  std::vector<std::string> result;
  for (const auto time : times) result.push_back(format_civil(time));
  return result;
}

}  // namespace wardcast::scheduler
