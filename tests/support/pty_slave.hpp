// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/slave_units.hpp"

namespace wardcast::test {

/// Modbus RTU slaves at the other end of a pseudo terminal that is as slow as a wire: 10 bits a character in both
/// directions, t3.5 before a reply. The path is a link, as those under /dev/serial/by-id are. Frames are told of when
/// they are whole. All functions may be called from any thread.
class PtySlave : public SlaveUnits {
 public:
  PtySlave(const std::map<int, modbus::RelayProfile>& units, const Clock& clock, int baud = 115200);
  ~PtySlave();

  [[nodiscard]] std::string path() const { return (folder_ / "tty").string(); }
  void vanish();  ///< the adapter is unplugged: path and device are gone
  void appear();  ///< and plugged in again, as another device under the same path
  /// Somebody else talks: these bytes arrive now, at once.
  void say(const std::vector<std::uint8_t>& bytes);
  /// The reply that was held comes now, at once; it is on the wire when this returns.
  void release();

  /// The shortest silence before a request since the last reply's last character (whole replies only).
  [[nodiscard]] nanoseconds shortest_silence() const;
  [[nodiscard]] nanoseconds wire_time(std::size_t characters) const;
  [[nodiscard]] nanoseconds t3_5() const;

 private:
  struct Character {
    SteadyTime due{};
    std::uint8_t byte = 0;
  };

  void run();
  void open_pty();
  void poke() const;
  void send_due(SteadyTime now);
  void take(SteadyTime now);
  void serve(SteadyTime heard, std::vector<std::uint8_t> adu);

  const int baud_;
  const int wake_;
  std::filesystem::path folder_;  // mutex_ guards all below but thread_
  int master_ = -1;
  int opened_ = 0;
  bool vanishing_ = false;
  bool stopping_ = false;
  std::vector<std::uint8_t> in_;
  std::deque<Character> out_;
  std::vector<std::uint8_t> held_;
  SteadyTime spoke_at_{};
  nanoseconds shortest_silence_{nanoseconds::max()};
  std::thread thread_;
};

}  // namespace wardcast::test
