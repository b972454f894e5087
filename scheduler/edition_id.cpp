// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <charconv>
#include <cstdio>

#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {

EditionId edition_id(ProgrammeId programme, CivilTime local_start) {
  const auto day = std::chrono::floor<std::chrono::days>(local_start);
  const CivilDate date{day};
  const std::chrono::hh_mm_ss time{local_start - day};
  std::array<char, 64> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%lld-%04d%02u%02uT%02d%02d%02d", static_cast<long long>(programme),
                    static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                    static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                    static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
  return EditionId{text.data(), static_cast<std::size_t>(length)};
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
