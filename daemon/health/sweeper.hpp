// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "daemon/health/fault_register.hpp"
#include "daemon/health/line_book.hpp"
#include "daemon/health/line_test.hpp"
#include "scheduler/sweep_plan.hpp"

namespace wardcast::health {

/// What a person asked of one line.
enum class Purpose : std::uint8_t { sweep, confirm, test, retest, reference };
std::string_view word(Purpose purpose);

/// What became of a test that somebody waits for.
struct TestAnswer {
  bool deferred = false;  ///< the zone is busy: it will be done later; the answer comes again then
  std::string why;        ///< of deferred
  std::optional<store::Measurement> measurement;
};

/// A session as far as it has come.
struct SweepProgress {
  store::Sweep sweep;
  std::map<std::string, std::string> verdicts;  ///< by line, of those that are done
  std::vector<std::string> testing;             ///< now
  std::string waits;                            ///< for what, when nothing is tested
};

/// Tests lines: in the planned sessions, when a person asks, and again to confirm what was found. Several at once where
/// bus, amplifier and meter differ; idle amplifiers only; whoever needs one takes it, and the line's turn comes again.
/// Judges, raises faults and clears them. A state machine without clock or thread. io thread.
class Sweeper {
 public:
  struct Doors {
    playout::TestBench& bench;
    modbus::LineMeters& meters;
    std::function<void(const store::Measurement&)> measured;
    std::function<void(const store::LineReference&)> referenced;
    std::function<void(const store::Sweep&)> begun;
    std::function<void(const store::SweepEnd&)> ended;
    std::function<void()> changed;      ///< what progress() tells has changed
    std::function<bool()> clock_right;  ///< while it is not, no planned session begins or is missed
    /// The tone for a line of that rated voltage.
    std::function<std::shared_ptr<const media::Recording>(double rated_volts)> tone;
    double tone_hz = 1000;  ///< as it is played
  };

  /// `known`: ids of sessions on record of the last kAccounted days. Planned sessions before `since` are nobody's.
  Sweeper(const site::Site& site, TimeZone zone, LineBook& book, FaultRegister& faults, std::set<std::string> known,
          WallTime since, Doors doors);

  /// Once, before the first advance: a session that the daemon did not live to end goes on while its window lasts, with
  /// the lines that have no verdict yet. What was to be confirmed is tested again.
  void resume(store::Sweep sweep, const std::map<std::string, Verdict>& verdicts, Now now);

  /// Once, before the first advance and after resume(): what the newest test of a line found shortly before the restart
  /// and nothing has confirmed yet is tested again.
  void recall(Now now);

  /// A planned session older than this that was not held is not spoken of any more.
  static constexpr std::chrono::days kAccounted{35};
  /// As `since`: from when the clock is right for the first time; a station installed in 1970 has missed nothing.
  static constexpr WallTime kSinceTheClockIsRight = WallTime::max();

  void advance(Now now);
  void reading(const modbus::MeterReading& reading, Now now);
  void test_lost(playout::TestId test, const std::string& why, Now now);
  [[nodiscard]] SteadyTime next_wake() const { return wake_; }

  /// A session now, of these lines (empty: all). conflict while another runs; its id.
  Result<std::string> begin(const std::string& who, bool dry, std::vector<std::string> lines, Now now);
  /// Ends a running session; what is not tested by then was not tested. not_found.
  Result<void> stop(std::string_view sweep, const std::string& who, Now now);
  /// Keeps planned sessions from beginning, and the running ones from going on, for so long.
  void postpone(seconds by, Now now);
  /// No test begins for so long, one that somebody waits for neither: everything was just told to be silent. What was
  /// postponed for longer stays so.
  void hush(seconds by, Now now);
  /// Nothing when no test is kept waiting by postpone() or hush().
  [[nodiscard]] std::optional<WallTime> postponed_until(Now now) const;
  /// One line, before all others. `why` belongs to a reference. `answer` is called when it is measured, and once
  /// before, with `deferred`, when it cannot begin within a moment. A test or reference that could not begin within
  /// half an hour is forgotten: whoever stood below the loudspeakers has left. What is asked for twice before it has
  /// begun is done once, for the newest who and why; an `answer` that comes after all were deferred hears nothing but
  /// that.
  void test(LineId line, Purpose purpose, const std::string& who, const std::string& why,
            std::function<void(const TestAnswer&)> answer, Now now);

