// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <thread>
#include <vector>

#include "base/time.hpp"
#include "tests/support/slave_units.hpp"

namespace wardcast::test {

/// A Modbus TCP slave with as many units as wanted, on a port of 127.0.0.1 that the system chose, in a thread of its
/// own. Misbehaves on command. All functions may be called from any thread.
class ModbusSlave : public SlaveUnits {
 public:
  ModbusSlave(const std::map<int, modbus::RelayProfile>& units, const Clock& clock);
  ~ModbusSlave();
  ModbusSlave(const ModbusSlave&) = delete;
  ModbusSlave& operator=(const ModbusSlave&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  void kill();                     ///< no listener, no connection; the port stays ours to come back to
  void revive(bool power_cycled);  ///< same port
  void close_connections();        ///< a peer that tidies up
  void close_idle_after(milliseconds limit);
  [[nodiscard]] int connections() const;  ///< accepted since the start

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

  const int wake_;  // mutex_ guards all below but thread_
  std::uint16_t port_ = 0;
  int listener_ = -1;
  bool alive_ = true;
  bool stopping_ = false;
  bool closing_all_ = false;
  std::optional<milliseconds> idle_limit_;
  std::vector<Connection> connections_;
  int accepted_ = 0;
  std::thread thread_;
};

}  // namespace wardcast::test
