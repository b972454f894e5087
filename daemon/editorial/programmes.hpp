// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time_zone.hpp"
#include "drivers/store/store.hpp"
#include "scheduler/programme.hpp"

// Programmes and editions as JSON, the way the API speaks and the store keeps them. Pure; any thread.
namespace wardcast::editorial {

/// What a programme is checked against.
struct ProgrammeRules {
  const scheduler::Zones& zones;
  const TimeZone& zone;
  std::function<bool(scheduler::ItemId)> item_exists;
  std::function<bool(scheduler::ProgrammeId)> programme_exists;  ///< for repeat_of
  std::span<const std::shared_ptr<const scheduler::HolidayCalendar>> calendars;
};

struct ParsedProgramme {
  scheduler::Programme programme;  ///< to be used only without errors
  std::vector<Error> errors;       ///< invalid, one for each wrong field, naming it and what to write instead
  [[nodiscard]] bool ok() const { return errors.empty(); }
};

/// Reads a whole programme, finding everything wrong at once. `id` is that of the programme being changed, 0 for a new
/// one; an "id" in the body must be the same. Absent and null fields take their defaults; title, zones, start and
/// duration are needed. What overlaps other programmes is not looked at, see scheduler::editions_of.
ParsedProgramme parse_programme(const boost::json::object& body, scheduler::ProgrammeId id,
                                const ProgrammeRules& rules);

/// RFC 7396 on the top level: keys of `patch` replace those of `stored`, null takes one away. Then parse_programme
/// again.
boost::json::object merge_patch(boost::json::object stored, const boost::json::object& patch);

/// Every field of the contract. Parsing it again gives the same programme, byte for byte.
boost::json::object to_json(const scheduler::Programme& programme);
/// The same without the id, which the store gives: what ProgrammeRow::document holds.
boost::json::object document_of(const scheduler::Programme& programme);

/// What people edit of an edition: its own rundown, null for the programme's, and whether it is cancelled.
boost::json::object edition_state(const scheduler::EditionChange& change);

/// Reads a stored document by its shape alone: zones and items may have gone since, and the timetable says so. Its
/// holiday calendar is named but not there, see ProgrammeBook. Error: corrupt.
Result<scheduler::Programme> from_row(const store::ProgrammeRow& row);
/// All that can be read, in the order given; what cannot goes to `unreadable`, with the id in its sentence.
std::vector<scheduler::Programme> from_rows(std::span<const store::ProgrammeRow> rows, std::vector<Error>& unreadable);

/// What is not as it should be with a rundown; `seconds`: short or over by so much, null where that says nothing.
boost::json::array warnings_json(std::span<const scheduler::Warning> warnings);
/// An edition as /timetable shows it; start in RFC 3339, duration in seconds.
boost::json::object edition_to_json(const scheduler::Edition& edition, const TimeZone& zone);

}  // namespace wardcast::editorial
