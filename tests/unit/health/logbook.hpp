// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "daemon/health/fault_register.hpp"

namespace wardcast::health {

/// A register whose facts are kept, so that a restart can be played.
class Logbook : public ::testing::Test {
 protected:
  Logbook() { restart(); }

  void restart() {
    FaultRegister::Doors doors;
    doors.opened = [this](const store::FaultOpened& fault) { written.push_back({fault, {}}); };
    doors.happened = [this](const store::FaultEvent& event) {
      written.at(static_cast<std::size_t>(event.fault) - 1).events.push_back(event);
    };
    doors.changed = [this](const Fault& fault, std::string_view what) {
      happened.emplace_back(what);
      told.push_back(fault.kind + " " + std::string{word(fault.state)} + " " + std::to_string(fault.evidence));
    };
    faults =
        std::make_unique<FaultRegister>(zone, written, static_cast<std::int64_t>(written.size()), std::move(doors));
  }
  void pass(seconds span) {
    for (seconds gone{0}; gone < span; gone += seconds{1}) {
      now.wall += seconds{1};
      now.steady += seconds{1};
      faults->advance(now);
    }
  }
  Fault newest() { return faults->all().at(0); }

  TimeZone zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  Now now{WallTime{seconds{1'795'316'400}}, SteadyTime{seconds{1000}}};  // 22 November 2026, 10:00
  std::vector<store::FaultHistory> written;
  std::vector<std::string> told;
  std::vector<std::string> happened;  ///< opened, evidence, …
  std::unique_ptr<FaultRegister> faults;
};

}  // namespace wardcast::health
