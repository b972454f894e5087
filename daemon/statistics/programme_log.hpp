// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/problem.hpp"
#include "base/time_zone.hpp"
#include "drivers/store/records.hpp"

// A programme log from elsewhere: a table with one row for each airing of an item. Pure; any thread.
namespace wardcast::statistics {

/// Its columns, named by the first line, in any order.
enum class LogColumn : std::uint8_t {
  date,
  planned_start,
  started_at,
  ended_at,
  programme,
  position,
  title,
  kind,
  theme,
  author,
  unit,
  origin,
  zones,
  result,
  reason
};
inline constexpr std::array<std::string_view, 15> kLogColumns{
    "date",  "planned_start", "started_at", "ended_at", "programme", "position", "title", "kind",
    "theme", "author",        "unit",       "origin",   "zones",     "result",   "reason"};

struct LogRow {
  store::ImportedRow row;
  std::array<Place, kLogColumns.size()> places{};  ///< of each field, for messages
  [[nodiscard]] Place place(LogColumn column) const { return places[static_cast<std::size_t>(column)]; }
};

/// Understands the whole log, or says everything that is wrong with it. Accepted are
/// - dates as 2018-01-02 or 02/01/2018; times as 17:00, 17:00:00, 17h00, with a fraction of a second after '.' or ',',
///   alone or after a date, or RFC 3339. A time of day more than 12 hours before the one it follows is the next day's;
/// - origin own (or nothing), relay, notice, emergency, each with " repeat" or " drill" behind it, repeat alone for
///   an own programme, drill alone likewise; the Vietnamese words too, as for the result;
/// - result full, partial or missed, of that item. What was aired needs its times, what was missed has none.
/// - zones with ',' between. Texts come out in NFC with single blanks.
/// A key (date, planned start, programme, position) may stand there once, a programme has one origin, and nothing may
/// lie after `now`.
std::vector<LogRow> read_programme_log(std::string_view text, const TimeZone& zone, WallTime now, Problems& problems);

}  // namespace wardcast::statistics
