// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "daemon/config/site.hpp"
#include "daemon/playout/live.hpp"
#include "drivers/modbus/relay_boards.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::playout {

/// Knows which contact belongs to which line and amplifier, asks the boards for whole pictures, and remembers what was
/// read back. io thread only.
class ZoneRelays {
 public:
  ZoneRelays(const site::Site& site, modbus::RelayBoards& boards);

  /// The alarm's contacts, where the site has them; open until told otherwise.
  void alarm(bool lamp, bool buzzer);
  struct LineRef {
    std::size_t zone = 0, line = 0;
    auto operator<=>(const LineRef&) const = default;
  };

  /// zone_closed[z]: the zone's lines closed, but for latched ones; powered[a]: the amplifier's power contact closed;
  /// `tested`: these lines closed, latched or not. Boards whose picture did not change are not asked again.
  void want(const std::vector<bool>& zone_closed, const std::vector<bool>& powered, const std::vector<LineRef>& tested);
  /// From the next want() on. False when it was so already.
  bool latch(std::size_t zone, std::size_t line, bool latched);
  [[nodiscard]] bool latched(std::size_t zone, std::size_t line) const { return latched_.contains({zone, line}); }
  void report(const modbus::BoardReport& report);

  /// Was the zone heard? By the lines' contacts as last read.
  [[nodiscard]] store::Confirmation confirmation(std::size_t zone) const;
  [[nodiscard]] modbus::RelayState line_state(std::size_t zone, std::size_t line) const;
  /// Every managed contact of every reachable board was read back as wanted.
  [[nodiscard]] bool settled() const;
  [[nodiscard]] bool wanted_closed(const site::ChannelRef& ref) const;
  [[nodiscard]] std::vector<BoardLive> boards() const;

 private:
  void ask();
  [[nodiscard]] modbus::RelayState state(const site::ChannelRef& ref) const;

  const site::Site& site_;
  modbus::RelayBoards& boards_;
  std::vector<modbus::WantedRelays> wanted_;
  std::vector<std::uint64_t> programme_;  ///< closed for what is on air
  std::vector<std::uint64_t> alarm_;      ///< closed for the alarm
  std::set<LineRef> latched_;
  std::vector<bool> asked_;
  std::vector<modbus::BoardReport> reports_;
};

}  // namespace wardcast::playout
