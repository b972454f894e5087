// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/timeline.hpp"

#include <algorithm>

namespace wardcast::sim {

bool Timeline::set(bool value, SteadyTime at) {
  if (value == this->value()) return false;
  changes_.push_back({std::max(at, since()), value});
  return true;
}

bool Timeline::value_at(SteadyTime at) const {
  bool value = initial_;
  for (const Change& change : changes_) {
    if (change.at > at) break;
    value = change.value;
  }
  return value;
}

std::vector<Interval> Timeline::true_during(SteadyTime from, SteadyTime to) const {
  std::vector<Interval> spans;
  bool value = initial_;
  SteadyTime start = from;
  const auto close_span = [&](SteadyTime end) {
    if (value && start < end) spans.push_back({start, end});
  };
  for (const Change& change : changes_) {
    if (change.at >= to) break;
    const SteadyTime at = std::max(change.at, from);
    close_span(at);
    value = change.value;
    start = at;
  }
  close_span(to);
  return spans;
}

void Timeline::forget_before(SteadyTime horizon) {
  while (changes_.size() > 1 && changes_[1].at <= horizon) {
    initial_ = changes_.front().value;
    changes_.pop_front();
  }
}

std::vector<Interval> intersect(const std::vector<Interval>& a, const std::vector<Interval>& b) {
  std::vector<Interval> both;
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    const Interval common{std::max(i->from, j->from), std::min(i->to, j->to)};
    if (common.from < common.to) both.push_back(common);
    if (i->to < j->to) {
      ++i;
    } else {
      ++j;
    }
  }
  return both;
}

std::vector<Interval> warm_during(const Timeline& powered, nanoseconds warm_up, SteadyTime from, SteadyTime to) {
  // Looking back by warm_up is enough: a span clipped there is warm exactly at `from`.
  std::vector<Interval> spans = powered.true_during(from - warm_up, to);
  for (Interval& span : spans) span.from += warm_up;
  std::erase_if(spans, [](const Interval& span) { return span.from >= span.to; });
  return spans;
}

}  // namespace wardcast::sim
