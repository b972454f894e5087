// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/site.hpp"
#include "daemon/health/judgement.hpp"
#include "daemon/playout/test_bench.hpp"
#include "drivers/modbus/line_meters.hpp"

namespace wardcast::health {

/// A line by its place in the site's lists.
struct LineId {
  std::size_t zone = 0, line = 0;
  auto operator<=>(const LineId&) const = default;
};

/// What a test of a line needs to know.
struct TestOrder {
  LineId line;
  bool dry = false;                       ///< relays only, no tone
  int readings = 3;                       ///< the median of so many counts
  std::optional<site::ChannelRef> meter;  ///< none: relays only
  milliseconds refresh{1000};             ///< the meter has a new reading so often
  double assumed_volts = 10;              ///< of a meter that reads amperes or ohms alone: the tone's
  /// The meter is read once before the tone, too: one that shows the tone already is stuck, and would call any line
  /// well.
  bool looks_first = false;
  std::shared_ptr<const media::Recording> tone;
  milliseconds latency{200}, warm_up{0};  ///< of the amplifier
  std::vector<LineId> others;             ///< of the same amplifier: they must be open before a tone sounds
  /// Another line of the amplifier whose current is looked at while the tone sounds: its contact is open, so it should
  /// have none. Without one the line itself is looked at with its contact opened.
  std::optional<std::pair<LineId, site::ChannelRef>> watched;

  /// The order of one test of that line; `tone` has to be added.
  static TestOrder of(const site::Site& site, LineId line);
  /// About how long it takes: relay, tone, readings, and what buses may need.
  [[nodiscard]] nanoseconds span() const;
};

struct TestResult {
  enum class Outcome : std::uint8_t {
    measured,     ///< `measured` tells
    relay_only,   ///< the contact closed and opened again; there is nothing to measure with, or nobody asked
    no_comm,      ///< relay board or meter did not answer
    relay_stuck,  ///< the contact did not follow
    lost          ///< somebody needed the amplifier: nothing is known
  };
  Outcome outcome = Outcome::lost;
  std::optional<Measured> measured;
  /// Current through an open contact, of this line or another: no healthy one has any.
  std::optional<std::pair<LineId, double>> idle_amps;
  std::string detail;
  bool meter_stuck = false;  ///< of no_comm: the meter answers, and shows what it showed before
};

/// One test of one line, step by step: contact closed and read back, tone, meter, tone down, contact open and read
/// back. A state machine without clock or thread: time comes in. It gives everything back whatever happens. io thread.
class LineTest {
 public:
  /// Gives each reading its ticket.
  using Tickets = std::function<std::uint64_t()>;
  LineTest(TestOrder order, playout::TestBench& bench, modbus::LineMeters& meters, Tickets tickets);
  ~LineTest() = default;
  LineTest(const LineTest&) = delete;
  LineTest& operator=(const LineTest&) = delete;

  /// False when the bench refuses.
  bool begin(Now now);
  void advance(Now now);
  /// True when it was for this test.
  bool reading(const modbus::MeterReading& reading, Now now);
  /// True when it was this test.
  bool lost(playout::TestId test, const std::string& why);

  /// When to call advance at the latest, after any input; contacts are looked at when it is called.
  [[nodiscard]] SteadyTime next_wake() const { return wake_; }
  [[nodiscard]] bool done() const { return step_ == Step::done; }
  /// The amplifier and the meter are free again, though the contact may not be read back yet.
  [[nodiscard]] bool gave_back() const { return step_ == Step::opening || step_ == Step::done; }
  [[nodiscard]] const TestResult& result() const { return result_; }
  [[nodiscard]] const TestOrder& order() const { return order_; }

 private:
  enum class Step : std::uint8_t { closing, warming, reading, watching, fading, opening, done };

  void close(Now now);
  void warm(Now now);
  void read(Now now);
  void watch(Now now);
  void fade(Now now);
  void open(Now now);
  void ask(const site::ChannelRef& channel, Now now);
  [[nodiscard]] bool meter_is_stuck() const;
  void give_up(TestResult::Outcome outcome, std::string detail, Now now);
  void finish();
  [[nodiscard]] modbus::RelayState contact(LineId line) const { return bench_.contact(line.zone, line.line); }

  const TestOrder order_;
  playout::TestBench& bench_;
  modbus::LineMeters& meters_;
  const Tickets tickets_;
  TestResult result_;
  playout::TestId test_ = 0;
  Step step_ = Step::done;
  SteadyTime wake_ = SteadyTime::max();
  SteadyTime patience_{};     ///< of this step
  SteadyTime at_{};           ///< when this step's next thing is due
  std::uint64_t ticket_ = 0;  ///< of the reading that is awaited; 0: none
  int meter_failures_ = 0;
  std::optional<Measured> before_;  ///< as read without a tone
  std::vector<Measured> readings_;
};

}  // namespace wardcast::health
