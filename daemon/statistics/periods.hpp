// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time_zone.hpp"

namespace wardcast::statistics {

/// Local dates, both inclusive. An airing belongs to the date of its planned start.
struct Period {
  CivilDate from, to;
};

/// A calendar quarter, 1 to 4.
struct Quarter {
  int year = 0;
  int number = 0;
};

/// "2018Q1"; nothing when it is not one.
std::optional<Quarter> parse_quarter(std::string_view text);
Period period_of(Quarter quarter);
/// The quarter that the period is exactly, if it is one.
std::optional<Quarter> quarter_of(Period period);
/// "2018Q1"
std::string quarter_text(Quarter quarter);

/// The period of the same length that ends the day before: as many months when it is whole months, else as many days.
Period before(Period period);
/// The same dates a year earlier; 29 February becomes 28, and the end of a whole month stays the end of a month.
Period a_year_before(Period period);
/// Its calendar months, the first and the last as far as they belong to it.
std::vector<Period> months_of(Period period);

}  // namespace wardcast::statistics
