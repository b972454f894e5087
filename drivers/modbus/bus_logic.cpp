// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/bus_logic.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace wardcast::modbus {

using Urgency = UnitLogic::Urgency;

BusLogic::BusLogic(std::vector<BoardLogic> boards, const BusTiming& timing, std::vector<MeterLogic> meters)
    : boards_(std::move(boards)), meters_(std::move(meters)), timing_(timing), served_(size(), 0) {
  if (size() == 0) throw std::invalid_argument("a bus has at least one device");
}

const UnitLogic& BusLogic::unit(std::size_t index) const {
  if (index < boards_.size()) return boards_[index];
  return meters_.at(index - boards_.size());
}

UnitLogic& BusLogic::unit(std::size_t index) {
  if (index < boards_.size()) return boards_[index];
  return meters_.at(index - boards_.size());
}

/// Of what is due the most urgent, then the device served longest ago; if nothing is due, the first that will be.
BusLogic::Candidate BusLogic::next(SteadyTime now) const {
  Candidate best{0, unit(0).due(now)};
  for (std::size_t u = 1; u < size(); ++u) {
    const Candidate other{u, unit(u).due(now)};
    const bool best_due = best.due.at <= now;
    const bool other_due = other.due.at <= now;
    bool better = false;
    if (best_due != other_due) {
      better = other_due;
    } else if (!other_due) {
      better = other.due.at < best.due.at;
    } else if (best.due.urgency != other.due.urgency) {
      better = other.due.urgency < best.due.urgency;
    } else {
      better = served_[u] < served_[best.unit];
    }
    if (better) best = other;
  }
  return best;
}

BusLogic::Action BusLogic::step(SteadyTime now) {
  const Candidate candidate = next(now);
  const bool due = candidate.due.at <= now;
  if (!connected_) {
    const bool pressing = due && connect_failures_ == 0 && candidate.due.urgency <= Urgency::measure;
    if (pressing || now >= connect_at_) return Connect{};
    // Devices that ask before the connection may be tried again wait for it.
    if (due || connect_failures_ > 0) return Wait{connect_at_};
    return Wait{std::min(connect_at_, candidate.due.at)};
  }
  if (!due) return Wait{candidate.due.at};
  in_flight_ = candidate.unit;
  served_[in_flight_] = ++turn_;
  return Transact{in_flight_, unit(in_flight_).begin(now)};
}

void BusLogic::connected(SteadyTime now) {
  connected_ = true;
  connect_failures_ = 0;
  if (!std::exchange(peer_gone_, false)) return;
  for (std::size_t u = 0; u < size(); ++u) unit(u).bus_back(now);
}

void BusLogic::connect_failed(SteadyTime now, const LinkFault& fault) {
  connected_ = false;
  peer_gone_ = true;
  connect_at_ = now + timing_.retry_after(++connect_failures_);
  for (std::size_t u = 0; u < size(); ++u) unit(u).bus_lost(now, fault.detail);
}

void BusLogic::transacted(SteadyTime now, const Answer& answer, LinkAfter after) {
  UnitLogic& asked = unit(in_flight_);
  if (const auto* const fault = std::get_if<LinkFault>(&answer)) {
    failed(now, asked, *fault, after.connected);
    asked.rest_until(after.rest_until);
    return;
  }
  unsent_ = 0;
  const bool was_reachable = asked.reachable();
  asked.answered(now, std::get<Reply>(answer));
  if (was_reachable) return;
  for (std::size_t u = 0; u < size(); ++u) unit(u).hurry(now);  // what silenced this one may be over for all
}

void BusLogic::failed(SteadyTime now, UnitLogic& asked, const LinkFault& fault, bool connected) {
  if (fault.kind == LinkFault::Kind::exception) {
    unsent_ = 0;
    asked.failed(now, fault);
    return;
  }
  if (fault.kind == LinkFault::Kind::unsent) {
    asked.unsent();
    closed_while_idle(now);
    // Once is a peer that tidies up; again, with no reply between, is one that does not let us speak.
    if (++unsent_ > 1) asked.failed(now, fault);
    return;
  }
  connected_ = connected;
  if (!connected) connect_at_ = now;
  if (fault.kind == LinkFault::Kind::interrupted) {
    asked.yielded(now);
    return;
  }
  if (fault.kind == LinkFault::Kind::closed) peer_gone_ = true;
  asked.failed(now, fault);
}

void BusLogic::closed_while_idle(SteadyTime now) {
  connected_ = false;
  peer_gone_ = true;
  connect_at_ = std::max(now, tidied_at_ + timing_.idle_reopen);
  tidied_at_ = connect_at_;
}

std::vector<BoardReport> BusLogic::take_reports() {
  std::vector<BoardReport> reports;
  for (BoardLogic& board : boards_)
    if (std::optional<BoardReport> report = board.take_report()) reports.push_back(std::move(*report));
  return reports;
}

std::vector<MeterReport> BusLogic::take_meter_reports() {
  std::vector<MeterReport> reports;
  for (MeterLogic& meter : meters_)
    if (std::optional<MeterReport> report = meter.take_report()) reports.push_back(std::move(*report));
  return reports;
}

std::vector<MeterReading> BusLogic::take_readings() {
  std::vector<MeterReading> readings;
  for (MeterLogic& meter : meters_) meter.take_readings(readings);
  return readings;
}

}  // namespace wardcast::modbus
