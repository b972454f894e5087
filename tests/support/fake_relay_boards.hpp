// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "drivers/modbus/relay_boards.hpp"

namespace wardcast::test {

/// Relay boards without a bus: they keep the contacts as real ones do and tell the listener only inside deliver(), as
/// the composition's post to the io thread does. For tests on virtual time; one thread only.
class FakeRelayBoards final : public modbus::RelayBoards {
 public:
  /// `channels[b]`: how many contacts board b has (at most 64). All are open, nobody has looked at them yet.
  FakeRelayBoards(const std::vector<int>& channels, const Clock& clock, Listener listener)
      : clock_(clock), listener_(std::move(listener)) {
    for (const int count : channels) boards_.push_back(Board{.channels = count});
    for (std::size_t b = 0; b < boards_.size(); ++b) look(b);
  }

  void want(std::size_t board, modbus::WantedRelays wanted) override {
    Board& it = boards_.at(board);
    wanted.managed &= all(it);
    wanted.closed &= wanted.managed;
    if (it.wanted == wanted) return;
    it.wanted = wanted;
    it.answer_due = true;
    it.history.push_back(wanted);
    serve(board);
  }

  /// Hands the waiting reports to the listener, those that its calls cause too. False when there was none.
  bool deliver() {
    if (waiting_.empty()) return false;
    while (!waiting_.empty()) {
      const modbus::BoardReport report = std::move(waiting_.front());
      waiting_.pop_front();
      if (listener_) listener_(report);
    }
    return true;
  }

  // What is so in the world.
  [[nodiscard]] std::uint64_t contacts(std::size_t board) const { return boards_.at(board).closed; }
  [[nodiscard]] bool closed(std::size_t board, int channel) const { return ((contacts(board) >> channel) & 1U) != 0; }
  /// Pictures asked for, oldest first; equal ones in a row count once.
  [[nodiscard]] const std::vector<modbus::WantedRelays>& history(std::size_t board) const {
    return boards_.at(board).history;
  }
  /// How often contacts were written: once per board and moment.
  [[nodiscard]] int writes(std::size_t board) const { return boards_.at(board).writes; }

  // What goes wrong in the world. Each takes effect at once; the report waits for deliver().
  void unplug(std::size_t board) {
    boards_.at(board).plugged = false;
    look(board);
  }
  void plug(std::size_t board) {
    boards_.at(board).plugged = true;
    serve(board);
  }
  /// The contact stays as it is, whatever is written.
  void stick(std::size_t board, int channel) { boards_.at(board).stuck |= bit(channel); }
  void unstick(std::size_t board, int channel) {
    boards_.at(board).stuck &= ~bit(channel);
    serve(board);
  }
  /// Somebody else switches a contact; it is noticed, reported and put right.
  void switch_by_hand(std::size_t board, int channel, bool closed) {
    Board& it = boards_.at(board);
    it.closed = closed ? it.closed | bit(channel) : it.closed & ~bit(channel);
    look(board);
    serve(board);
  }
  /// A slow bus: wants are taken but neither written nor answered until release().
  void hold(std::size_t board) { boards_.at(board).held = true; }
  void release(std::size_t board) {
    boards_.at(board).held = false;
    serve(board);
  }

 private:
  struct Board {
    int channels = 0;
    std::uint64_t closed = 0;
    std::uint64_t stuck = 0;
    bool plugged = true;
    bool held = false;
    bool answer_due = false;  ///< the newest picture was not answered by a report yet
    int writes = 0;
    std::optional<modbus::WantedRelays> wanted = {};
    std::vector<modbus::WantedRelays> history = {};
    std::optional<modbus::BoardReport> last = {};
    SteadyTime read_at = {};
  };

  static constexpr std::uint64_t bit(int channel) { return std::uint64_t{1} << channel; }
  static std::uint64_t all(const Board& it) { return it.channels >= 64 ? ~std::uint64_t{0} : bit(it.channels) - 1; }

  /// Read, write what differs, read back: what a bus worker does in a moment.
  void serve(std::size_t board) {
    Board& it = boards_.at(board);
    if (it.held) return;
    if (it.plugged && it.wanted) {
      const std::uint64_t differ = (it.closed ^ it.wanted->closed) & it.wanted->managed;
      if (differ != 0) {
        ++it.writes;
        const std::uint64_t moved = differ & ~it.stuck;
        it.closed ^= moved;
        it.answer_due = true;
      }
    }
    look(board);
  }

  void look(std::size_t board) {
    Board& it = boards_.at(board);
    if (it.plugged) it.read_at = clock_.now().steady;
    modbus::BoardReport report{.board = board,
                               .reachable = it.plugged,
                               .channels = {},
                               .settled = false,
                               .read_at = it.read_at,
                               .problem = {},
                               .stuck = 0};
    for (int c = 0; c < it.channels; ++c) {
      report.channels.push_back(!it.plugged                 ? modbus::RelayState::unknown
                                : (it.closed & bit(c)) != 0 ? modbus::RelayState::closed
                                                            : modbus::RelayState::open);
    }
    if (!it.plugged) {
      report.problem = "The board does not answer.";
    } else if (it.wanted && !it.held) {
      const std::uint64_t differ = (it.closed ^ it.wanted->closed) & it.wanted->managed;
      report.settled = differ == 0;
      report.stuck = differ & it.stuck;
      for (int c = 0; c < it.channels && report.problem.empty(); ++c) {
        if ((differ & it.stuck & bit(c)) == 0) continue;
        report.problem = "channel " + std::to_string(c + 1) + " stays " +
                         ((it.closed & bit(c)) != 0 ? "closed" : "open") + ": relay stuck?";
      }
    }
    const bool answers = it.answer_due && it.plugged && !it.held;
    if (it.last && !answers && same(*it.last, report)) return;
    if (answers) it.answer_due = false;
    it.last = report;
    waiting_.push_back(std::move(report));
  }

  static bool same(const modbus::BoardReport& a, const modbus::BoardReport& b) {
    return a.reachable == b.reachable && a.channels == b.channels && a.settled == b.settled && a.problem == b.problem;
  }

  const Clock& clock_;
  const Listener listener_;
  std::vector<Board> boards_;
  std::deque<modbus::BoardReport> waiting_;
};

}  // namespace wardcast::test
