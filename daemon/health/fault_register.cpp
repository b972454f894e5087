// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/fault_register.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::health {

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

void apply(Fault& fault, const store::FaultEvent& event) {
  if (event.what == "evidence" || event.what == "reopened") {
    ++fault.evidence;
    fault.last = event.at;
    if (!event.detail.empty()) fault.detail = event.detail;
  }
  if (event.what == "reopened") {
    fault.state = FaultState::fresh;
    fault.acknowledged_by.clear();
    fault.acknowledged_at.reset();
    fault.resolved_at.reset();
  } else if (event.what == "acknowledged") {
    fault.state = FaultState::acknowledged;
    fault.acknowledged_by = event.who;
    fault.acknowledged_at = event.at;
  } else if (event.what == "resolved") {
    fault.state = FaultState::resolved;
    fault.resolved_at = event.at;
  } else if (event.what == "closed") {
    fault.state = FaultState::closed;
  }
}

Fault fault_of(const store::FaultHistory& history) {
  Fault fault;
  fault.id = history.opened.id;
  fault.kind = history.opened.kind;
  fault.cause = history.opened.cause;
  fault.detail = history.opened.detail;
  fault.since = fault.last = history.opened.at;
  for (const auto& event : history.events) apply(fault, event);
  return fault;
}

FaultRegister::FaultRegister(TimeZone zone, const std::vector<store::FaultHistory>& known, std::int64_t newest,
                             Doors doors)
    : zone_(std::move(zone)), doors_(std::move(doors)), newest_(newest) {
  for (const auto& history : known) {
    Entry entry;
    entry.fault = fault_of(history);
    by_cause_[entry.fault.cause] = entry.fault.id;  // in order of id: the newest stays
    entries_.emplace(entry.fault.id, std::move(entry));
  }
}

void FaultRegister::raise(const std::string& kind, const std::string& cause, const std::string& detail, Now now) {
  note(kind, cause, detail, true, now);
}

void FaultRegister::record(const std::string& kind, const std::string& cause, const std::string& detail, Now now) {
  note(kind, cause, detail, false, now);
}

void FaultRegister::note(const std::string& kind, const std::string& cause, const std::string& detail, bool lasting,
                         Now now) {
  Entry* entry = latest(cause);
  if (entry == nullptr || entry->fault.state == FaultState::closed) return open(kind, cause, detail, lasting, now);
  if (!entry->fault.open()) {
    const auto away = now.wall - entry->fault.resolved_at.value_or(entry->fault.last);
    if (away > kSameTrouble) return open(kind, cause, detail, lasting, now);
    entry->flaps = entry->gone_at && now.steady - *entry->gone_at < kQuiet;
    happen(*entry, "reopened", {}, detail, now);
    entry->told_at = now.steady;
  } else if (!entry->present && (!entry->told_at || now.steady - *entry->told_at >= kQuiet)) {
    entry->told_at = now.steady;
    happen(*entry, "evidence", {}, detail, now);
  }
  entry->present = lasting;
  entry->gone_at.reset();
}

void FaultRegister::clear(std::string_view cause, const std::string& detail, Now now) {
  Entry* entry = latest(cause);
  if (entry == nullptr || !entry->fault.open() || entry->gone_at) return;
  entry->present = false;
  entry->gone_at = entry->flaps ? now.steady + kQuiet : now.steady;
  entry->gone_detail = detail;
  advance(now);
}

void FaultRegister::advance(Now now) {
  for (auto& [id, entry] : entries_) {
    if (!entry.gone_at || !entry.fault.open() || now.steady < *entry.gone_at) continue;
    resolve(entry, entry.gone_detail, now);
  }
}

Result<Fault> FaultRegister::acknowledge(std::int64_t id, const std::string& who, Now now) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return not_found("There is no fault " + std::to_string(id) + ".");
  auto& entry = found->second;
  if (!entry.fault.open())
    return conflict("Fault " + std::to_string(id) + " is " + std::string{word(entry.fault.state)} +
                    "; there is nothing to acknowledge any more.");
  if (entry.fault.state == FaultState::fresh) happen(entry, "acknowledged", who, {}, now);
  return entry.fault;
}

std::vector<Fault> FaultRegister::all() const {
  std::vector<Fault> faults;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) faults.push_back(entry->second.fault);
  return faults;
}

std::map<std::string, int> FaultRegister::open_by_kind() const {
  std::map<std::string, int> counts;
  for (const auto& [id, entry] : entries_)
    if (entry.fault.open()) ++counts[entry.fault.kind];
  return counts;
}

std::vector<std::string> FaultRegister::open_causes(std::string_view kind) const {
  std::vector<std::string> causes;
  for (const auto& [id, entry] : entries_)
    if (entry.fault.open() && entry.fault.kind == kind) causes.push_back(entry.fault.cause);
  return causes;
}

FaultRegister::Entry* FaultRegister::latest(std::string_view cause) {
  const auto found = by_cause_.find(cause);
  return found == by_cause_.end() ? nullptr : &entries_.at(found->second);
}

void FaultRegister::open(const std::string& kind, const std::string& cause, const std::string& detail, bool lasting,
                         Now now) {
  Entry entry;
  auto& fault = entry.fault;
  fault.id = ++newest_;
  fault.kind = kind;
  fault.cause = cause;
  fault.detail = detail;
  fault.since = fault.last = now.wall;
  entry.present = lasting;
  entry.told_at = now.steady;
  doors_.opened({fault.id, kind, cause, now.wall, format_date(zone_.date_of(now.wall)), detail});
  doors_.changed(fault);
  by_cause_[cause] = fault.id;
  entries_.emplace(fault.id, std::move(entry));
  forget_old();
}

void FaultRegister::happen(Entry& entry, const std::string& what, const std::string& who, const std::string& detail,
                           Now now) {
  const store::FaultEvent event{entry.fault.id, now.wall, what, who, detail};
  apply(entry.fault, event);
  doors_.happened(event);
  doors_.changed(entry.fault);
}

void FaultRegister::resolve(Entry& entry, const std::string& detail, Now now) {
  happen(entry, "resolved", {}, detail, now);
  entry.flaps = false;
}

void FaultRegister::forget_old() {
  // Ids rise: the oldest come first. Those that are open stay whatever their age.
  auto spare = static_cast<std::ptrdiff_t>(entries_.size()) - 2 * kRemembered;
  for (auto entry = entries_.begin(); spare > 0 && entry != entries_.end();) {
    if (entry->second.fault.open()) {
      ++entry;
      continue;
    }
    if (const auto newest = by_cause_.find(entry->second.fault.cause);
        newest != by_cause_.end() && newest->second == entry->first)
      by_cause_.erase(newest);
    entry = entries_.erase(entry);
    --spare;
  }
}

}  // namespace wardcast::health
