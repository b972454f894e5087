// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/shipped_calendars.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "base/time_zone.hpp"
#include "base/toml_reader.hpp"

namespace wardcast::editorial {
namespace {

constexpr auto kGiven = "holiday_calendars_given";

std::vector<CivilDate> dates_of(TomlTable& table, std::string_view key) {
  std::vector<CivilDate> dates;
  if (const auto texts = table.texts(key)) {
    for (const auto& text : texts->value) {
      const auto date = parse_date(text.value);
      if (date) {
        dates.push_back(*date);
      } else {
        table.problem(text.place, key, "write a date as \"2026-02-17\"");
      }
    }
  }
  std::ranges::sort(dates);
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  return dates;
}

store::HolidayCalendarRow read_calendar(const std::filesystem::path& file) {
  Problems problems{file};
  store::HolidayCalendarRow row;
  row.name = file.stem();
  if (const auto root = parse_toml_file(problems)) {
    TomlTable table{*root, problems};
    row.days_off = dates_of(table, "days_off");
    row.extra_working_days = dates_of(table, "extra_working_days");
    if (const auto note = table.text("note")) row.note = note->value;
    table.refuse_unknown();
  }
  if (problems.count() > 0) throw std::runtime_error(problems.in_file_order().front().text());
  return row;
}

}  // namespace

std::filesystem::path shipped_calendars() {
  // Read once at start-up, before there is a second thread that could change the environment.
  if (const char* folder = std::getenv("WARDCAST_HOLIDAY_CALENDARS"); folder != nullptr && *folder != '\0')
    return folder;
  std::error_code error;
  const auto programs = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  const auto built = programs / "../../../config/holiday-calendars";
  if (std::filesystem::is_directory(built, error)) return built.lexically_normal();
  return (programs / "../share/wardcast/holiday-calendars").lexically_normal();
}

void give_calendars(store::Store& store, const std::filesystem::path& folder) {
  if (store.setting(kGiven)) return;
  std::error_code error;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator{folder, error})
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  if (error) {
    spdlog::warn("holiday calendars: the shipped ones cannot be read from {}: {}", folder.string(), error.message());
    return;
  }
  const auto known = store.holiday_calendars();
  const auto done = store.atomically([&]() -> Result<void> {
    for (const auto& file : files) {
      const auto row = read_calendar(file);
      if (std::ranges::find(known, row.name, &store::HolidayCalendarRow::name) != known.end()) continue;
      if (auto put = store.put_holiday_calendar(row); !put) return put;
    }
    return store.put_setting(kGiven, "1");
  });
  if (!done) throw std::runtime_error(done.error().detail);
}

}  // namespace wardcast::editorial
