// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <deque>
#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/time_zone.hpp"
#include "daemon/config/site.hpp"
#include "daemon/editorial/plan_maker.hpp"
#include "daemon/editorial/programme_book.hpp"
#include "daemon/health/fault_register.hpp"
#include "daemon/health/line_book.hpp"
#include "daemon/health/sweeper.hpp"
#include "daemon/playout/engine.hpp"
#include "daemon/rehearsal/stand_ins.hpp"
#include "daemon/rehearsal/tone_tap.hpp"
#include "daemon/rehearsal/virtual_boards.hpp"
#include "daemon/rehearsal/virtual_meters.hpp"
#include "drivers/rtp/virtual_audio.hpp"
#include "drivers/store/store.hpp"

namespace wardcast::rehearsal {

/// Somebody raises a drill in all zones, once: tone and message.
struct Drill {
  WallTime at;
  playout::PlanItem message;
};

/// What is to be rehearsed.
struct Script {
  const site::Site& site;
  TimeZone zone;
  std::filesystem::path media;  ///< the station's recordings; only looked at
  WallTime from, to;            ///< editions that start in [from, to)
  std::vector<Drill> drills;    ///< in [from, to), in order of time
};

/// Airs a stretch of the plan on virtual time: the engine, plan maker and journal of the daemon, over audio that is
/// only counted and a ward of relays that always answer. Sessions of line tests are held too, over meters that read
/// what healthy lines take. One thread, no clock: the same script and store give the same journal to the byte.
///
/// What is on air already when the stretch begins is aired too, for it may hold zones, but not written down. Items
/// count as approved or not as the store has them; the journal begins empty and the station is not held silent.
class Rehearsal final : private playout::JournalDoor, private playout::MediaDoor {
 public:
  /// `store`: a copy of the plan (store::copy_plan); the journal is written to it. Throws what the store throws.
  Rehearsal(const Script& script, store::Store& store);

  /// Runs to the end of the last edition. Throws std::runtime_error when the journal refuses a fact or the station a
  /// drill.
  void run();

 private:
  void airing(const store::Airing& airing) override;
  void segment(const store::Segment& segment) override;
  void skip(const store::Skip& skip) override;
  void zones(const store::ZoneChange& change) override;
  void end(const store::AiringEnd& end) override;
  void emergency(const store::Emergency& emergency) override;
  void acknowledged(const store::EmergencyAcknowledgement& acknowledged) override;
  void checkpoint(std::vector<store::Checkpoint> running) override;
  void load(const std::string& media) override;

  [[nodiscard]] WallTime curtain_up() const;
  void publish();
  void raise_drills();
  [[nodiscard]] SteadyTime next_drill() const;
  [[nodiscard]] health::Sweeper::Doors sweep_doors();
  void settle();
  bool hand_over();
  void pass_to(SteadyTime next);

  const Script script_;
  store::Store& store_;
  const scheduler::Zones zones_;
  editorial::ProgrammeBook book_;
  editorial::PlanMaker plans_;
  StandIns recordings_;
  Now now_;
  const WallTime begin_;
  std::set<std::string> unwritten_;  ///< airings that began before the stretch
  std::deque<rtp::Report> sound_;
  std::deque<modbus::BoardReport> contacts_;
  std::deque<std::string> loads_;
  std::deque<modbus::MeterReading> readings_;
  std::deque<std::pair<playout::TestId, std::string>> lost_tests_;
  const std::shared_ptr<const media::Recording> tone_;
  rtp::VirtualAudio audio_;
  ToneTap tap_;
  VirtualBoards boards_;
  VirtualMeters meters_;
  playout::Engine engine_;
  health::FaultRegister faults_;  ///< written nowhere: what breaks is not the rehearsal's business
  health::LineBook lines_;
  health::Sweeper sweeper_;
  std::size_t drilled_ = 0;
  SteadyTime plan_due_{};
  SteadyTime sound_due_ = SteadyTime::max();
};

}  // namespace wardcast::rehearsal
