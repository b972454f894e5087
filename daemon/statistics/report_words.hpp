// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/time_zone.hpp"
#include "daemon/statistics/periods.hpp"

// Every word and number format of printed reports, in each language of the station, in one place.
namespace wardcast::statistics {

enum class Language : std::uint8_t { vi, en };
/// "vi" or "en"; Vietnamese for anything else.
Language language_of(std::string_view code);

enum class Say : std::uint8_t {
  report,
  station,
  period,
  from,
  to,
  as_of,
  summary,
  this_period,
  period_before,
  year_before,
  change,
  programmes,
  of_them_partial,
  missed,
  on_air,
  unconfirmed,
  items,
  item_airings,
  table_programmes,
  month,
  planned,
  aired,
  partial,
  own,
  relay,
  notice,
  emergency,
  total_hours,
  table_kinds,
  kind,
  items_short,
  airings_short,
  total,
  table_units,
  unit,
  table_themes,
  theme,
  table_upkeep,
  sweeps,
  faults,
  list_missed,
  list_partial,
  number,
  date,
  hour,
  programme,
  zones,
  reason,
  nobody,
  rules,
  none
};
std::string_view say(Language language, Say what);

/// The mission's counting rules, a sentence each, to stand under every report.
std::span<const std::string_view> counting_rules(Language language);

/// A reason of the journal in words; what is no word of the journal stays as it is.
std::string reason_text(Language language, std::string_view reason);

std::string hours_text(microseconds time);                        ///< 29h30', rounded to the minute
std::string date_text(CivilDate date);                            ///< 31/03/2018
std::string moment_text(WallTime instant, const TimeZone& zone);  ///< 31/03/2018 17:00
std::string month_text(std::string_view key);                     ///< 2018-03 → 03/2018
std::string count_text(Language language, std::int64_t count);    ///< 10.100
/// How `now` differs from `before`, in percent: +8,3; "–" when there is nothing to compare with.
std::string change_text(Language language, std::int64_t before, std::int64_t now);
/// quý I/2018, or tháng 3/2018, or the dates.
std::string period_text(Language language, Period period);

}  // namespace wardcast::statistics
