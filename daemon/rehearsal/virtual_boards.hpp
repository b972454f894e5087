// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <deque>
#include <optional>
#include <vector>

#include "daemon/config/site.hpp"
#include "drivers/modbus/relay_boards.hpp"
#include "hw-sim/model/relay_bank.hpp"

namespace wardcast::rehearsal {

/// The relay-board door over the simulated ward's relays, on virtual time: every board answers, a picture is written
/// kWriteTakes after it was asked for and read back kReadTakes later, one after another on each board. One thread.
class VirtualBoards final : public modbus::RelayBoards {
 public:
  /// About what one FC15 and the reading of 16 coils take on a serial line of 9600 baud behind a gateway.
  static constexpr milliseconds kWriteTakes{30};
  static constexpr milliseconds kReadTakes{30};

  /// Each board is read for the first time kReadTakes after `start`. `listener` is called from inside advance().
  VirtualBoards(const site::Site& site, SteadyTime start, Listener listener);

  void want(std::size_t board, modbus::WantedRelays wanted) override;
  /// Does what is due until `now`; true when a report was given.
  bool advance(SteadyTime now);
  /// When something is due next; SteadyTime::max() when nothing is.
  [[nodiscard]] SteadyTime next() const;
  /// The relays themselves: they remember ten seconds, and break on command.
  [[nodiscard]] const sim::RelayBank& relays(std::size_t board) const { return boards_.at(board).relays; }
  sim::RelayBank& relays(std::size_t board) { return boards_.at(board).relays; }
  /// A board that does not answer.
  void unplug(std::size_t board, bool unplugged);
  /// Is the contact closed, as the ward would hear it?
  [[nodiscard]] bool closed(std::size_t board, int channel) const;

 private:
  struct Board {
    sim::RelayBank relays;
    bool inverted = false;
    bool unplugged = false;
    std::optional<modbus::WantedRelays> wanted = {}, written = {};
    SteadyTime write_at = SteadyTime::max(), read_at = SteadyTime::max();
  };
  void write(Board& board, SteadyTime at);
  void read(std::size_t index, SteadyTime at);

  Listener listener_;
  std::vector<Board> boards_;
  SteadyTime now_;
};

}  // namespace wardcast::rehearsal
