// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <span>
#include <vector>

#include "base/result.hpp"
#include "base/time_zone.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::scheduler {

/// Checks an RFC 5545 RRULE; the error's field is "rrule" and its detail says what to write instead.
Result<void> check_rrule(std::string_view rule);

/// Planned local starts of a programme within [from, to), in order, exdates removed. A programme without a rule has one.
/// DTSTART is moved to the rule's first match before libical is asked (3.0.16 is wrong otherwise for INTERVAL > 1 with BYDAY).
std::vector<CivilTime> occurrences(const Programme& programme, CivilTime from, CivilTime to);

EditionId edition_id(ProgrammeId programme, CivilTime local_start);
/// Splits an id into programme and planned local start. Error: not_found.
Result<std::pair<ProgrammeId, CivilTime>> parse_edition_id(std::string_view id);

/// Every edition that overlaps [from, to), cancelled ones too, ordered by start then programme, with clashes and hours-guard
/// refusals filled in. Pure: same input, same output.
std::vector<Edition> timetable(std::span<const Programme> programmes, std::span<const EditionChange> changes, const Zones& zones,
                               const TimeZone& zone, WallTime from, WallTime to);

}  // namespace wardcast::scheduler
