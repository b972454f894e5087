// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time_zone.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::scheduler {

/// Checks an RFC 5545 RRULE; the error's field is "rrule" and its detail says what to write instead. Also refused: a
/// rule that no date of any year matches. About 30 ms at most, for such a one; else microseconds.
Result<void> check_rrule(std::string_view rule);

/// Planned local starts of a programme within [from, to), in order, exdates and the calendar's days off removed, its
/// extra working days added: those from the programme's start to the end of its series (UNTIL, or the date that COUNT
/// ends with; COUNT counts what the rule gives, exceptions or not), exdates excepted. A programme without a rule has
/// one start at most; a rule that check_rrule refuses has none. The programme's start bounds the series, gives the time
/// of day and anchors INTERVAL; it airs itself only when the rule matches its date. Dates beyond the year 2581 are not
/// worked out. `zone` gives a meaning to UNTIL in UTC. Skipped and doubled hours: the local start stands as planned,
/// TimeZone::to_wall says when that is.
std::vector<CivilTime> occurrences(const Programme& programme, const TimeZone& zone, CivilTime from, CivilTime to);

/// The first planned local start, searched for 41 years from the programme's start; nullopt when there is none (the
/// rule never meets INTERVAL's phase, UNTIL lies before the start, every date is an exdate).
std::optional<CivilTime> first_occurrence(const Programme& programme, const TimeZone& zone);

EditionId edition_id(ProgrammeId programme, CivilTime local_start);
/// Splits an id into programme and planned local start. Error: not_found. Whether the programme has such a start is not
/// checked.
Result<std::pair<ProgrammeId, CivilTime>> parse_edition_id(std::string_view id);

/// Every edition that overlaps [from, to), cancelled ones too, ordered by start then programme, with clashes and
/// hours-guard refusals filled in; clashes with editions outside the window are told too. Pure: same input, same
/// output. Cost: about a microsecond a programme and an edition, 20 µs a different rule; flat in the age of a series
/// without COUNT.
std::vector<Edition> timetable(std::span<const Programme> programmes, std::span<const EditionChange> changes,
                               const Zones& zones, const TimeZone& zone, WallTime from, WallTime to);

/// The editions of `subject` alone as timetable() would give them if it stood beside `programmes` (an entry with its id
/// is replaced by it): the check before saving, over a long window, without expanding those who can never meet it.
std::vector<Edition> editions_of(const Programme& subject, std::span<const Programme> programmes,
                                 std::span<const EditionChange> changes, const Zones& zones, const TimeZone& zone,
                                 WallTime from, WallTime to);

}  // namespace wardcast::scheduler
