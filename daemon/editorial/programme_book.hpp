// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "drivers/store/store.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::editorial {

/// The stored programmes, edition changes and holiday calendars, read once and kept until forget(): thousands of
/// documents are not taken apart for every look at the timetable. Desk thread.
class ProgrammeBook {
 public:
  explicit ProgrammeBook(store::Store& store) : store_(store) {}

  using Calendars = std::vector<std::shared_ptr<const scheduler::HolidayCalendar>>;

  /// In order of id, each with its calendar. A document that can no longer be read is left out and logged.
  const std::vector<scheduler::Programme>& programmes();
  const std::vector<scheduler::EditionChange>& changes();
  /// By name.
  const Calendars& calendars();
  /// nullptr when there is none of that name.
  std::shared_ptr<const scheduler::HolidayCalendar> calendar(std::string_view name);
  /// After every change of a programme, an edition or a calendar.
  void forget();

 private:
  store::Store& store_;
  std::optional<std::vector<scheduler::Programme>> programmes_;
  std::optional<std::vector<scheduler::EditionChange>> changes_;
  std::optional<Calendars> calendars_;
};

}  // namespace wardcast::editorial
