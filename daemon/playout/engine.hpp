// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/time_zone.hpp"
#include "daemon/config/site.hpp"
#include "daemon/playout/clock_watch.hpp"
#include "daemon/playout/doors.hpp"
#include "daemon/playout/emergency_run.hpp"
#include "daemon/playout/live.hpp"
#include "daemon/playout/message_shelf.hpp"
#include "daemon/playout/plan.hpp"
#include "daemon/playout/rundown_run.hpp"
#include "daemon/playout/test_bench.hpp"
#include "daemon/playout/zone_relays.hpp"
#include "drivers/modbus/relay_boards.hpp"
#include "drivers/rtp/audio_out.hpp"
#include "scheduler/arbitration.hpp"

namespace wardcast::playout {

/// What the engine noticed of the wall clock.
struct ClockNews {
  ClockWatch::News what;
  WallTime shown{};
  std::string why;  ///< why it cannot be right; empty when it can
};

/// Puts the plan on air: wakes amplifiers, closes line relays, feeds the pacer, writes the journal, opens relays again.
///
/// A state machine without thread, socket or clock of its own: every input carries the time, `advance` lets time pass
/// and `next_wake` says when it wants to be called again. The same engine runs on the io thread and in rehearsals.
class Engine : public TestBench {
 public:
  struct Doors {
    rtp::AudioOut& audio;
    modbus::RelayBoards& relays;
    JournalDoor& journal;
    MediaDoor& media;
    std::function<void()> changed;                     ///< what live() tells has changed
    std::function<void(const ClockNews&)> clock = {};  ///< it was stepped, went wrong or came right
    /// Goes before every message of an emergency; without it the messages come alone.
    std::shared_ptr<const media::Recording> attention_tone = nullptr;
    /// A test has lost its amplifier to somebody, and why. Called when the engine has done all else.
    std::function<void(TestId, const std::string& why)> test_lost = {};
  };

  /// `run`: number of this start of the daemon. `hold`: the station is kept silent from the start.
  Engine(const site::Site& site, scheduler::Zones zones, TimeZone time_zone, Doors doors, std::int64_t run, bool hold);

  /// Once, before the first plan: what the journal knows of the last days. Editions with an end never start again;
  /// those without one are joined in progress while their slot lasts, else ended.
  void recover(std::vector<store::AsRun> journal);
  /// Once, before the first plan, when the clock is not to be believed blindly: what it cannot be earlier than, and
  /// until when all editions are known to be aired or missed (nothing: until now).
  void trust_clock(ClockFloor floor, std::optional<WallTime> accounted_until = std::nullopt);
  /// Once, before the first plan, after recover(): oldest first. Those that are neither over nor expired go on.
  void recover_emergencies(std::vector<KnownEmergency> known);
  void publish(std::shared_ptr<const Plan> plan, Now now);
  void media_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded, Now now);
  void relay_report(const modbus::BoardReport& report, Now now);
  void audio_report(const rtp::Report& report, Now now);
  void advance(Now now);
  /// When to call advance at the latest, after any input.
  [[nodiscard]] SteadyTime next_wake() const { return wake_; }

  void stop_all(const std::string& who, bool hold, Now now);
  void release(Now now);
  Result<void> stop_airing(std::string_view airing, const std::string& who, Now now);
  // Emergencies: see StationControl. Raised, they are on air before this returns, with or without a plan.
  Result<std::string> raise(const EmergencyCall& call, Now now);
  Result<void> acknowledge(std::string_view emergency, const std::string& who, Now now);
  Result<void> reset(std::string_view emergency, const std::string& who, Now now);
  [[nodiscard]] std::vector<EmergencyLive> emergencies() const;
  [[nodiscard]] std::optional<PlanItem> message(scheduler::ItemId item) const;
  /// The alarm's contacts, where the site has them.
  void alarm(bool lamp, bool buzzer) { relays_.alarm(lamp, buzzer); }
  // Tests of lines: see TestBench.
  [[nodiscard]] TestOffer test_offer(std::size_t zone, Now now) const override;
  TestId begin_test(std::size_t zone, std::size_t line, Now now) override;
  [[nodiscard]] SteadyTime test_warm_at(TestId test) const override;
  SteadyTime sound_test(TestId test, std::shared_ptr<const media::Recording> tone, nanoseconds at_most,
                        Now now) override;
  SteadyTime fade_test(TestId test, Now now) override;
  void switch_test(TestId test, bool closed, Now now) override;
  void end_test(TestId test, Now now) override;
  [[nodiscard]] modbus::RelayState contact(std::size_t zone, std::size_t line) const override {
    return relays_.line_state(zone, line);
  }
  /// A latched line stays open for everything but its test, emergencies too: it is shorted.
  void latch(std::size_t zone, std::size_t line, bool latched, Now now);
  /// Safe state: streams closed, relays open, power off. What was on air is not ended in the journal: it may be joined
  /// again.
  void shut_down(Now now);
  /// shut_down() has been carried out as far as the boards answer.
  [[nodiscard]] bool safe() const;
  /// Something that a person stopped is still sending its last packet.
  [[nodiscard]] bool stopping() const;

