// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scheduler/recurrence.hpp"

namespace wardcast::scheduler {

/// Last year whose dates are worked out (libical 3.0.16 stops after 2582).
inline constexpr int kLastYear = 2581;

/// Dates of a completed rule within [from, to), in order, INTERVAL, COUNT and UNTIL left aside. What a date tells by
/// itself or by its month (weekdays, days of the month, the second Tuesday) is plain arithmetic, a few ns a date and
/// 20 ns a month; the rest is worked out by libical, about 20 µs and 2.6 µs a date. No state, no time zone, no global
/// of libical is written: safe from any thread.
std::vector<std::chrono::local_days> rule_dates(const RecurrenceRule& rule, std::chrono::local_days from,
                                                std::chrono::local_days to);

/// Days from `first` to `last`, both included.
struct DaySpan {
  std::chrono::local_days first, last;
};

/// Remembers rule_dates for the length of one query, because thousands of programmes share a handful of rules.
class RuleDates {
 public:
  /// The window asked for: days from `from` to `last`, both included.
  RuleDates(std::chrono::local_days from, std::chrono::local_days last) : from_(from), last_(last) {}
  /// Who asks cares for dates within these spans only, which stand in order.
  RuleDates(std::chrono::local_days from, std::chrono::local_days last, std::vector<DaySpan> near)
      : from_(from), last_(last), near_(std::move(near)) {}

  /// Those of the window; outside the spans cared for only where COUNT must see them.
  const std::vector<std::chrono::local_days>& in_window(const RecurrenceRule& rule);
  /// Whole years, for rules whose COUNT must be counted date by date from their start.
  const std::vector<std::chrono::local_days>& in_year(const RecurrenceRule& rule, int year);
  [[nodiscard]] std::chrono::local_days from() const { return from_; }

 private:
  std::chrono::local_days from_, last_;
  std::optional<std::vector<DaySpan>> near_;
  std::map<std::string, std::vector<std::chrono::local_days>> window_, counted_;
  std::map<std::pair<std::string, int>, std::vector<std::chrono::local_days>> years_;
};

}  // namespace wardcast::scheduler
