// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "drivers/modbus/bus_logic.hpp"
#include "tests/support/meter_profiles.hpp"
#include "tests/support/meter_unit.hpp"

namespace wardcast::test {

/// A bus and its meters in virtual time, as BusWorld is for boards. A request takes 1 ms, a silent one its time-out.
class MeterWorld {
 public:
  /// Meter m is unit m + 1.
  explicit MeterWorld(const std::vector<modbus::MeterProfile>& profiles) : logic_({}, timing_, meters(profiles)) {
    for (std::size_t m = 0; m < profiles.size(); ++m) units_.emplace(static_cast<int>(m) + 1, MeterUnit{profiles[m]});
  }

  void read(std::size_t meter, int channel, std::uint64_t ticket) { logic_.meter(meter).ask(channel, ticket, now); }
  MeterUnit& unit(int number) { return units_.at(number); }

  void pass(milliseconds time) {
    const SteadyTime end = now + time;
    while (now <= end) {
      const auto action = logic_.step(now);
      collect();
      if (const auto* wait = std::get_if<modbus::BusLogic::Wait>(&action)) {
        if (wait->until > end) break;
        now = std::max(now, wait->until);
      } else if (std::holds_alternative<modbus::BusLogic::Connect>(action)) {
        if (listening) {
          logic_.connected(now);
        } else {
          now += milliseconds{1};
          logic_.connect_failed(now, {modbus::LinkFault::Kind::closed, 0, "connection refused"});
        }
      } else {
        const modbus::Answer answer = transact(std::get<modbus::BusLogic::Transact>(action).request);
        logic_.transacted(now, answer, {stays_connected, rest_until});
      }
      collect();
    }
    now = std::max(now, end);
  }

  SteadyTime now{seconds{1000}};
  bool listening = true;
  bool stays_connected = false;
  SteadyTime rest_until{};  ///< told after every transaction
  std::set<int> silent;
  std::map<int, std::vector<modbus::LinkFault>> next;  ///< faults for a unit's next requests, in order
  std::vector<std::pair<SteadyTime, modbus::Request>> sent;
  std::vector<modbus::MeterReading> readings;
  std::vector<modbus::MeterReport> reports;

 private:
  static std::vector<modbus::MeterLogic> meters(const std::vector<modbus::MeterProfile>& profiles) {
    std::vector<modbus::MeterLogic> made;
    for (std::size_t m = 0; m < profiles.size(); ++m)
      made.emplace_back(m, static_cast<int>(m) + 1, profiles[m], kTiming);
    return made;
  }
  void collect() {
    for (auto& reading : logic_.take_readings()) readings.push_back(std::move(reading));
    for (auto& report : logic_.take_meter_reports()) reports.push_back(std::move(report));
  }
  modbus::Answer transact(const modbus::Request& request) {
    sent.emplace_back(now, request);
    if (auto& faults = next[request.unit]; !faults.empty()) {
      const modbus::LinkFault fault = faults.front();
      faults.erase(faults.begin());
      now += fault.kind == modbus::LinkFault::Kind::timeout ? request.reply_timeout : milliseconds{1};
      return fault;
    }
    if (!listening || silent.contains(request.unit)) {
      now += request.reply_timeout;
      return modbus::LinkFault{modbus::LinkFault::Kind::timeout, 0, "no reply within 500 ms"};
    }
    now += milliseconds{1};
    const std::vector<std::uint8_t> adu = modbus::encode(1, request);
    const auto pdu = units_.at(request.unit).serve(std::vector<std::uint8_t>(adu.begin() + 7, adu.end()));
    std::vector<std::uint8_t> reply{0, 1, 0, 0, 0, static_cast<std::uint8_t>(pdu.size() + 1), request.unit};
    reply.insert(reply.end(), pdu.begin(), pdu.end());
    return modbus::decode(1, request, reply);
  }

  static inline const modbus::BusTiming kTiming{};
  const modbus::BusTiming& timing_ = kTiming;
  modbus::BusLogic logic_;
  std::map<int, MeterUnit> units_;
};

}  // namespace wardcast::test
