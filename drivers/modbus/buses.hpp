// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "drivers/modbus/bus_worker.hpp"
#include "drivers/modbus/line_meters.hpp"
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

/// A Modbus RTU bus as the site file names it.
struct SerialBus {
  std::string id;
  SerialSettings line;
};
using Bus = std::variant<TcpBus, SerialBus>;

struct RelayBoardOnBus {
  std::string id;       ///< for the log
  std::size_t bus = 0;  ///< index in the list of buses
  int unit = 1;
  RelayProfile profile;
};

struct LineMeterOnBus {
  std::string id;       ///< for the log
  std::size_t bus = 0;  ///< index in the list of buses
  int unit = 1;
  MeterProfile profile;
};

/// The site's relay boards and line meters over real buses, one worker thread for each bus that has a device.
class Buses final : public RelayBoards, public LineMeters {
 public:
  using Listeners = BusWorker::Listeners;

  /// Starts the threads; reading begins at once, nothing is written before want(). Boards and meters are numbered as
  /// listed. Throws std::exception when a value makes no sense (unit, channels, bus index) or the machine has no
  /// descriptor or thread left.
  Buses(const std::vector<Bus>& buses, std::vector<RelayBoardOnBus> boards, std::vector<LineMeterOnBus> meters,
        const Clock& clock, const Listeners& listeners, BusTiming timing = {});
  /// Boards alone.
  Buses(const std::vector<Bus>& buses, std::vector<RelayBoardOnBus> boards, const Clock& clock,
        const RelayBoards::Listener& listener, BusTiming timing = {});
  /// Writes nothing more and returns at once. Call settle() before, to leave in the safe state. No report comes after,
  /// and no reading: those that still wait are not answered.
  ~Buses() override;

  void want(std::size_t board, WantedRelays wanted) override;
  void read(std::size_t meter, int channel, std::uint64_t ticket) override;

  /// Any thread but a listener's; blocks. Asks every board that has ever been wanted for a fresh reading and waits at
  /// most this long until all show what was last wanted (writing what differs). Gives the boards that did not: empty is
  /// success.
  std::vector<std::size_t> settle(milliseconds at_most);

  /// Any thread, no lock. By bus, as listed; zeros for a bus without devices.
  [[nodiscard]] std::vector<BusFigures> figures() const;

 private:
  struct Place {
    std::size_t bus = 0;
    std::size_t device = 0;  ///< on that bus
  };
  const Clock& clock_;
  std::vector<Place> boards_, meters_;
  std::vector<std::unique_ptr<BusWorker>> workers_;  ///< by bus; null without devices
};

}  // namespace wardcast::modbus
