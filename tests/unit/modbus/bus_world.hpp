// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "drivers/modbus/bus_logic.hpp"
#include "tests/support/modbus_unit.hpp"
#include "tests/support/relay_profiles.hpp"

namespace wardcast::test {

/// A bus and its boards in virtual time: BusLogic drives ModbusUnits without thread, socket or clock. A request takes 1
/// ms, one that is not answered its time-out, a refused connection 1 ms.
class BusWorld {
 public:
  struct Sent {
    SteadyTime at{};
    modbus::Request request;
  };

  /// Board b is unit b + 1.
  explicit BusWorld(const std::vector<modbus::RelayProfile>& profiles) : logic_(boards(profiles, timing_), timing_) {
    for (std::size_t b = 0; b < profiles.size(); ++b) units_.emplace(static_cast<int>(b) + 1, ModbusUnit{profiles[b]});
  }

  void want(std::size_t board, std::uint64_t managed, std::uint64_t closed) {
    logic_.board(board).want({managed, closed}, ++ticket_);
  }
  void verify(std::size_t board) { logic_.board(board).verify(++ticket_); }
  [[nodiscard]] bool confirmed(std::size_t board) { return logic_.board(board).confirmed() == ticket_; }
  ModbusUnit& unit(int number) { return units_.at(number); }

  /// Lets so much time pass, doing what the logic says.
  void pass(milliseconds time) {
    const SteadyTime end = now + time;
    while (now <= end) {
      const auto action = logic_.step(now);
      if (const auto* wait = std::get_if<modbus::BusLogic::Wait>(&action)) {
        if (wait->until > end) break;
        now = std::max(now, wait->until);
        continue;
      }
      if (std::holds_alternative<modbus::BusLogic::Connect>(action)) {
        connect();
      } else {
        logic_.transacted(now, transact(std::get<modbus::BusLogic::Transact>(action).request));
      }
      for (modbus::BoardReport& report : logic_.take_reports()) reports.push_back(std::move(report));
    }
    now = std::max(now, end);
  }

  /// The peer closes the idle connection.
  void close_idle() { logic_.closed_while_idle(now); }

  [[nodiscard]] std::vector<Sent> sent_to(int unit, modbus::Function function) const {
    std::vector<Sent> found;
    for (const Sent& s : sent)
      if (s.request.unit == unit && s.request.function == function) found.push_back(s);
    return found;
  }

  SteadyTime now{seconds{1000}};
  bool listening = true;
  std::set<int> silent;                                ///< units that take everything and answer nothing
  std::map<int, std::vector<modbus::LinkFault>> next;  ///< faults for a unit's next requests, in order
  std::set<int> swallowing_writes;                     ///< units that answer readings only
  std::map<int, std::uint8_t> refusing_writes;         ///< exception code by unit
  std::set<int> yielding;                              ///< probes of these units are cut short by other work
  std::vector<Sent> sent;
  std::vector<SteadyTime> connects;
  std::vector<modbus::BoardReport> reports;

 private:
  static std::vector<modbus::BoardLogic> boards(const std::vector<modbus::RelayProfile>& profiles,
                                                const modbus::BusTiming& timing) {
    std::vector<modbus::BoardLogic> made;
    for (std::size_t b = 0; b < profiles.size(); ++b)
      made.emplace_back(b, static_cast<int>(b) + 1, profiles[b], timing);
    return made;
  }

  void connect() {
    connects.push_back(now);
    if (listening) {
      logic_.connected(now);
      return;
    }
    now += milliseconds{1};
    logic_.connect_failed(now, modbus::LinkFault{modbus::LinkFault::Kind::closed, 0, "connection refused"});
  }

  modbus::Answer transact(const modbus::Request& request) {
    sent.push_back({now, request});
    const int unit = request.unit;
    if (auto& faults = next[unit]; !faults.empty()) {
      const modbus::LinkFault fault = faults.front();
      faults.erase(faults.begin());
      now += fault.kind == modbus::LinkFault::Kind::timeout ? request.reply_timeout : milliseconds{1};
      return fault;
    }
    if (!listening) return modbus::LinkFault{modbus::LinkFault::Kind::closed, 0, "connection reset"};
    const bool writes =
        request.function == modbus::Function::write_coils || request.function == modbus::Function::write_register;
    if (silent.contains(unit) || (writes && swallowing_writes.contains(unit))) {
      if (request.yields && yielding.contains(unit)) {
        now += milliseconds{10};
        return modbus::LinkFault{modbus::LinkFault::Kind::interrupted, 0, "other work came first"};
      }
      now += request.reply_timeout;
      return modbus::LinkFault{modbus::LinkFault::Kind::timeout, 0, "no reply within 500 ms"};
    }
    now += milliseconds{1};
    if (const auto refused = refusing_writes.find(unit); writes && refused != refusing_writes.end())
      return modbus::LinkFault{modbus::LinkFault::Kind::exception, refused->second,
                               modbus::exception_text(refused->second)};
    const std::vector<std::uint8_t> adu = modbus::encode(1, request);
    const std::vector<std::uint8_t> pdu = units_.at(unit).serve(std::vector<std::uint8_t>(adu.begin() + 7, adu.end()));
    std::vector<std::uint8_t> reply{0, 1, 0, 0, 0, static_cast<std::uint8_t>(pdu.size() + 1), request.unit};
    reply.insert(reply.end(), pdu.begin(), pdu.end());
    return modbus::decode(1, request, reply);
  }

  const modbus::BusTiming timing_{};
  modbus::BusLogic logic_;
  std::map<int, ModbusUnit> units_;
  std::uint64_t ticket_ = 0;
};

}  // namespace wardcast::test
