// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <vector>

#include "base/time.hpp"

namespace wardcast::sim {

/// A span of steady time, [from, to).
struct Interval {
  SteadyTime from;
  SteadyTime to;
  bool operator==(const Interval&) const = default;
};

/// A yes or no that changes over time and remembers when: a contact, a power switch. One owner thread.
class Timeline {
 public:
  /// `initial` holds since for ever.
  explicit Timeline(bool initial = false) : initial_(initial) {}

  /// From `at` on the value is `value`. An instant before the last change is taken as that change's. True when it
  /// changed.
  bool set(bool value, SteadyTime at);
  [[nodiscard]] bool value() const { return changes_.empty() ? initial_ : changes_.back().value; }
  [[nodiscard]] bool value_at(SteadyTime at) const;
  /// Last change, or SteadyTime::min() when there was none.
  [[nodiscard]] SteadyTime since() const { return changes_.empty() ? SteadyTime::min() : changes_.back().at; }
  /// The spans within [from, to) in which the value is true, in order.
  [[nodiscard]] std::vector<Interval> true_during(SteadyTime from, SteadyTime to) const;
  /// Drops what is not needed to answer about instants from `horizon` on. The last change always stays.
  void forget_before(SteadyTime horizon);

 private:
  struct Change {
    SteadyTime at;
    bool value;
  };
  bool initial_;
  std::deque<Change> changes_;
};

/// What lies in both; each list in order and without overlaps.
std::vector<Interval> intersect(const std::vector<Interval>& a, const std::vector<Interval>& b);
/// The spans in [from, to) in which `powered` has been true for at least `warm_up`.
std::vector<Interval> warm_during(const Timeline& powered, nanoseconds warm_up, SteadyTime from, SteadyTime to);

}  // namespace wardcast::sim
