// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "drivers/modbus/bus_worker.hpp"
#include "drivers/modbus/profile.hpp"
#include "drivers/modbus/relay_boards.hpp"
#include "drivers/modbus/timing.hpp"

namespace wardcast::modbus {

/// A Modbus TCP bus as the site file names it.
struct TcpBus {
  std::string id;  ///< for the log and the thread's name
  std::string host;
  std::uint16_t port = 502;
};

struct RelayBoardOnBus {
  std::string id;       ///< for the log
  std::size_t bus = 0;  ///< index in the list of buses
  int unit = 1;
  RelayProfile profile;
};

/// The site's relay boards over real buses, one worker thread for each bus that has a board.
class BusRelays final : public RelayBoards {
 public:
  /// Starts the threads; reading begins at once, nothing is written before want(). Boards are numbered as listed.
  /// Throws std::exception when a value makes no sense (unit, channels, bus index) or the machine has no descriptor or
  /// thread left.
  BusRelays(const std::vector<TcpBus>& buses, std::vector<RelayBoardOnBus> boards, const Clock& clock,
            const Listener& listener, BusTiming timing = {});
  /// Writes nothing more and returns at once. Call settle() before, to leave in the safe state. No report comes after.
  ~BusRelays() override;

  void want(std::size_t board, WantedRelays wanted) override;

  /// Any thread but a listener's; blocks. Asks every board that has ever been wanted for a fresh reading and waits at
  /// most this long until all show what was last wanted (writing what differs). Gives the boards that did not: empty is
  /// success.
  std::vector<std::size_t> settle(milliseconds at_most);

  /// Any thread, no lock. By bus, as listed; zeros for a bus without boards.
  [[nodiscard]] std::vector<BusFigures> figures() const;

 private:
  struct Place {
    std::size_t bus = 0;
    std::size_t board = 0;  ///< on that bus
  };
  const Clock& clock_;
  std::vector<Place> places_;
  std::vector<std::unique_ptr<BusWorker>> workers_;  ///< by bus; null without boards
};

}  // namespace wardcast::modbus
