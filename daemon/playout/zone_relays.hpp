// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
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

  /// zone_closed[z]: the zone's lines closed; powered[a]: the amplifier's power contact closed. Boards whose picture
  /// did not change are not asked again.
  void want(const std::vector<bool>& zone_closed, const std::vector<bool>& powered);
  void report(const modbus::BoardReport& report);

  /// Was the zone heard? By the lines' contacts as last read.
  [[nodiscard]] store::Confirmation confirmation(std::size_t zone) const;
  [[nodiscard]] modbus::RelayState line_state(std::size_t zone, std::size_t line) const;
  /// Every managed contact of every reachable board was read back as wanted.
  [[nodiscard]] bool settled() const;
  [[nodiscard]] bool wanted_closed(const site::ChannelRef& ref) const;
  [[nodiscard]] std::vector<BoardLive> boards() const;

 private:
  [[nodiscard]] modbus::RelayState state(const site::ChannelRef& ref) const;

  const site::Site& site_;
  modbus::RelayBoards& boards_;
  std::vector<modbus::WantedRelays> wanted_;
  std::vector<bool> asked_;
  std::vector<modbus::BoardReport> reports_;
};

}  // namespace wardcast::playout
