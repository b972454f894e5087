// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "drivers/modbus/frame.hpp"
#include "drivers/modbus/profile.hpp"
#include "drivers/modbus/relay_boards.hpp"
#include "drivers/modbus/timing.hpp"

namespace wardcast::modbus {

/// What one board needs of its bus and when: read, write only what differs, read back. Pure: no thread, no clock, no
/// socket; time comes in. Driven by BusLogic.
class BoardLogic {
 public:
  /// Most urgent first.
  enum class Urgency {
    write,    ///< a contact is not as wanted
    confirm,  ///< somebody waits for this reading
    poll,     ///< supervision and keep-alive
    probe     ///< is a silent board back?
  };
  struct Due {
    SteadyTime at{};
    Urgency urgency = Urgency::poll;
  };

  /// `board` is the index told in reports. Throws std::invalid_argument when the profile has no or more than 64
  /// channels.
  BoardLogic(std::size_t board, int unit, RelayProfile profile, const BusTiming& timing);

  /// The newest picture. Tickets rise; confirmed() reaches this one when a reading begun later shows the picture.
  void want(WantedRelays wanted, std::uint64_t ticket);
  /// Asks for one fresh reading even if nothing seems to differ.
  void verify(std::uint64_t ticket);
  [[nodiscard]] std::uint64_t confirmed() const { return confirmed_; }

  /// The most urgent thing due at `now`; if nothing is, the first that will be.
  [[nodiscard]] Due due(SteadyTime now) const;
  /// The request for what is due. Exactly one of the four below follows.
  Request begin(SteadyTime now);
  void answered(SteadyTime now, const Reply& reply);
  void failed(SteadyTime now, const LinkFault& fault);
  void unsent() { in_flight_ = InFlight::none; }  ///< the request never left: nothing happened
  void yielded(SteadyTime now);                   ///< a probe was cut short by other work

  /// No connection to the bus: the board is as silent as its bus.
  void bus_lost(SteadyTime now, const std::string& why);
  /// A new connection after the peer closed the former one or after bus_lost(): the device may have restarted.
  void bus_back(SteadyTime now);
  /// Another board of the bus is back: look now instead of at the end of the back-off.
  void hurry(SteadyTime now);

  [[nodiscard]] bool reachable() const { return reachable_ == true; }
  /// The report that is due, if one is.
  std::optional<BoardReport> take_report();

 private:
  enum class InFlight { none, read, write };
  enum class Step { read, write };
  struct Plan {
    SteadyTime at{};
    Urgency urgency = Urgency::poll;
    Step step = Step::read;
  };

  [[nodiscard]] Plan plan(SteadyTime now) const;
  [[nodiscard]] std::uint64_t difference() const;
  [[nodiscard]] Request read_request() const;
  [[nodiscard]] Request write_request() const;
  [[nodiscard]] std::uint64_t contacts_of(const Reply& reply) const;
  void read_done(SteadyTime now, std::uint64_t contacts);
  void write_failed(SteadyTime now, const LinkFault& fault);
  void lose(SteadyTime now, const std::string& why);
  [[nodiscard]] std::string stuck_text() const;
  [[nodiscard]] BoardReport report() const;

  const std::size_t board_;
  const int unit_;
  const RelayProfile profile_;
  const BusTiming& timing_;
  const std::uint64_t all_;  ///< a bit for each channel
  const milliseconds poll_every_;

  std::optional<WantedRelays> wanted_;
  std::uint64_t asked_ = 0;       ///< newest ticket
  std::uint64_t asked_then_ = 0;  ///< newest ticket when the reading in flight began
  std::uint64_t looked_ = 0;      ///< newest ticket a reading has followed
  std::uint64_t confirmed_ = 0;   ///< newest ticket a reading has shown done

  InFlight in_flight_ = InFlight::none;
  std::optional<bool> reachable_;        ///< empty: not known yet
  std::optional<std::uint64_t> closed_;  ///< contacts as last read; empty: unknown
  bool stale_ = false;                   ///< a write may or may not have arrived: read before the next
  std::uint64_t written_ = 0;            ///< channels written since the last reading
  SteadyTime read_at_{};
  SteadyTime free_at_{};  ///< end of the silence the board needs
  SteadyTime poll_at_{};
  int failures_ = 0;  ///< in a row, of asking it anything
  SteadyTime retry_at_{};
  bool lost_with_bus_ = false;
  int write_failures_ = 0;           ///< in a row, of getting contacts to follow
  std::optional<SteadyTime> pause_;  ///< no write before; a reading is due then
  std::string read_problem_;         ///< silent or refusing
  std::string write_problem_;        ///< contacts do not follow
  bool report_due_ = false;
  std::optional<BoardReport> reported_;
};

}  // namespace wardcast::modbus
