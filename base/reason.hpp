// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string_view>

namespace wardcast {

/// Why something was refused, where people are told in their own language: sentences are for logs and for those who
/// write programs, a reason is what a page translates. Their words are part of the API (`Reason` in openapi.json).
enum class Reason : std::uint8_t {
  none,               ///< the sentence says all there is
  overlap,            ///< another edition of the same priority has the zones then
  hours_guard,        ///< outside the allowed hours
  not_a_zone,         ///< the site file has no such zone
  frozen,             ///< on air, or about to be
  edition_over,       ///< has aired already
  edition_cancelled,  ///< must be brought back first
  calendar_in_use,    ///< programmes follow it
  wrong_state,        ///< the item's state forbids the step
  own_item,           ///< somebody else must approve, return or withdraw it
  title_missing,
  kind_missing,
  recording_missing,
  recording_failed,     ///< could not be prepared
  recording_preparing,  ///< wait a moment
  not_declared,         ///< nobody ticked that it is no classified document
  fault_state,          ///< the fault's state forbids the step
  not_repaired,         ///< the re-test found it again
  retest_running,       ///< asked for before, not done yet
  photos_full,
  remarks_full,
  sweep_running,
  no_lines,            ///< the site file has none
  no_meter,            ///< of that line
  latched_off,         ///< the line is shorted
  nothing_measured,    ///< so nothing to be a reference
  held_silent,         ///< only a real emergency passes a hold
  emergencies_on_air,  ///< no more at once, or the same zones
  emergency_over,
  item_unfit,  ///< to be an emergency's message
  last_administrator,
  name_taken,
  password_wrong,
  attempts_throttled,  ///< Retry-After says for how long
  station_busy,        ///< nothing was done; again in a moment
  disk_full,           ///< nothing was done
  last = disk_full,
};

/// As the API and openapi.json write it; empty for none.
constexpr std::string_view word(Reason reason) {
  constexpr std::array<std::string_view, static_cast<std::size_t>(Reason::last) + 1> kWords{
      "",
      "overlap",
      "hours_guard",
      "not_a_zone",
      "frozen",
      "edition_over",
      "edition_cancelled",
      "calendar_in_use",
      "wrong_state",
      "own_item",
      "title_missing",
      "kind_missing",
      "recording_missing",
      "recording_failed",
      "recording_preparing",
      "not_declared",
      "fault_state",
      "not_repaired",
      "retest_running",
      "photos_full",
      "remarks_full",
      "sweep_running",
      "no_lines",
      "no_meter",
      "latched_off",
      "nothing_measured",
      "held_silent",
      "emergencies_on_air",
      "emergency_over",
      "item_unfit",
      "last_administrator",
      "name_taken",
      "password_wrong",
      "attempts_throttled",
      "station_busy",
      "disk_full",
  };
  static_assert(!kWords.back().empty());
  return kWords[static_cast<std::size_t>(reason)];
}

}  // namespace wardcast
