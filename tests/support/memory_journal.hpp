// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/playout/doors.hpp"

namespace wardcast::test {

/// Remembers facts as the store would.
class MemoryJournal final : public playout::JournalDoor {
 public:
  void airing(const store::Airing& airing) override { rows[airing.id].airing = airing; }
  void segment(const store::Segment& segment) override { row(segment.airing).segments.push_back(segment); }
  void skip(const store::Skip& skip) override { row(skip.airing).skips.push_back(skip); }
  void zones(const store::ZoneChange& change) override { row(change.airing).zone_changes.push_back(change); }
  void end(const store::AiringEnd& end) override { row(end.airing).end = end; }
  void emergency(const store::Emergency& raised) override { emergencies.push_back({raised, {}, {}}); }
  void acknowledged(const store::EmergencyAcknowledgement& fact) override;
  void checkpoint(std::vector<store::Checkpoint> running) override { last_checkpoint = std::move(running); }
  /// What the next start of the daemon would find: running clips became segments that ended in a crash.
  [[nodiscard]] std::vector<store::AsRun> after_crash() const;

  std::map<std::string, store::AsRun> rows;
  std::vector<store::EmergencyRecord> emergencies;  ///< oldest first; what ended them stands in rows
  std::vector<store::Checkpoint> last_checkpoint;

 private:
  /// As in the store, an airing comes before what belongs to it.
  store::AsRun& row(const std::string& airing) {
    EXPECT_TRUE(rows.contains(airing)) << "a fact came before its airing " << airing;
    return rows[airing];
  }
};

inline std::vector<store::AsRun> MemoryJournal::after_crash() const {
  auto copy = rows;
  for (const auto& checkpoint : last_checkpoint) {
    auto segment = checkpoint.so_far;
    segment.end_reason = "crash";
    copy[segment.airing].segments.push_back(segment);
  }
  std::vector<store::AsRun> all;
  for (auto& [id, as_run] : copy) all.push_back(as_run);
  return all;
}

inline void MemoryJournal::acknowledged(const store::EmergencyAcknowledgement& fact) {
  for (auto& record : emergencies) {
    if (record.emergency.id == fact.emergency) record.acknowledged = fact;
  }
}

}  // namespace wardcast::test
