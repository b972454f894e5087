// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/worker.hpp"
#include "daemon/playout/doors.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::playout {

/// Carries facts from the io thread to the desk thread, which alone writes the database, in order and without losing
/// any while the disk refuses: they wait in memory and are tried again. What is on air never waits for it.
///
/// Overflow rule: beyond kMostWaiting facts (weeks of broadcasting) the newest is dropped and counted; lost() is shown
/// in the metrics and logged. Of checkpoints only the newest is kept. Audit entries, which strangers at the door make
/// too, have a smaller share: beyond kMostAudits the newest is dropped and logged.
class JournalWriter final : public JournalDoor {
 public:
  static constexpr std::size_t kMostWaiting = 100'000;
  static constexpr std::size_t kMostAudits = 10'000;
  /// `sessions` is asked on the io thread, at each checkpoint, for the RTP sessions to persist.
  JournalWriter(Worker& desk, store::Store& store, const Clock& clock,
                std::function<std::vector<store::RtpBase>()> sessions);

  // io thread
  void airing(const store::Airing& airing) override;
  void segment(const store::Segment& segment) override;
  void skip(const store::Skip& skip) override;
  void zones(const store::ZoneChange& change) override;
  void end(const store::AiringEnd& end) override;
  void emergency(const store::Emergency& emergency) override;
  void acknowledged(const store::EmergencyAcknowledgement& acknowledged) override;
  void checkpoint(std::vector<store::Checkpoint> running) override;
  void fault(const store::FaultOpened& fault) { add(fault); }
  void fault(const store::FaultEvent& event) { add(event); }
  void line(const store::LineReference& reference) { add(reference); }
  void line(const store::Measurement& measurement) { add(measurement); }
  void sweep(const store::Sweep& sweep) { add(sweep); }
  void sweep(const store::SweepEnd& end) { add(end); }
  /// In place of what stands there; written in the order of the calls, so that the newest stays.
  void setting(std::string key, std::string value) { add(Setting{std::move(key), std::move(value)}); }
  /// While the station is put together its store has one thread, which is not the desk's: facts wait until release().
  void hold();
  void release();
  /// Tries again what could not be written. Call it about once a second.
  void retry();

  // any thread
  void audit(store::AuditEntry entry);
  [[nodiscard]] std::size_t waiting() const;
  /// How long the oldest fact that waits has waited; zero when none does.
  [[nodiscard]] nanoseconds lag(SteadyTime now) const;
  [[nodiscard]] std::uint64_t lost() const { return lost_; }
  [[nodiscard]] bool failing() const { return failing_; }
  /// It is failing because the disk is full.
  [[nodiscard]] bool out_of_space() const { return out_of_space_; }

  /// Desk thread, at shutdown: writes what waits. False when the disk still refuses.
  bool flush();

 private:
  struct Setting {
    std::string key, value;
  };
  using Fact =
      std::variant<store::Airing, store::Segment, store::Skip, store::ZoneChange, store::AiringEnd, store::Emergency,
                   store::EmergencyAcknowledgement, store::FaultOpened, store::FaultEvent, store::LineReference,
                   store::Measurement, store::Sweep, store::SweepEnd, Setting, store::AuditEntry>;
  struct Waiting {
    Fact fact;
    SteadyTime since;
  };
  struct Picture {
    std::vector<store::Checkpoint> running;
    std::vector<store::RtpBase> sessions;
  };

  void add(Fact fact);
  void wake_desk();
  void write();

  Worker& desk_;
  store::Store& store_;
  const Clock& clock_;
  std::function<std::vector<store::RtpBase>()> sessions_;
  mutable std::mutex mutex_;
  std::deque<Waiting> facts_;       // guarded by mutex_
  std::size_t audits_ = 0;          // guarded by mutex_: of facts_
  std::optional<Picture> picture_;  // guarded by mutex_
  bool posted_ = false;             // guarded by mutex_
  bool held_ = false;               // guarded by mutex_
  std::atomic<std::uint64_t> lost_ = 0;
  std::atomic<bool> failing_ = false;
  std::atomic<bool> out_of_space_ = false;
};

}  // namespace wardcast::playout
