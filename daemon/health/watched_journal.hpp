// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/time_zone.hpp"
#include "daemon/health/fault_register.hpp"
#include "daemon/playout/doors.hpp"

namespace wardcast::health {

/// Passes facts on to the journal and reads in them what is a fault: an edition missed (schedule_missed), a recording
/// that could not be read (media_bad, gone when the item airs to its end). io thread.
class WatchedJournal final : public playout::JournalDoor {
 public:
  WatchedJournal(playout::JournalDoor& journal, FaultRegister& faults, const Clock& clock, TimeZone zone)
      : journal_(journal), faults_(faults), clock_(clock), zone_(std::move(zone)) {}

  /// First packets of programmes that left later than this after their planned instant are counted.
  static constexpr milliseconds kLate{20};
  [[nodiscard]] std::uint64_t late_starts() const { return late_starts_; }

  void airing(const store::Airing& airing) override;
  void segment(const store::Segment& segment) override;
  void skip(const store::Skip& skip) override;
  void zones(const store::ZoneChange& change) override { journal_.zones(change); }
  void end(const store::AiringEnd& end) override;
  void emergency(const store::Emergency& emergency) override { journal_.emergency(emergency); }
  void acknowledged(const store::EmergencyAcknowledgement& fact) override { journal_.acknowledged(fact); }
  void checkpoint(std::vector<store::Checkpoint> running) override { journal_.checkpoint(std::move(running)); }

 private:
  playout::JournalDoor& journal_;
  FaultRegister& faults_;
  const Clock& clock_;
  const TimeZone zone_;
  std::uint64_t late_starts_ = 0;
  std::map<std::string, std::string> names_;  ///< of airings not over: "'Bản tin' of 2026-11-22T17:00:00+07:00"
};

/// An edition missed is a fault unless a person took it off the air.
bool is_fault(const store::AiringEnd& end);
/// As WatchedJournal does, for one that was written elsewhere.
void record_missed(const store::Airing& airing, const store::AiringEnd& end, const TimeZone& zone,
                   FaultRegister& faults, Now now);
std::string media_cause(store::ItemId item);  ///< "media_bad:item/7"

}  // namespace wardcast::health
