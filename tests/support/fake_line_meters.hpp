// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "drivers/modbus/line_meters.hpp"

namespace wardcast::test {

/// Line meters without a bus: they keep what each channel shows and tell the listener only inside deliver(), as the
/// composition's post to the io thread does. For tests on virtual time; one thread only.
class FakeLineMeters final : public modbus::LineMeters {
 public:
  /// What a channel shows; what is empty the meter does not have.
  struct Load {
    std::optional<double> volts, amps, leakage_amps;
  };

  /// `channels[m]`: how many channels meter m has. All show 0 V and 0 A.
  FakeLineMeters(const std::vector<int>& channels, const Clock& clock, Listener listener)
      : clock_(clock), listener_(std::move(listener)) {
    for (const int count : channels) {
      Meter meter;
      meter.loads.assign(static_cast<std::size_t>(count), Load{0.0, 0.0, std::nullopt});
      meters_.push_back(std::move(meter));
    }
    for (std::size_t m = 0; m < meters_.size(); ++m) tell(m);
  }

  void read(std::size_t meter, int channel, std::uint64_t ticket) override {
    Meter& it = meters_.at(meter);
    ++it.asked;
    it.waiting.push_back({channel, ticket});
    if (!it.held || !it.plugged) {
      answer_all(meter);
    } else if (it.waiting.size() > kMostWaiting) {
      answer(meter, it.waiting.front(), "more than 64 readings wait for this meter");
      it.waiting.pop_front();
    }
  }

  /// Hands what waits to the listener, what its calls cause too. False when there was nothing.
  bool deliver() {
    if (readings_.empty() && reports_.empty()) return false;
    while (!readings_.empty() || !reports_.empty()) {
      if (!reports_.empty()) {
        const modbus::MeterReport report = std::move(reports_.front());
        reports_.pop_front();
        if (listener_.report) listener_.report(report);
        continue;
      }
      const modbus::MeterReading reading = std::move(readings_.front());
      readings_.pop_front();
      if (listener_.reading) listener_.reading(reading);
    }
    return true;
  }

  [[nodiscard]] int asked(std::size_t meter) const { return meters_.at(meter).asked; }

  // What is so in the world, and what goes wrong in it.
  void set(std::size_t meter, int channel, Load load) {
    meters_.at(meter).loads.at(static_cast<std::size_t>(channel)) = load;
  }
  void unplug(std::size_t meter) {
    meters_.at(meter).plugged = false;
    answer_all(meter);
    tell(meter);
  }
  void plug(std::size_t meter) {
    meters_.at(meter).plugged = true;
    tell(meter);
  }
  /// Answers the next reading with this problem; the meter stays reachable.
  void refuse_next(std::size_t meter, std::string problem) { meters_.at(meter).refusal = std::move(problem); }
  /// A slow bus: readings are taken and answered at release(), with what the channels show then.
  void hold(std::size_t meter) { meters_.at(meter).held = true; }
  void release(std::size_t meter) {
    meters_.at(meter).held = false;
    answer_all(meter);
  }

 private:
  struct Asked {
    int channel = 0;
    std::uint64_t ticket = 0;
  };
  struct Meter {
    std::vector<Load> loads;
    bool plugged = true;
    bool held = false;
    int asked = 0;
    std::string refusal;
    std::deque<Asked> waiting;
  };

  void answer_all(std::size_t meter) {
    Meter& it = meters_.at(meter);
    while (!it.waiting.empty()) {
      const Asked asked = it.waiting.front();
      it.waiting.pop_front();
      std::string problem;
      if (asked.channel < 0 || asked.channel >= static_cast<int>(it.loads.size())) {
        problem = "the meter has no channel " + std::to_string(asked.channel + 1);
      } else if (!it.plugged) {
        problem = "The meter does not answer.";
      } else {
        problem = std::exchange(it.refusal, {});
      }
      answer(meter, asked, problem);
    }
  }

  void answer(std::size_t meter, const Asked& asked, const std::string& problem) {
    modbus::MeterReading reading;
    reading.ticket = asked.ticket;
    reading.meter = meter;
    reading.channel = asked.channel;
    reading.at = clock_.now().steady;
    reading.problem = problem;
    if (problem.empty()) {
      const Load& load = meters_.at(meter).loads.at(static_cast<std::size_t>(asked.channel));
      reading.volts = load.volts;
      reading.amps = load.amps;
      reading.leakage_amps = load.leakage_amps;
    }
    readings_.push_back(std::move(reading));
  }

  void tell(std::size_t meter) {
    const bool plugged = meters_.at(meter).plugged;
    const auto [last, is_new] = told_.try_emplace(meter, plugged);
    if (!is_new && std::exchange(last->second, plugged) == plugged) return;
    reports_.push_back({meter, plugged, plugged ? "" : "The meter does not answer."});
  }

  const Clock& clock_;
  const Listener listener_;
  std::vector<Meter> meters_;
  std::map<std::size_t, bool> told_;
  std::deque<modbus::MeterReading> readings_;
  std::deque<modbus::MeterReport> reports_;
};

}  // namespace wardcast::test
