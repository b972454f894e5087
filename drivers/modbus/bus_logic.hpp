// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "drivers/modbus/board_logic.hpp"
#include "drivers/modbus/meter_logic.hpp"

namespace wardcast::modbus {

/// What the link says of itself after a transaction.
struct LinkAfter {
  bool connected = false;   ///< read after a fault only; after an exception it always is
  SteadyTime rest_until{};  ///< before this the unit is not to be asked again
};

/// The order of work on one bus: which device is served next, when to connect, when to wait. Pure: no thread, no clock,
/// no socket. The shell calls step(), does what it says, and tells the outcome.
class BusLogic {
 public:
  struct Connect {};
  struct Transact {
    std::size_t unit = 0;  ///< on this bus: the boards, then the meters
    Request request;
  };
  struct Wait {
    SteadyTime until{};
  };
  using Action = std::variant<Connect, Transact, Wait>;

  /// Throws std::invalid_argument when there is no device at all.
  BusLogic(std::vector<BoardLogic> boards, const BusTiming& timing, std::vector<MeterLogic> meters = {});

  BoardLogic& board(std::size_t index) { return boards_.at(index); }
  MeterLogic& meter(std::size_t index) { return meters_.at(index); }
  [[nodiscard]] std::size_t size() const { return boards_.size() + meters_.size(); }

  Action step(SteadyTime now);
  void connected(SteadyTime now);
  void connect_failed(SteadyTime now, const LinkFault& fault);
  /// The outcome of the Transact that step() gave last. Without `after`, any fault but an exception closed the link.
  void transacted(SteadyTime now, const Answer& answer, LinkAfter after = {});
  /// The peer closed the idle connection: no fault, it is opened again.
  void closed_while_idle(SteadyTime now);

  /// Reports that became due since the last call, in board order.
  std::vector<BoardReport> take_reports();
  std::vector<MeterReport> take_meter_reports();
  /// Readings answered since the last call, oldest first meter by meter.
  std::vector<MeterReading> take_readings();

 private:
  struct Candidate {
    std::size_t unit = 0;
    UnitLogic::Due due;
  };
  [[nodiscard]] const UnitLogic& unit(std::size_t index) const;
  UnitLogic& unit(std::size_t index);
  [[nodiscard]] Candidate next(SteadyTime now) const;
  void failed(SteadyTime now, UnitLogic& unit, const LinkFault& fault, bool connected);

  std::vector<BoardLogic> boards_;
  std::vector<MeterLogic> meters_;
  const BusTiming& timing_;
  std::vector<std::uint64_t> served_;  ///< by unit: turn of its last request, for fairness
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
