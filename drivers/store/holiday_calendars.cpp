// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/store/holiday_calendars.hpp"

#include <string_view>

namespace wardcast::store {
namespace {

std::string joined(const std::vector<CivilDate>& dates) {
  std::string text;
  for (const auto date : dates) {
    if (!text.empty()) text += ',';
    text += format_date(date);
  }
  return text;
}

std::vector<CivilDate> parted(std::string_view text) {
  std::vector<CivilDate> dates;
  while (!text.empty()) {
    const auto comma = text.find(',');
    dates.push_back(parse_date(text.substr(0, comma)).value());
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return dates;
}

}  // namespace

Result<void> HolidayCalendars::put(const HolidayCalendarRow& row) {
  return database_.change([&]() -> Result<void> {
    auto put = database_.query(
        "INSERT INTO holiday_calendars (name, days_off, extra_working_days, note) VALUES (?1, ?2, ?3, ?4) "
        "ON CONFLICT (name) DO UPDATE SET days_off = excluded.days_off, "
        "extra_working_days = excluded.extra_working_days, note = excluded.note");
    (void)put.bind(row.name, joined(row.days_off), joined(row.extra_working_days), row.note).run();
    return {};
  });
}

Result<void> HolidayCalendars::remove(std::string_view name) {
  return database_.change([&]() -> Result<void> {
    auto remove = database_.query("DELETE FROM holiday_calendars WHERE name = ?1");
    if (remove.bind(name).run() == 0) return not_found("There is no holiday calendar '" + std::string{name} + "'.");
    return {};
  });
}

std::vector<HolidayCalendarRow> HolidayCalendars::all() {
  auto query = database_.query("SELECT name, days_off, extra_working_days, note FROM holiday_calendars ORDER BY name");
  std::vector<HolidayCalendarRow> all;
  while (query.step()) {
    auto& row = all.emplace_back();
    std::string days_off, extra;
    query.read(row.name, days_off, extra, row.note);
    row.days_off = parted(days_off);
    row.extra_working_days = parted(extra);
  }
  return all;
}

}  // namespace wardcast::store
