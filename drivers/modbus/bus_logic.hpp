// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "drivers/modbus/board_logic.hpp"

namespace wardcast::modbus {

/// The order of work on one bus: which board is served next, when to connect, when to wait. Pure: no thread, no clock,
/// no socket. The shell calls step(), does what it says, and tells the outcome.
class BusLogic {
 public:
  struct Connect {};
  struct Transact {
    std::size_t board = 0;  ///< on this bus
    Request request;
  };
  struct Wait {
    SteadyTime until{};
  };
  using Action = std::variant<Connect, Transact, Wait>;

  BusLogic(std::vector<BoardLogic> boards, const BusTiming& timing);

  BoardLogic& board(std::size_t index) { return boards_.at(index); }
  [[nodiscard]] std::size_t size() const { return boards_.size(); }

  Action step(SteadyTime now);
  void connected(SteadyTime now);
  void connect_failed(SteadyTime now, const LinkFault& fault);
  /// The outcome of the Transact that step() gave last. After any fault but an exception the link is closed.
  void transacted(SteadyTime now, const Answer& answer);
  /// The peer closed the idle connection: no fault, it is opened again.
  void closed_while_idle(SteadyTime now);

  /// Reports that became due since the last call, in board order.
  std::vector<BoardReport> take_reports();

 private:
  struct Candidate {
    std::size_t board = 0;
    BoardLogic::Due due;
  };
  [[nodiscard]] Candidate next(SteadyTime now) const;
  void failed(SteadyTime now, BoardLogic& board, const LinkFault& fault);

  std::vector<BoardLogic> boards_;
  const BusTiming& timing_;
  std::vector<std::uint64_t> served_;  ///< by board: turn of its last request, for fairness
  std::uint64_t turn_ = 0;
  std::size_t in_flight_ = 0;
  bool connected_ = false;
  bool peer_gone_ = true;  ///< the next connection may find a restarted device
  int connect_failures_ = 0;
  int unsent_ = 0;  ///< in a row
  SteadyTime connect_at_{};
  SteadyTime tidied_at_{};  ///< when a connection closed while idle was (or will be) opened again
};

}  // namespace wardcast::modbus
