// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/rehearsal/virtual_boards.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::rehearsal {
namespace {

/// What meters look back on, and more.
constexpr seconds kRemembered{200};

bool has(std::uint64_t set, int channel) { return ((set >> channel) & 1U) != 0; }

}  // namespace

VirtualBoards::VirtualBoards(const site::Site& site, SteadyTime start, Listener listener)
    : listener_(std::move(listener)), now_(start) {
  for (const auto& board : site.boards) {
    boards_.push_back(
        {.relays = sim::RelayBank{board.profile.channels, board.profile.invert, {}}, .inverted = board.profile.invert});
    boards_.back().read_at = start + kReadTakes;
  }
}

void VirtualBoards::want(std::size_t board, modbus::WantedRelays wanted) {
  Board& it = boards_.at(board);
  if (it.wanted == wanted) return;
  it.wanted = wanted;
  const bool busy = it.write_at != SteadyTime::max() || it.read_at != SteadyTime::max();
  if (!busy) it.write_at = now_ + kWriteTakes;
}

bool VirtualBoards::advance(SteadyTime now) {
  bool told = false;
  for (auto at = next(); at <= now; at = next()) {
    now_ = std::max(now_, at);
    for (std::size_t b = 0; b < boards_.size(); ++b) {
      if (boards_[b].write_at == at) write(boards_[b], at);
      if (boards_[b].read_at != at) continue;
      read(b, at);
      told = true;
    }
  }
  now_ = std::max(now_, now);
  return told;
}

SteadyTime VirtualBoards::next() const {
  SteadyTime first = SteadyTime::max();
  for (const auto& board : boards_) first = std::min({first, board.write_at, board.read_at});
  return first;
}

bool VirtualBoards::closed(std::size_t board, int channel) const {
  return boards_.at(board).relays.contact(channel).value();
}

void VirtualBoards::write(Board& board, SteadyTime at) {
  board.write_at = SteadyTime::max();
  board.read_at = at + kReadTakes;
  if (board.unplugged) return;
  board.written = board.wanted;
  for (int channel = 0; channel < board.relays.channels(); ++channel) {
    if (has(board.written->managed, channel))
      board.relays.write(channel, has(board.written->closed, channel) != board.inverted, at);
  }
  board.relays.forget_before(at - kRemembered);
}

void VirtualBoards::unplug(std::size_t board, bool unplugged) {
  Board& it = boards_.at(board);
  it.unplugged = unplugged;
  it.written.reset();
  if (it.write_at == SteadyTime::max() && it.read_at == SteadyTime::max()) it.read_at = now_ + kReadTakes;
}

void VirtualBoards::read(std::size_t index, SteadyTime at) {
  Board& board = boards_[index];
  board.read_at = SteadyTime::max();
  modbus::BoardReport report;
  report.board = index;
  if (board.unplugged) {
    report.problem = "The board does not answer.";
    report.channels.resize(static_cast<std::size_t>(board.relays.channels()), modbus::RelayState::unknown);
    listener_(std::move(report));
    return;
  }
  report.reachable = true;
  report.read_at = at;
  report.settled = board.wanted.has_value();
  for (int channel = 0; channel < board.relays.channels(); ++channel) {
    const bool closed = board.relays.output(channel) != board.inverted;
    report.channels.push_back(closed ? modbus::RelayState::closed : modbus::RelayState::open);
    if (!board.wanted || !has(board.wanted->managed, channel) || has(board.wanted->closed, channel) == closed) continue;
    report.settled = false;
    if (board.wanted == board.written) report.stuck |= std::uint64_t{1} << channel;
  }
  if (board.wanted && board.wanted != board.written) board.write_at = at + kWriteTakes;
  listener_(std::move(report));
}

}  // namespace wardcast::rehearsal
