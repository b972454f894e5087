// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/fault.hpp"

#include <algorithm>
#include <chrono>

namespace wardcast::health {
namespace {

void come_back(Fault& fault, const store::FaultEvent& event) {
  fault.state = FaultState::fresh;
  fault.new_since = event.at;
  fault.down_since = event.at;
  fault.acknowledged_by.clear();
  fault.resolved_by.clear();
  fault.acknowledged_at.reset();
  fault.resolved_at.reset();
}

void end(Fault& fault, const store::FaultEvent& event) {
  fault.state = FaultState::resolved;
  fault.resolved_by = event.who;
  fault.resolved_at = event.at;
  fault.past_outage = fault.outage(event.at);
  fault.down_since.reset();
}

}  // namespace

std::string_view word(FaultState state) {
  switch (state) {
    case FaultState::fresh:
      return "new";
    case FaultState::acknowledged:
      return "acknowledged";
    case FaultState::resolved:
      return "resolved";
    case FaultState::closed:
      break;
  }
  return "closed";
}

microseconds Fault::outage(WallTime now) const {
  if (!down_since) return past_outage;
  return past_outage + std::max(std::chrono::duration_cast<microseconds>(now - *down_since), microseconds{0});
}

void apply(Fault& fault, const store::FaultEvent& event) {
  const bool found_again = event.what == "evidence" || event.what == "reopened";
  if (found_again) {
    ++fault.evidence;
    fault.last = event.at;
    if (!event.detail.empty()) fault.detail = event.detail;
  }
  if ((found_again || event.what == "retest_failed") && !event.evidence.empty()) {
    fault.measured = event.evidence;
    fault.severity = severity_of(fault.kind, fault.measured);
  }
  if (event.what == "reopened") {
    come_back(fault, event);
  } else if (event.what == "acknowledged") {
    fault.state = FaultState::acknowledged;
    fault.acknowledged_by = event.who;
    fault.acknowledged_at = event.at;
  } else if (event.what == "resolved") {
    end(fault, event);
  } else if (event.what == "closed") {
    fault.state = FaultState::closed;
    fault.closed_by = event.who;
    fault.closed_at = event.at;
  } else if (event.what == "assigned") {
    fault.owner = event.detail;
    fault.deadline = event.due;
  } else if (event.what == "photo") {
    fault.photos.push_back(event.detail);
  }
}

Fault fault_of(const store::FaultOpened& opened) {
  Fault fault;
  fault.id = opened.id;
  fault.kind = opened.kind;
  fault.cause = opened.cause;
  fault.detail = opened.detail;
  fault.measured = opened.evidence;
  fault.severity = severity_of(fault.kind, fault.measured);
  fault.since = fault.last = fault.new_since = opened.at;
  fault.down_since = opened.at;
  return fault;
}

Fault fault_of(const store::FaultHistory& history) {
  auto fault = fault_of(history.opened);
  for (const auto& event : history.events) apply(fault, event);
  return fault;
}

}  // namespace wardcast::health
