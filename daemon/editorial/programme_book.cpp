// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/programme_book.hpp"

#include <spdlog/spdlog.h>

#include "daemon/editorial/programmes.hpp"

namespace wardcast::editorial {

const std::vector<scheduler::Programme>& ProgrammeBook::programmes() {
  if (!programmes_) {
    std::vector<Error> unreadable;
    const auto rows = store_.programmes();
    programmes_ = from_rows(rows, unreadable);
    for (const auto& error : unreadable) spdlog::error("programmes: {}", error.detail);
    for (auto& programme : *programmes_) {
      if (programme.holiday_calendar.empty()) continue;
      programme.calendar = calendar(programme.holiday_calendar);
      if (programme.calendar == nullptr)
        spdlog::error("programmes: programme {} names the holiday calendar '{}', which is not there: it airs without",
                      programme.id, programme.holiday_calendar);
    }
  }
  return *programmes_;
}

const std::vector<scheduler::EditionChange>& ProgrammeBook::changes() {
  if (!changes_) {
    changes_.emplace();
    for (auto& row : store_.edition_changes())
      changes_->push_back({std::move(row.edition), std::move(row.items), row.cancelled});
  }
  return *changes_;
}

const ProgrammeBook::Calendars& ProgrammeBook::calendars() {
  if (!calendars_) {
    calendars_.emplace();
    for (auto& row : store_.holiday_calendars())
      calendars_->push_back(std::make_shared<const scheduler::HolidayCalendar>(
          scheduler::HolidayCalendar{std::move(row.name), std::move(row.days_off), std::move(row.extra_working_days)}));
  }
  return *calendars_;
}

std::shared_ptr<const scheduler::HolidayCalendar> ProgrammeBook::calendar(std::string_view name) {
  for (const auto& each : calendars())
    if (each->name == name) return each;
  return nullptr;
}

void ProgrammeBook::forget() {
  programmes_.reset();
  changes_.reset();
  calendars_.reset();
}

}  // namespace wardcast::editorial