  [[nodiscard]] std::vector<SweepProgress> progress() const;
  /// Nothing is tested, and nothing waits for its turn.
  [[nodiscard]] bool idle() const { return jobs_.empty() && sessions_.empty(); }
  /// The next planned sessions, soonest first.
  [[nodiscard]] std::vector<scheduler::SweepSlot> planned(Now now, std::size_t most) const;
  [[nodiscard]] const LineBook& book() const { return book_; }

 private:
  struct Job {
    LineId line;
    Purpose purpose = Purpose::sweep;
    std::string sweep;  ///< its session; empty: of a person, or a confirmation that outlived it
    std::string who, why;
    int attempt = 1;
    SteadyTime due{};
    SteadyTime asked{};
    std::string waits;  ///< why it has not begun
    std::unique_ptr<LineTest> test;
    std::function<void(const TestAnswer&)> answer;
    bool told_deferred = false;
  };
  struct Session {
    store::Sweep sweep;
    std::map<LineId, Verdict> verdicts;
    bool stopped = false;
    std::string stopped_by;
  };

  // sweeper.cpp
  void start_due(Now now);
  bool start(Job& job, Now now);
  [[nodiscard]] bool shares(const Job& job) const;
  void collect(Now now);
  void tell_deferred(Job& job, const std::string& why) const;
  void pass_over(Job& job);
  void account(const Job& job, Verdict verdict);
  [[nodiscard]] bool given_up(const Job& job) const;
  void forget_old_wishes(Now now);
  // sweeper_sessions.cpp
  void look_at_plan(Now now);
  void miss(const scheduler::SweepSlot& slot, const std::string& why, Now now);
  void begin_session(store::Sweep sweep, Now now);
  void line_up(const store::Sweep& sweep, const std::map<LineId, Verdict>& done, Now now);
  void end_sessions(Now now);
  void end_session(const Session& session, Now now);
  // sweeper_verdicts.cpp
  void conclude(Job job, Now now);
  Judgement judgement_of(const Job& job, const TestResult& result) const;
  void again(Job job, SteadyTime due);
  void confirm_later(Job job, Verdict verdict, Now now);
  void raise_stuck_meter(const LineState& line, const Judgement& judgement, Now now);
  void settle(const Job& job, const store::Measurement& row, const Judgement& judgement, Now now);
  void raise(const LineState& line, const store::Measurement& row, const Judgement& judgement, Now now);
  void clear(LineState& line, Verdict except, const std::string& detail, Now now);
  void look_at_idle(const Job& job, const TestResult& result, Now now);
  /// Whether what was measured could be taken.
  bool take_reference(const Job& job, const TestResult& result, Now now);
  [[nodiscard]] bool on_record(const LineState& line, Verdict verdict) const;

  const site::Site& site_;
  const TimeZone zone_;
  LineBook& book_;
  FaultRegister& faults_;
  std::set<std::string> known_;
  WallTime since_;
  Doors doors_;
  bool plans_ = false;  ///< there is something to measure
  std::vector<Job> jobs_;
  std::vector<Session> sessions_;
  SteadyTime plan_due_{};
  SteadyTime postponed_until_{};
  SteadyTime quiet_until_{};
  WallTime postponed_from_{}, postponed_to_{};  ///< by the wall clock: which windows it took
  std::uint64_t tickets_ = 0;
  std::uint64_t asked_for_ = 0;
  SteadyTime wake_ = SteadyTime::max();
  bool advancing_ = false;
};

/// Attempts in a row of one session before what was found counts as found; then it waits to be confirmed.
inline constexpr int kRepeat = 2;
/// Found again it is confirmed, and a fault then.
inline bool lasts(Verdict verdict) { return is_fault(verdict) && verdict != Verdict::drift; }
/// "partial:line/line-1a": one fault for each class and line.
std::string line_cause(Verdict verdict, std::string_view line);
/// What was measured, as a JSON object for whoever follows a fault.
std::string evidence_of(const store::Measurement& row);

}  // namespace wardcast::health
