// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/periods.hpp"

#include <algorithm>
#include <charconv>

namespace wardcast::statistics {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::years;

year_month month_of(CivilDate date) { return date.year() / date.month(); }
CivilDate first_of(year_month month) { return month / 1; }
CivilDate last_of(year_month month) { return CivilDate{month / std::chrono::last}; }
bool whole_months(Period period) {
  return period.from == first_of(month_of(period.from)) && period.to == last_of(month_of(period.to));
}

CivilDate year_earlier(CivilDate date) {
  const auto earlier = date - years{1};
  return earlier.ok() ? earlier : last_of(month_of(earlier));
}

}  // namespace

std::optional<Quarter> parse_quarter(std::string_view text) {
  if (text.size() != 6 || (text[4] != 'Q' && text[4] != 'q') || text[5] < '1' || text[5] > '4') return std::nullopt;
  Quarter quarter{.year = 0, .number = text[5] - '0'};
  const auto [end, error] = std::from_chars(text.data(), text.data() + 4, quarter.year);
  if (error != std::errc{} || end != text.data() + 4 || quarter.year < 1) return std::nullopt;
  return quarter;
}

Period period_of(Quarter quarter) {
  const year_month first =
      std::chrono::year{quarter.year} / std::chrono::month{static_cast<unsigned>(quarter.number * 3 - 2)};
  return {first_of(first), last_of(first + months{2})};
}

std::optional<Quarter> quarter_of(Period period) {
  const Quarter quarter{.year = static_cast<int>(period.from.year()),
                        .number = (static_cast<int>(static_cast<unsigned>(period.from.month())) + 2) / 3};
  const auto exact = period_of(quarter);
  if (exact.from != period.from || exact.to != period.to) return std::nullopt;
  return quarter;
}

std::string quarter_text(Quarter quarter) {
  return format_date(period_of(quarter).from).substr(0, 4) + "Q" + std::to_string(quarter.number);
}

Period before(Period period) {
  if (whole_months(period)) {
    const auto count = month_of(period.to) - month_of(period.from) + months{1};
    return {first_of(month_of(period.from) - count), last_of(month_of(period.from) - months{1})};
  }
  const auto length = sys_days{period.to} - sys_days{period.from} + days{1};
  return {CivilDate{sys_days{period.from} - length}, CivilDate{sys_days{period.from} - days{1}}};
}

Period a_year_before(Period period) {
  const auto to = whole_months(period) ? last_of(month_of(period.to) - years{1}) : year_earlier(period.to);
  return {year_earlier(period.from), to};
}

std::vector<Period> months_of(Period period) {
  std::vector<Period> parts;
  for (auto month = month_of(period.from); month <= month_of(period.to); month += months{1}) {
    parts.push_back({std::max(sys_days{period.from}, sys_days{first_of(month)}),
                     std::min(sys_days{period.to}, sys_days{last_of(month)})});
  }
  return parts;
}

}  // namespace wardcast::statistics
