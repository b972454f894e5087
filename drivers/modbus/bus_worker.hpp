// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "drivers/modbus/bus_logic.hpp"
#include "drivers/modbus/line_meters.hpp"
#include "drivers/modbus/link.hpp"
#include "drivers/modbus/relay_boards.hpp"

namespace wardcast::modbus {

/// Counted since start; read from any thread without a lock.
struct BusFigures {
  std::uint64_t transactions = 0;  ///< requests sent
  std::uint64_t writes = 0;        ///< of these, FC15 and FC06
  std::uint64_t timeouts = 0;
  std::uint64_t garbled = 0;
  std::uint64_t exceptions = 0;
  std::uint64_t connects = 0;  ///< connections made, the first included
  std::uint64_t connect_failures = 0;
};

/// The thread of one bus: a thin shell that owns the link and does what BusLogic says. Nothing else touches either.
class BusWorker {
 public:
  struct Board {
    std::string id;         ///< for the log
    std::size_t index = 0;  ///< told in reports
    int unit = 1;
    RelayProfile profile;
  };

  struct Meter {
    std::string id;
    std::size_t index = 0;
    int unit = 1;
    MeterProfile profile;
  };
  /// All are called on the thread.
  struct Listeners {
    RelayBoards::Listener boards;
    LineMeters::Listener meters;
  };

  /// Starts the thread. The link's stop() is called by the destructor.
  BusWorker(const std::string& name, std::unique_ptr<Link> link, std::vector<Board> boards, std::vector<Meter> meters,
            const BusTiming& timing, const Clock& clock, Listeners listeners);
  /// Cuts short what is running and joins; writes nothing more. Readings that still wait are not answered.
  ~BusWorker();
  BusWorker(const BusWorker&) = delete;
  BusWorker& operator=(const BusWorker&) = delete;

  /// Any thread, never blocks longer than copying a value takes. `board` counts on this bus.
  void want(std::size_t board, WantedRelays wanted);
  /// Any thread, never blocks longer than copying a value takes. `meter` counts on this bus.
  void read(std::size_t meter, int channel, std::uint64_t ticket);
  /// Any thread: asks for a fresh reading of every board that has a picture.
  void verify();
  /// Any thread: waits until every board that has a picture was read back like it since the last want() and verify().
  /// Gives the indexes (as told in reports) of those that were not.
  std::vector<std::size_t> settle(SteadyTime until);
  [[nodiscard]] BusFigures figures() const;

 private:
  /// What want() and verify() leave for the thread, and what it tells back. Guarded by mutex_.
  struct Mail {
    std::optional<WantedRelays> wanted;  ///< the newest, not yet taken
    bool verify = false;
    bool has_picture = false;
    std::uint64_t asked = 0;
    std::uint64_t confirmed = 0;
    bool reachable = false;  ///< a silent board's wishes do not interrupt the bus
  };

  struct Asked {
    std::size_t meter = 0;
    int channel = 0;
    std::uint64_t ticket = 0;
  };

  void run();
  void serve();
  void take_mail();
  void transact(const BusLogic::Transact& action);
  void tell();
  void tell_meters();
  void log(const BoardReport& report);
  void log(const MeterReport& report);

  const std::string name_;
  const std::vector<Board> boards_;
  const std::vector<Meter> meters_;
  const BusTiming timing_;
  const Clock& clock_;
  const Listeners listeners_;
  const std::unique_ptr<Link> link_;
  BusLogic logic_;
  std::vector<BoardReport> logged_;  ///< by board, as last logged
  bool lost_ = false;                ///< the last attempt to connect failed

  struct Counters {
    std::atomic<std::uint64_t> transactions{0}, writes{0}, timeouts{0}, garbled{0}, exceptions{0}, connects{0},
        connect_failures{0};
  };
  Counters counters_;

  mutable std::mutex mutex_;
  std::condition_variable confirmed_;
  std::vector<Mail> mail_;    ///< by board
  std::vector<Asked> asked_;  ///< guarded by mutex_; taken between any two transactions
  std::uint64_t ticket_ = 0;  ///< guarded by mutex_
  std::atomic<bool> stopping_{false};
  std::thread thread_;  ///< last: starts when all else is ready
};

}  // namespace wardcast::modbus