  [[nodiscard]] Live live(Now now) const;
  [[nodiscard]] const ClockWatch& clock() const { return clock_; }
  /// Every edition that was over by then has its end in the journal. A plan must reach back so far.
  [[nodiscard]] std::optional<WallTime> accounted_until() const { return accounted_until_; }

 private:
  struct AiringRun {
    enum class Phase { waiting, opened, over };
    std::string id;
    scheduler::Edition edition;
    std::vector<std::size_t> zones;          ///< all it asks for
    scheduler::Holding holding;              ///< what it has of them, or will have at its epoch
    std::optional<scheduler::Holding> told;  ///< what the journal knows of that
    Phase phase = Phase::waiting;
    std::unique_ptr<RundownRun> rundown;
    std::optional<store::AsRun> earlier;  ///< from before a restart
    std::uint64_t claim = 0;
    SteadyTime epoch{};
    SteadyTime ends_at{};      ///< the pacer was told to end then
    bool end_decided = false;  ///< whether the item in progress may run over
    bool on_record = false;    ///< its airing row is written
    bool closing = false;      ///< the pacer was told to close the stream
    bool silenced = false;     ///< stopped by a person: relays open at once
    bool held = false;         ///< was kept from beginning by a hold
    std::string end_reason = "slot_end", end_detail;
    std::shared_ptr<EmergencyRun> emergency;  ///< not of the plan; its edition is made up and has no id

    /// Only an emergency passes the hours guard, not a drill of one.
    [[nodiscard]] bool guarded() const { return !emergency || emergency->record.emergency.drill; }

    /// Something of it was sent before the daemon started.
    [[nodiscard]] bool begun_before() const;
  };

  /// What becomes of one whose start has come, or will have by then.
  struct Decision {
    scheduler::Start start = scheduler::Start::now;
    scheduler::Holding holding;
  };

  /// A line being tested.
  struct TestRun {
    TestId id = 0;
    std::size_t zone = 0, line = 0, amplifier = 0;
    bool closed = true;        ///< its contact is to be
    rtp::StreamId stream = 0;  ///< of its tone; 0 while there is none
    std::shared_ptr<const media::Recording> tone = nullptr;
    std::vector<rtp::ClipId> clips = {};  ///< of the tone, until it falls
    SteadyTime silent_at{};               ///< it has fallen and is heard no more
  };

  /// Sound of a source that has ended may still come out of an amplifier until then.
  struct Tail {
    SteadyTime until{};
    std::uint64_t claim = 0;
  };

