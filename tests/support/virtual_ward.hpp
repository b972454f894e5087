// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/health/board_faults.hpp"
#include "daemon/health/sweeper.hpp"
#include "daemon/playout/engine.hpp"
#include "daemon/rehearsal/tone_tap.hpp"
#include "daemon/rehearsal/virtual_boards.hpp"
#include "daemon/rehearsal/virtual_meters.hpp"
#include "drivers/rtp/virtual_audio.hpp"
#include "tests/support/memory_journal.hpp"

namespace wardcast::test {

/// A whole ward on virtual time: engine, sweeper and fault register over relays, amplifiers and meters of the simulated
/// ward. One thread; nothing is read from a clock.
class VirtualWard {
 public:
  struct Options {
    std::string local_start = "2026-11-02T07:50:00";  ///< a Monday
    double noise = 0.02;
    std::uint64_t seed = 1;
    std::optional<WallTime> since = {};  ///< sessions planned before are nobody's; none: before the beginning
  };
  VirtualWard(site::Site site, const Options& options);

  // -- time
  void run_for(nanoseconds span);
  void run_until(const std::string& local);
  /// Until nothing is being tested and no test waits, at most so long.
  void run_until_idle(nanoseconds at_most);
  [[nodiscard]] Now now() const { return now_; }
  [[nodiscard]] WallTime local(const std::string& text) const { return zone_.to_wall(parse_civil(text).value()); }

  // -- the plan
  std::int64_t item(std::uint32_t packets);
  void edition(std::vector<std::string> zones, const std::string& start, int duration, std::vector<std::int64_t> items);
  void publish();

  /// Confirms what every line measures now as its reference, by the sweeper's own test.
  void commission();
  /// Starts a session and lets it run to its end, confirmations and all.
  store::SweepEnd sweep(const std::vector<std::string>& lines = {});
  /// Open faults as "class:cause".
  [[nodiscard]] std::set<std::string> open_faults() const;

  [[nodiscard]] const site::Site& site() const { return site_; }
  site::Site site_;
  TimeZone zone_;
  Now now_;
  std::vector<store::Measurement> measurements;
  std::vector<store::LineReference> references;
  std::vector<store::SweepRecord> sweeps;
  MemoryJournal journal;
  /// Called whenever something may have changed.
  std::function<void()> watch = [] {};
  /// Zones whose lines hear a test tone now.
  [[nodiscard]] std::set<std::size_t> hearing_the_tone() const;
  /// Packets counted by airing.
  [[nodiscard]] const store::AsRun& as_run(const std::string& edition) const { return journal.rows.at("a" + edition); }
  std::string raise(const std::vector<std::string>& zones, std::int64_t item);

  [[nodiscard]] playout::Engine& engine() { return *engine_; }
  [[nodiscard]] health::Sweeper& sweeper() { return *sweeper_; }
  [[nodiscard]] health::FaultRegister& faults() { return *faults_; }
  [[nodiscard]] health::LineBook& book() { return *book_; }
  [[nodiscard]] rehearsal::VirtualBoards& boards() { return *boards_; }
  [[nodiscard]] rehearsal::VirtualMeters& meters() { return *meters_; }

 private:
  class Media final : public playout::MediaDoor {
   public:
    void load(const std::string& media) override { asked.push_back(media); }
    std::deque<std::string> asked;
  };
  void settle();
  bool hand_over();

  scheduler::Zones zones_;
  playout::Plan plan_;
  std::map<std::string, std::shared_ptr<const media::Recording>> files_;
  std::shared_ptr<const media::Recording> tone_;
  Media media_;
  std::deque<rtp::Report> sound_;
  std::deque<modbus::BoardReport> contacts_;
  std::deque<modbus::MeterReading> readings_;
  std::deque<std::pair<playout::TestId, std::string>> lost_;
  SteadyTime sound_due_ = SteadyTime::max();
  std::unique_ptr<health::FaultRegister> faults_;
  std::unique_ptr<health::LineBook> book_;
  std::unique_ptr<rtp::VirtualAudio> audio_;
  std::unique_ptr<rehearsal::ToneTap> tap_;
  std::unique_ptr<rehearsal::VirtualBoards> boards_;
  std::unique_ptr<rehearsal::VirtualMeters> meters_;
  std::unique_ptr<playout::Engine> engine_;
  std::unique_ptr<health::Sweeper> sweeper_;
  std::int64_t next_item_ = 1;
};

/// A ward of so many lines with mixed taps, on amplifiers of four lines each; two boards of 16 relays on a bus of their
/// own each, a meter of 16 channels on each bus. Every amplifier has power on none. Always allowed.
site::Site sample_site(int lines, unsigned seed, milliseconds refresh = milliseconds{1000});

}  // namespace wardcast::test
