// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "base/time.hpp"
#include "drivers/modbus/profile.hpp"
#include "tests/support/modbus_unit.hpp"

namespace wardcast::test {

/// A Modbus TCP slave with as many units as wanted, on a port of 127.0.0.1 that the system chose, in a thread of its
/// own. Misbehaves on command. All functions may be called from any thread.
class ModbusSlave {
 public:
  enum class Trouble {
    late,               ///< does as told, replies after `delay`
    garbled,            ///< replies with bytes that mean nothing
    wrong_transaction,  ///< a good reply under another transaction
    wrong_unit,         ///< a good reply of another unit
    exception,          ///< refuses with `exception_code`
    silent,             ///< half-open: takes everything, says and does nothing
    deaf_after,         ///< does as told, never replies
    twice,              ///< replies twice
    drop                ///< closes the connection instead of replying
  };
  struct Fault {
    Trouble trouble = Trouble::silent;
    int times = -1;  ///< so many requests, −1: until mend()
    milliseconds delay{0};
    std::uint8_t exception_code = 4;
    std::optional<std::uint8_t> only_function = {};
  };
  /// A request as it came in.
  struct Frame {
    SteadyTime at{};
    int connection = 0;
    int unit = 0;
    std::vector<std::uint8_t> pdu;
    [[nodiscard]] int function() const { return pdu.empty() ? 0 : pdu[0]; }
  };
  using Frames = std::vector<Frame>;

  ModbusSlave(const std::map<int, modbus::RelayProfile>& units, const Clock& clock);
  ~ModbusSlave();
  ModbusSlave(const ModbusSlave&) = delete;
  ModbusSlave& operator=(const ModbusSlave&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void kill();                     ///< no listener, no connection; the port stays ours to come back to
  void revive(bool power_cycled);  ///< same port
  void close_connections();        ///< a peer that tidies up
  void close_idle_after(milliseconds limit);
  void afflict(int unit, Fault fault);
  void mend(int unit);

  [[nodiscard]] std::uint64_t contacts(int unit) const;
  void set_contact(int unit, int channel, bool closed);
  void set_stuck(int unit, int channel, bool stuck);

  [[nodiscard]] Frames frames() const;
  [[nodiscard]] int count(int function) const;
  [[nodiscard]] int connections() const;  ///< accepted since the start
  void forget_frames();
  /// Waits until the frames so far satisfy the predicate. False when they do not in time.
  bool wait_for(const std::function<bool(const Frames&)>& predicate, milliseconds at_most) const;
  bool wait_for_function(int function, int times, milliseconds at_most) const;

 private:
  struct Reply {
    SteadyTime due{};
    std::vector<std::uint8_t> adu;
  };
  struct Connection {
    int fd = -1;
    int number = 0;
    SteadyTime last{};
    std::vector<std::uint8_t> in;
    std::vector<Reply> out;
  };

  void run();
  void listen_again();
  void poke() const;
  [[nodiscard]] int patience() const;
  void accept_one();
  bool read_from(Connection& connection);
  bool serve(Connection& connection, std::vector<std::uint8_t> adu);
  static bool flush(Connection& connection, SteadyTime now);
  void drop_dead(const std::vector<int>& dead);

  const Clock& clock_;
  const int wake_;
  mutable std::mutex mutex_;  // guards all below but thread_
  mutable std::condition_variable changed_;
  std::uint16_t port_ = 0;
  int listener_ = -1;
  bool alive_ = true;
  bool stopping_ = false;
  bool closing_all_ = false;
  std::optional<milliseconds> idle_limit_;
  std::map<int, ModbusUnit> units_;
  std::map<int, Fault> faults_;
  std::vector<Connection> connections_;
  int accepted_ = 0;
  Frames frames_;
  std::thread thread_;
};

}  // namespace wardcast::test
