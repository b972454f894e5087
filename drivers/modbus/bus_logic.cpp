// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/modbus/bus_logic.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace wardcast::modbus {

using Urgency = BoardLogic::Urgency;

BusLogic::BusLogic(std::vector<BoardLogic> boards, const BusTiming& timing)
    : boards_(std::move(boards)), timing_(timing), served_(boards_.size(), 0) {
  if (boards_.empty()) throw std::invalid_argument("a bus has at least one board");
}

/// Of what is due the most urgent, then the board served longest ago; if nothing is due, the first that will be.
BusLogic::Candidate BusLogic::next(SteadyTime now) const {
  Candidate best{0, boards_.front().due(now)};
  for (std::size_t b = 1; b < boards_.size(); ++b) {
    const Candidate other{b, boards_[b].due(now)};
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
      better = served_[b] < served_[best.board];
    }
    if (better) best = other;
  }
  return best;
}

BusLogic::Action BusLogic::step(SteadyTime now) {
  const Candidate candidate = next(now);
  const bool due = candidate.due.at <= now;
  if (!connected_) {
    const bool pressing = due && connect_failures_ == 0 && candidate.due.urgency <= Urgency::confirm;
    if (pressing || now >= connect_at_) return Connect{};
    // Boards that ask before the connection may be tried again wait for it.
    if (due || connect_failures_ > 0) return Wait{connect_at_};
    return Wait{std::min(connect_at_, candidate.due.at)};
  }
  if (!due) return Wait{candidate.due.at};
  in_flight_ = candidate.board;
  served_[in_flight_] = ++turn_;
  return Transact{in_flight_, boards_[in_flight_].begin(now)};
}

void BusLogic::connected(SteadyTime now) {
  connected_ = true;
  connect_failures_ = 0;
  if (!std::exchange(peer_gone_, false)) return;
  for (BoardLogic& board : boards_) board.bus_back(now);
}

void BusLogic::connect_failed(SteadyTime now, const LinkFault& fault) {
  connected_ = false;
  peer_gone_ = true;
  connect_at_ = now + timing_.retry_after(++connect_failures_);
  for (BoardLogic& board : boards_) board.bus_lost(now, fault.detail);
}

void BusLogic::transacted(SteadyTime now, const Answer& answer) {
  BoardLogic& board = boards_[in_flight_];
  if (const auto* const fault = std::get_if<LinkFault>(&answer)) {
    failed(now, board, *fault);
    return;
  }
  unsent_ = 0;
  const bool was_reachable = board.reachable();
  board.answered(now, std::get<Reply>(answer));
  if (was_reachable) return;
  for (BoardLogic& other : boards_) other.hurry(now);  // what silenced this one may be over for all
}

void BusLogic::failed(SteadyTime now, BoardLogic& board, const LinkFault& fault) {
  if (fault.kind == LinkFault::Kind::exception) {
    unsent_ = 0;
    board.failed(now, fault);
    return;
  }
  if (fault.kind == LinkFault::Kind::unsent) {
    board.unsent();
    closed_while_idle(now);
    // Once is a peer that tidies up; again, with no reply between, is one that does not let us speak.
    if (++unsent_ > 1) board.failed(now, fault);
    return;
  }
  connected_ = false;
  connect_at_ = now;
  if (fault.kind == LinkFault::Kind::interrupted) {
    board.yielded(now);
    return;
  }
  if (fault.kind == LinkFault::Kind::closed) peer_gone_ = true;
  board.failed(now, fault);
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

}  // namespace wardcast::modbus