  // engine.cpp
  AiringRun* by_stream(rtp::StreamId stream);
  AiringRun* by_edition(std::string_view edition);
  void send(rtp::Command command);
  void close(AiringRun& airing, const std::string& reason, const std::string& detail);
  void finish(AiringRun& airing, Now now);
  void put_on_record(AiringRun& airing, WallTime started_at, Now now);
  void miss(AiringRun& airing, const std::string& reason, const std::string& detail, Now now);
  static std::string result_word(const store::AsRun& as_run);  ///< full | partial | missed
  /// Has the instant come? If not, advance() wants to be called then.
  bool due(SteadyTime at, Now now);
  static SteadyTime steady_of(WallTime at, Now now);
  // engine_prepare.cpp
  void pick_up(Now now);
  void follow_plan(Now now);
  void prepare(AiringRun& airing, Now now);
  void make_rundown(AiringRun& airing, Now now);
  void open(AiringRun& airing, scheduler::Holding holding, Now now);
  [[nodiscard]] SteadyTime first_frame_at(const AiringRun& airing, const std::vector<std::size_t>& zones,
                                          Now now) const;
  [[nodiscard]] std::vector<std::size_t> indices_of(const std::vector<std::string>& zones) const;
  void begin_in_place(AiringRun& airing, Now now);
  // engine_clock.cpp
  void watch_clock(Now now);
  void account_for_passed(Now now);
  // engine_air.cpp
  void keep_on_air(AiringRun& airing, Now now);
  void decide_end(AiringRun& airing, Now now);
  [[nodiscard]] WallTime zones_free_until(const AiringRun& airing, WallTime from) const;
  // engine_arbitration.cpp
  /// When it came, for who is first among equals.
  static SteadyTime arrival(const AiringRun& airing, Now now);
  /// On air, opened for soon or about to rejoin after a restart, in order of arrival.
  [[nodiscard]] std::vector<AiringRun*> claimants(Now now) const;
  [[nodiscard]] scheduler::Claim claim_of(const AiringRun& airing, WallTime at) const;
  [[nodiscard]] std::vector<std::size_t> zones_of(std::size_t claim, const std::vector<scheduler::Claim>& claims) const;
  /// Does `queued` wait for zones since before the newcomer's start?
  static bool first_in_line(const AiringRun& queued, const AiringRun& newcomer, Now now);
  enum class Among { all, those_in_their_slot };
  [[nodiscard]] Decision decide_start(const AiringRun& airing, Now now, Among others = Among::all) const;
  void regrant(Now now);
  void hold_zones(AiringRun& airing, scheduler::Holding holding, Now now);
  void record_zones(AiringRun& airing, Now now);
  // engine_emergency.cpp
  bool open_emergency(std::shared_ptr<EmergencyRun> run, SteadyTime ends_at, std::optional<store::AsRun> earlier,
                      Now now);
  /// What one that has just opened gets of its zones.
  [[nodiscard]] scheduler::Holding first_holding(const AiringRun& airing, Now now) const;
  void resume_emergencies(Now now);
  void resume(const std::shared_ptr<EmergencyRun>& run, Now now);
  void keep_emergency(AiringRun& airing, Now now);
  void feed_emergency(AiringRun& airing, Now now);
  bool find_message(EmergencyRun& run, Now now);
  static void leave_out(AiringRun& airing);
  void cannot_air(AiringRun& airing, const std::string& problem, Now now);
  void follow_plan(AiringRun& emergency, Now now);
  void message_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded, Now now);
  void over(AiringRun& emergency, const store::AiringEnd& end);
  [[nodiscard]] std::shared_ptr<EmergencyRun> emergency_by_id(std::string_view id) const;
  // engine_tests.cpp
  TestRun* test_by_id(TestId id);
  [[nodiscard]] bool uses(const std::vector<std::size_t>& zones, std::size_t amplifier) const;
  [[nodiscard]] SteadyTime wakes_at(const scheduler::Edition& edition, std::size_t amplifier, Now now) const;
  void silence(TestRun& test, Now now);
  void lose_tests(const std::function<bool(const TestRun&)>& which, const std::string& why, Now now);
  void tell_lost_tests();
  // engine_zones.cpp
  [[nodiscard]] std::vector<std::size_t> allowed_zones(const AiringRun& airing, WallTime at) const;
  void lose_zones(const AiringRun& airing, const std::vector<std::size_t>& lost, Now now);
  /// A zone that somebody has, or will have soon enough to wake its amplifier now.
  struct Need {
    const AiringRun* airing;
    std::size_t zone;
    nanoseconds until_start;  ///< not above 0: on air
  };
  [[nodiscard]] std::vector<Need> needs(Now now) const;
  void switch_relays(Now now);
  [[nodiscard]] bool carried_by_other(const AiringRun& airing, std::size_t zone, Now now) const;
  [[nodiscard]] rtp::AmplifierSet amplifiers_of(const std::vector<std::size_t>& zones) const;
  void confirm_all(Now now);

  const site::Site& site_;
  const scheduler::Zones zones_;
  const TimeZone time_zone_;
  Doors doors_;
  const std::int64_t run_;
  ZoneRelays relays_;
  ClockWatch clock_;
  std::optional<WallTime> accounted_until_;
  struct PassedOver {
    std::string reason = "too_late", detail = "its slot had passed before it could start";
  };
  PassedOver passed_over_;  ///< why editions are over that never began
  std::shared_ptr<const Plan> plan_;
  std::vector<std::unique_ptr<AiringRun>> airings_;  ///< in order of arrival
  std::set<scheduler::EditionId> done_;              ///< ended, missed or stopped: never again
  std::vector<store::AsRun> recovered_;
  MessageShelf shelf_;
  std::vector<std::shared_ptr<EmergencyRun>> emergencies_;  ///< oldest first, those over too
  bool emergencies_resumed_ = false;
  bool acting_without_plan_ = false;  ///< there was an emergency: relays are the engine's business from now on
  std::uint64_t emergencies_raised_ = 0;
  std::vector<rtp::Command> unsent_;
  std::vector<SteadyTime> zone_hold_;  ///< closed until then although nobody holds it: the receiver's buffer plays out
  std::vector<Tail> amplifier_tail_;
  std::vector<SteadyTime> power_hold_;
  std::vector<SteadyTime> powered_at_;  ///< its power contact was last told to close
  std::vector<TestRun> tests_;
  std::vector<std::pair<TestId, std::string>> lost_tests_;  ///< not told yet
  std::uint64_t next_id_ = 1;
  bool hold_ = false;
  bool shutting_down_ = false;
  bool checkpoint_due_ = false;
  SteadyTime wake_{};
};

}  // namespace wardcast::playout
