// SPDX-License-Identifier: GPL-3.0-or-later
// The register: what people do about faults.
#include <algorithm>

#include "daemon/health/fault_register.hpp"

namespace wardcast::health {
namespace {

std::string named(const Fault& fault) { return "Fault " + std::to_string(fault.id); }

Error is_over(const Fault& fault, const std::string& nothing_to) {
  return conflict(named(fault) + " is " + std::string{word(fault.state)} + "; " + nothing_to, Reason::fault_state);
}

}  // namespace

Result<FaultRegister::Entry*> FaultRegister::by_id(std::int64_t id) {
  const auto found = entries_.find(id);
  if (found == entries_.end()) return not_found("There is no fault " + std::to_string(id) + ".");
  return &found->second;
}

Result<Fault> FaultRegister::acknowledge(std::int64_t id, const std::string& who, Now now) {
  const auto entry = by_id(id);
  if (!entry) return entry.error();
  const auto& fault = (*entry)->fault;
  if (!fault.open()) return is_over(fault, "there is nothing to acknowledge any more.");
  if (fault.state == FaultState::fresh) happen(**entry, {id, now.wall, "acknowledged", who, {}});
  return shown(**entry);
}

Result<Fault> FaultRegister::assign(std::int64_t id, const std::string& to, std::optional<WallTime> deadline,
                                    const std::string& who, Now now) {
  const auto entry = by_id(id);
  if (!entry) return entry.error();
  const auto& fault = (*entry)->fault;
  if (!fault.open()) return is_over(fault, "there is nothing to repair any more.");
  if (fault.owner != to || fault.deadline != deadline)
    happen(**entry, {id, now.wall, "assigned", who, to, {}, deadline});
  return shown(**entry);
}

Result<Fault> FaultRegister::add_note(std::int64_t id, const std::string& text, const std::string& who, Now now) {
  const auto entry = by_id(id);
  if (!entry) return entry.error();
  happen(**entry, {id, now.wall, "note", who, text});
  return shown(**entry);
}

Result<Fault> FaultRegister::add_photo(std::int64_t id, const std::string& name, const std::string& who, Now now) {
  const auto entry = by_id(id);
  if (!entry) return entry.error();
  const auto& fault = (*entry)->fault;
  if (std::ranges::find(fault.photos, name) != fault.photos.end()) return shown(**entry);
  if (fault.photos.size() >= kPhotos)
    return conflict(named(fault) + " has " + std::to_string(kPhotos) + " photos already, which is all it can have.",
                    Reason::photos_full);
  happen(**entry, {id, now.wall, "photo", who, name});
  return shown(**entry);
}

Result<Fault> FaultRegister::close(std::int64_t id, const std::string& note, const std::string& who, Now now) {
  const auto entry = by_id(id);
  if (!entry) return entry.error();
  const auto& fault = (*entry)->fault;
  if (fault.state == FaultState::closed) return conflict(named(fault) + " is closed already.", Reason::fault_state);
  if (fault.state != FaultState::resolved)
    return conflict(
        named(fault) + " is " + std::string{word(fault.state)} + "; resolve it first, which tests it again.",
        Reason::fault_state);
  happen(**entry, {id, now.wall, "closed", who, note});
  return shown(**entry);
}

void FaultRegister::resolve(std::int64_t id, const std::string& note, const std::string& who, Now now,
                            const Done& done) {
  const auto found = by_id(id);
  if (!found) return done(found.error());
  auto& entry = **found;
  const auto& fault = entry.fault;
  if (fault.state == FaultState::closed) return done(is_over(fault, "there is nothing to resolve any more."));
  if (fault.state == FaultState::resolved) return done(Resolution{fault});
  if (entry.asked)
    return done(conflict(named(fault) + ": the re-test that " + entry.asked->who + " asked for is not done yet.",
                         Reason::retest_running));
  const auto ticket = ++tickets_;
  entry.asked = Asked{who, note, ticket};
  if (retest_) {
    const auto about = fault;  // the entry may change before the re-test has begun
    return retest_(about, now,
                   [this, id, ticket, done](const Retested& outcome) { retested(id, ticket, done, outcome); });
  }
  retested(id, ticket, done,
           {entry.present ? Retested::Kind::failed : Retested::Kind::passed, entry.present ? fault.detail : "", now});
}

void FaultRegister::retested(std::int64_t id, std::uint64_t ticket, const Done& done, const Retested& outcome) {
  const auto found = entries_.find(id);
  if (found == entries_.end() || !found->second.asked || found->second.asked->ticket != ticket) return;
  auto& entry = found->second;
  if (outcome.kind == Retested::Kind::busy) {
    if (!std::exchange(entry.asked->waits, true)) done(Resolution{shown(entry), true});
    return;
  }
  const auto asked = *std::exchange(entry.asked, std::nullopt);
  if (outcome.kind == Retested::Kind::failed) {
    // Gone by itself meanwhile, then the test was about something that is over.
    if (entry.fault.open())
      happen(entry, {id, outcome.at.wall, "retest_failed", asked.who, outcome.detail, outcome.evidence});
    if (!asked.waits)
      done(conflict(named(entry.fault) + " is not repaired: " +
                        (outcome.detail.empty() ? "the re-test found it again." : outcome.detail),
                    Reason::not_repaired));
    return;
  }
  if (entry.fault.open()) {
    entry.present = false;
    entry.flaps = false;
    happen(entry, {id, outcome.at.wall, "resolved", asked.who, asked.said(outcome.detail), outcome.evidence});
  }
  if (!asked.waits) done(Resolution{shown(entry)});
}

}  // namespace wardcast::health
