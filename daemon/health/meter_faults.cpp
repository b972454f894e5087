// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/meter_faults.hpp"

namespace wardcast::health {

void judge_meter(const site::Site& site, const modbus::MeterReport& report, FaultRegister& faults, Now now) {
  const auto& meter = site.meters.at(report.meter);
  const auto silent = "no_comm:meter/" + meter.id;
  if (report.reachable) {
    faults.clear(silent, "It answers again.", now);
  } else {
    faults.raise("no_comm", silent, "Line meter '" + meter.id + "' does not answer: " + report.problem, now);
  }
}

}  // namespace wardcast::health
