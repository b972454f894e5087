// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "base/time_zone.hpp"
#include "scheduler/programme.hpp"

// Taking a series apart at one of its editions.
namespace wardcast::scheduler {

/// The planned local start that a person points at by its date or by itself ("2026-11-24", "2026-11-24T17:00"). Error:
/// invalid, field "at", when the programme has no edition there.
Result<CivilTime> edition_at(const Programme& programme, const TimeZone& zone, std::string_view at);

/// The programme without the edition of that date; nullopt when no other is left.
std::optional<Programme> without_edition(const Programme& series, const TimeZone& zone, CivilTime at);

struct SplitSeries {
  std::optional<Programme> earlier;  ///< ends before `at`; nullopt when the series has nothing there
  Programme later;                   ///< begins at `at`, without an id
};
/// Two series that together have the editions of one: COUNT is shared out by what the rule gives, UNTIL stays with the
/// later, INTERVAL keeps its phase, exdates go where they belong. `at` comes from edition_at. Error: invalid, field
/// "at", for an extra working day of the calendar, from which the rule cannot go on.
Result<SplitSeries> split_series(const Programme& series, const TimeZone& zone, CivilTime at);

/// The edition that `programme` has on the date of `start`; nullopt when it has none.
std::optional<CivilTime> edition_on_date(const Programme& programme, const TimeZone& zone, CivilTime start);

}  // namespace wardcast::scheduler
