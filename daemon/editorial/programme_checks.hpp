// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <span>

#include "daemon/editorial/deps.hpp"
#include "daemon/editorial/programmes.hpp"
#include "daemon/http/problem.hpp"
#include "scheduler/programme.hpp"

// What is looked at before programmes and calendars are saved. Desk thread.
namespace wardcast::editorial {

/// What forbids one edition to be saved: 422 when it would lie outside the allowed hours, 409 when it meets another of
/// equal priority; both name the edition, the second the other too. Nothing for a cancelled one.
std::optional<http::Response> refuse_edition(const scheduler::Edition& edition, const TimeZone& zone);

/// A programme's fields, checked against what the station has. `id` as for parse_programme.
ParsedProgramme parsed_programme(const Deps& deps, const boost::json::object& body, scheduler::ProgrammeId id);

/// The same as refuse_edition for the coming editions of a programme as it would be saved: the hours of a year, clashes
/// of 28 years, after which dates and weekdays come round. `instead`: what takes the place of others at the same time.
std::optional<http::Response> refuse_editions(const Deps& deps, const scheduler::Programme& programme,
                                              std::span<const scheduler::Programme> instead, WallTime now);

/// The same for the editions that a changed calendar would add to the programmes that use it, from today on.
std::optional<http::Response> refuse_calendar(const Deps& deps,
                                              const std::shared_ptr<const scheduler::HolidayCalendar>& calendar,
                                              WallTime now);

/// A programme as the API shows it: with its version, see versions.hpp.
boost::json::object shown_programme(const scheduler::Programme& programme);

/// The answer to a change: the programme as it now stands, and the warnings of its coming rundowns.
boost::json::object saved(const Deps& deps, const scheduler::Programme& programme, WallTime now);
/// What an answer said beside the programme is no part of it: it may be sent back as it came.
boost::json::object without_answer(boost::json::object body);

}  // namespace wardcast::editorial
