// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/fault_register.hpp"

#include <utility>

namespace wardcast::health {

namespace {

/// A contact that was found not to follow, and not seen to do so since. Boards tell it again only when somebody wants
/// the contact moved; that nobody does proves nothing.
bool contact_does_not_follow(const store::FaultHistory& history) {
  const auto& opened = history.opened;
  if ((opened.kind != "relay_stuck" && opened.kind != "welded") || opened.cause.find(":line/") != std::string::npos)
    return false;
  bool there = true;
  for (const auto& event : history.events) {
    if (event.what == "gone") there = false;
    if (event.what == "evidence" || event.what == "reopened") there = true;
  }
  return there;
}

}  // namespace

struct FaultRegister::Finding {
  const std::string& kind;
  const std::string& cause;
  const std::string& detail;
  const std::string& evidence;
};

FaultRegister::FaultRegister(TimeZone zone, const std::vector<store::FaultHistory>& known, std::int64_t newest,
                             Doors doors)
    : zone_(std::move(zone)), doors_(std::move(doors)), newest_(newest) {
  for (const auto& history : known) {
    Entry entry;
    entry.fault = fault_of(history);
    entry.present = entry.fault.open() && contact_does_not_follow(history);
    by_cause_[entry.fault.cause] = entry.fault.id;  // in order of id: the newest stays
    entries_.emplace(entry.fault.id, std::move(entry));
  }
}

void FaultRegister::raise(const std::string& kind, const std::string& cause, const std::string& detail, Now now,
                          const std::string& evidence) {
  note({kind, cause, detail, evidence}, true, now);
}

void FaultRegister::record(const std::string& kind, const std::string& cause, const std::string& detail, Now now,
                           const std::string& evidence) {
  note({kind, cause, detail, evidence}, false, now);
}

void FaultRegister::note(const Finding& finding, bool lasting, Now now) {
  Entry* entry = latest(finding.cause);
  if (entry == nullptr || entry->fault.state == FaultState::closed) return open(finding, lasting, now);
  if (!entry->fault.open()) {
    const auto away = now.wall - entry->fault.resolved_at.value_or(entry->fault.last);
    if (away > kSameTrouble) return open(finding, lasting, now);
    entry->flaps = entry->gone_at && now.steady - *entry->gone_at < kQuiet;
    happen(*entry, {entry->fault.id, now.wall, "reopened", {}, finding.detail, finding.evidence});
    entry->told_at = now.steady;
  } else if (!entry->present && (!entry->told_at || now.steady - *entry->told_at >= kQuiet)) {
    entry->told_at = now.steady;
    happen(*entry, {entry->fault.id, now.wall, "evidence", {}, finding.detail, finding.evidence});
  }
  entry->present = lasting;
  entry->gone_at.reset();
}

void FaultRegister::clear(std::string_view cause, const std::string& detail, Now now) {
  Entry* entry = latest(cause);
  if (entry == nullptr || !entry->fault.open() || entry->gone_at) return;
  if (fault_class(entry->fault.kind).manual) {
    if (!std::exchange(entry->present, false)) return;
    if (entry->gone_told_at && now.steady - *entry->gone_told_at < kQuiet) return;
    entry->gone_told_at = now.steady;
    return happen(*entry, {entry->fault.id, now.wall, "gone", {}, detail});
  }
  entry->present = false;
  entry->gone_at = entry->flaps ? now.steady + kQuiet : now.steady;
  entry->gone_detail = detail;
  advance(now);
}

void FaultRegister::supersede(std::string_view cause, const std::string& detail, Now now) {
  Entry* entry = latest(cause);
  if (entry == nullptr || !entry->fault.open()) return;
  entry->present = false;
  end(*entry, {}, detail, now);
}

void FaultRegister::advance(Now now) {
  for (auto& [id, entry] : entries_) {
    if (!entry.gone_at || !entry.fault.open() || now.steady < *entry.gone_at) continue;
    if (entry.asked)  // gone while its re-test runs: the person who asked for it was right
      end(entry, entry.asked->who, entry.asked->said(entry.gone_detail), now);
    else
      end(entry, {}, entry.gone_detail, now);
  }
}

std::vector<Fault> FaultRegister::all() const {
  std::vector<Fault> faults;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry) faults.push_back(shown(entry->second));
  return faults;
}

std::vector<Fault> FaultRegister::still_open() const {
  std::vector<Fault> faults;
  for (auto entry = entries_.rbegin(); entry != entries_.rend(); ++entry)
    if (entry->second.fault.open()) faults.push_back(shown(entry->second));
  return faults;
}

std::optional<Fault> FaultRegister::find(std::int64_t id) const {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return std::nullopt;
  return shown(found->second);
}

std::optional<Fault> FaultRegister::open_fault(std::string_view cause) const {
  const auto* const entry = latest(cause);
  if (entry == nullptr || !entry->fault.open()) return std::nullopt;
  return shown(*entry);
}

bool FaultRegister::present(std::int64_t id) const {
  const auto found = entries_.find(id);
  return found != entries_.end() && found->second.present;
}

std::map<std::string, int> FaultRegister::open_by_kind() const {
  std::map<std::string, int> counts;
  for (const auto& [id, entry] : entries_)
    if (entry.fault.open()) ++counts[entry.fault.kind];
  return counts;
}

FaultRegister::Alarm FaultRegister::alarm() const {
  Alarm alarm;
  for (const auto& [id, entry] : entries_) {
    if (entry.fault.severity < Severity::major) continue;
    alarm.lamp = alarm.lamp || entry.fault.state != FaultState::closed;
    alarm.buzzer = alarm.buzzer || entry.fault.state == FaultState::fresh;
  }
  return alarm;
}

std::vector<std::string> FaultRegister::open_causes(std::string_view kind) const {
  std::vector<std::string> causes;
  for (const auto& [id, entry] : entries_)
    if (entry.fault.open() && entry.fault.kind == kind) causes.push_back(entry.fault.cause);
  return causes;
}

const FaultRegister::Entry* FaultRegister::latest(std::string_view cause) const {
  const auto found = by_cause_.find(cause);
  return found == by_cause_.end() ? nullptr : &entries_.at(found->second);
}

FaultRegister::Entry* FaultRegister::latest(std::string_view cause) {
  const auto found = by_cause_.find(cause);
  return found == by_cause_.end() ? nullptr : &entries_.at(found->second);
}

Fault FaultRegister::shown(const Entry& entry) {
  auto fault = entry.fault;
  if (entry.asked) fault.retest_by = entry.asked->who;
  return fault;
}

void FaultRegister::open(const Finding& finding, bool lasting, Now now) {
  const store::FaultOpened opened{
      ++newest_,      finding.kind,    finding.cause, now.wall, format_date(zone_.date_of(now.wall)),
      finding.detail, finding.evidence};
  Entry entry;
  entry.fault = fault_of(opened);
  entry.present = lasting;
  entry.told_at = now.steady;
  doors_.opened(opened);
  const auto fault = entry.fault;
  by_cause_[fault.cause] = fault.id;
  entries_.emplace(fault.id, std::move(entry));
  doors_.changed(fault, "opened");
  forget_old();
}

void FaultRegister::happen(Entry& entry, store::FaultEvent event) {
  const auto before = entry.fault.severity;
  apply(entry.fault, event);
  doors_.happened(event);
  const bool worse = event.what == "evidence" && entry.fault.severity > before;
  doors_.changed(shown(entry), worse ? "worse" : event.what);
}

void FaultRegister::end(Entry& entry, const std::string& who, const std::string& detail, Now now) {
  happen(entry, {entry.fault.id, now.wall, "resolved", who, detail});
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
