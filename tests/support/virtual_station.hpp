// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "daemon/playout/engine.hpp"
#include "drivers/rtp/stream_table.hpp"
#include "drivers/rtp/virtual_audio.hpp"
#include "tests/support/fake_relay_boards.hpp"
#include "tests/support/memory_journal.hpp"

namespace wardcast::test {

/// A packet as it left: which item it belongs to and where in it. Recordings made here carry both in their packets.
struct Heard {
  SteadyTime at;
  WallTime wall;
  std::size_t amplifier;
  std::int64_t item;
  std::uint32_t packet;
};

/// packets: the real stream table sends every one. counted: the virtual audio of rehearsals; nothing is heard().
enum class Sound { packets, counted };

/// The engine with the real stream table, fake relay boards and files in memory, on virtual time. No thread, no socket.
///
/// The ward: zones z1 and z2 share amplifier a1 (power on channel 8, warm-up 2 s), z3 has a2, z4 has a3, z5 has a4;
/// board b, lines on channels 1–5; latency 200 ms; Asia/Ho_Chi_Minh.
class VirtualStation final : private rtp::AudioOut,
                             private rtp::Wire,
                             private rtp::ReportOutlet,
                             private playout::MediaDoor,
                             private Clock {
 public:
  explicit VirtualStation(std::string local_start = "2026-11-22T16:59:00", Sound sound = Sound::packets,
                          const std::string& zone = "Asia/Ho_Chi_Minh");

  // -- the plan
  /// An approved item of so many packets, its recording on the disk.
  std::int64_t item(std::uint32_t packets);
  playout::PlanItem& plan_item(std::int64_t id) { return plan_.items.at(id); }
  /// An edition of a one-off: zones, local start, seconds, items.
  scheduler::Edition& edition(std::vector<std::string> zones, const std::string& start, int duration,
                              std::vector<std::int64_t> items);
  /// Editions as the timetable has them, beside those made here.
  void lay(const std::vector<scheduler::Edition>& editions) {
    plan_.editions.insert(plan_.editions.end(), editions.begin(), editions.end());
  }
  void publish();
  void lose_file(std::int64_t item) { lost_files_.insert("m" + std::to_string(item)); }
  void find_file(std::int64_t item) { lost_files_.erase("m" + std::to_string(item)); }
  /// While slow, the disk gives nothing.
  void slow_disk(bool slow) { slow_disk_ = slow; }
  /// Items whose recordings the station keeps in memory for emergencies, once published.
  void keep_in_memory(std::int64_t item) { messages_.push_back(item); }
  void narrow_hours(std::size_t zone, DailyWindow hours);

  // -- time
  void run_until(const std::string& local);
  void run_for(nanoseconds span);
  [[nodiscard]] WallTime local(const std::string& text) const;
  [[nodiscard]] const TimeZone& time_zone() const { return zone_; }
  [[nodiscard]] const scheduler::Zones& zones() const { return zones_; }
  [[nodiscard]] Now now() const override { return {wall_, steady_}; }

  /// Somebody sets the wall clock: forward, or back. The steady clock does not notice.
  void step(microseconds by);
  enum class Apply { now, at_the_next_start };
  /// What the engine is told of the clock when it starts. Now: it starts anew, before anything was planned.
  void trust(playout::ClockFloor floor, std::optional<WallTime> accounted_until = std::nullopt,
             Apply when = Apply::now);

  // -- emergencies
  static constexpr std::int64_t kTone = -1;  ///< as `item` of what is heard
  static constexpr std::uint32_t kTonePackets = 150;
  /// From raising to the first packet at most, the way to the next departure included; raise() lets it pass.
  static constexpr milliseconds kEmergencyLead{5};
  /// Raises one: zones, item, and what `change` makes of the rest. Returns its id.
  std::string raise(std::vector<std::string> zones, std::int64_t item,
                    const std::function<void(playout::EmergencyCall&)>& change = {});
  Result<std::string> try_raise(std::vector<std::string> zones, std::int64_t item,
                                const std::function<void(playout::EmergencyCall&)>& change = {});

  /// The process dies and starts again `away` later: journal as checkpointed, contacts as they stood.
  void crash_and_restart(nanoseconds away, microseconds clock_stepped = microseconds{0});
  void restart_after(nanoseconds away);

  // -- what came of it
  [[nodiscard]] std::vector<Heard> heard(std::size_t amplifier) const;
  [[nodiscard]] const store::AsRun& as_run(const std::string& edition) const { return journal.rows.at("a" + edition); }
  [[nodiscard]] const store::AsRun& airing(const std::string& id) const { return journal.rows.at(id); }
  [[nodiscard]] bool line_closed(int channel) const { return boards_->closed(0, channel - 1); }

  MemoryJournal journal;
  std::vector<playout::ClockNews> clock_news;
  std::vector<std::string> relay_log;  ///< "HH:MM:SS.mmm channel closed|open"

  [[nodiscard]] playout::Engine& engine() { return *engine_; }
  [[nodiscard]] FakeRelayBoards& boards() { return *boards_; }

 private:
  bool post(rtp::Command command) override;
  void send(std::span<rtp::Datagram> batch) override;
  void report(const rtp::Report& report) override { reports_.push_back(report); }
  void progress(const rtp::ClipProgress& report) override { reports_.push_back(report); }
  void load(const std::string& media) override { loads_.push_back(media); }

  void start(std::vector<store::AsRun> journal);
  void settle();
  void log_relays();
  static site::Site make_site();

  const Sound sound_;
  site::Site site_ = make_site();
  TimeZone zone_;
  scheduler::Zones zones_;
  playout::Plan plan_;
  playout::ClockFloor floor_;
  std::optional<WallTime> accounted_until_;
  WallTime wall_{};
  SteadyTime steady_{std::chrono::hours{1}};
  std::unique_ptr<FakeRelayBoards> boards_;
  std::unique_ptr<playout::Engine> engine_;
  rtp::PacerFigures figures_;
  std::vector<rtp::SentBoard> sent_{4};
  std::unique_ptr<rtp::StreamTable> table_;
  std::unique_ptr<rtp::VirtualAudio> counted_;
  SteadyTime table_next_{};
  std::deque<rtp::Report> reports_;
  std::deque<std::string> loads_;
  std::map<std::string, std::shared_ptr<const media::Recording>> files_;
  std::set<std::string> lost_files_;
  bool slow_disk_ = false;
  bool posted_ = false;
  std::vector<std::int64_t> messages_;
  std::map<rtp::ClipId, std::shared_ptr<const media::Recording>> playing_;
  std::vector<Heard> heard_;
  std::uint64_t contacts_ = 0;
  std::int64_t next_item_ = 1;
  std::int64_t run_ = 0;
};

}  // namespace wardcast::test
