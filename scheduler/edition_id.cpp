// SPDX-License-Identifier: GPL-3.0-or-later
#include <charconv>

#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

/// Zero-padded; thousands of ids are made at once, for which snprintf is slow.
void append_digits(std::string& text, int value, int highest_place) {
  for (int place = highest_place; place > 0; place /= 10) text += static_cast<char>('0' + value / place % 10);
}

}  // namespace

EditionId edition_id(ProgrammeId programme, CivilTime local_start) {
  const auto day = std::chrono::floor<std::chrono::days>(local_start);
  const CivilDate date{day};
  const std::chrono::hh_mm_ss time{local_start - day};
  EditionId id = std::to_string(programme);
  id += '-';
  append_digits(id, static_cast<int>(date.year()), 1000);
  append_digits(id, static_cast<int>(static_cast<unsigned>(date.month())), 10);
  append_digits(id, static_cast<int>(static_cast<unsigned>(date.day())), 10);
  id += 'T';
  append_digits(id, static_cast<int>(time.hours().count()), 10);
  append_digits(id, static_cast<int>(time.minutes().count()), 10);
  append_digits(id, static_cast<int>(time.seconds().count()), 10);
  return id;
}

Result<std::pair<ProgrammeId, CivilTime>> parse_edition_id(std::string_view id) {
  const auto unknown = not_found("there is no edition '" + std::string{id} + "'; an id looks like 12-20261122T170000");
  ProgrammeId programme = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), programme);
  if (error != std::errc{} || programme <= 0) return unknown;
  const auto rest = id.substr(static_cast<std::size_t>(end - id.data()));
  if (rest.size() != 16 || rest[0] != '-' || rest[9] != 'T') return unknown;
  std::string civil{rest.substr(1, 4)};
  civil.append("-")
      .append(rest.substr(5, 2))
      .append("-")
      .append(rest.substr(7, 2))
      .append("T")
      .append(rest.substr(10, 2));
  civil.append(":").append(rest.substr(12, 2)).append(":").append(rest.substr(14, 2));
  const auto start = parse_civil(civil);
  if (!start || edition_id(programme, *start) != id) return unknown;  // one spelling only: ids are keys
  return std::pair{programme, *start};
}

}  // namespace wardcast::scheduler
