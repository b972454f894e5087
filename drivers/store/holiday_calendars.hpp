// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "drivers/store/database.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::store {

/// Holiday calendars, one row each. The calls are those of Store.
class HolidayCalendars {
 public:
  explicit HolidayCalendars(Database& database) : database_(database) {}

  Result<void> put(const HolidayCalendarRow& row);
  Result<void> remove(std::string_view name);
  std::vector<HolidayCalendarRow> all();

 private:
  Database& database_;
};

}  // namespace wardcast::store
