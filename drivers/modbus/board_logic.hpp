// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>

#include "drivers/modbus/frame.hpp"
#include "drivers/modbus/profile.hpp"
#include "drivers/modbus/relay_boards.hpp"
#include "drivers/modbus/timing.hpp"
#include "drivers/modbus/unit_logic.hpp"

namespace wardcast::modbus {

/// What one relay board needs of its bus and when: read, write only what differs, read back.
class BoardLogic final : public UnitLogic {
 public:
  /// `board` is the index told in reports. Throws std::invalid_argument when the profile has no or more than 64
  /// channels.
  BoardLogic(std::size_t board, int unit, RelayProfile profile, const BusTiming& timing);

  /// The newest picture. Tickets rise; confirmed() reaches this one when a reading begun later shows the picture.
  void want(WantedRelays wanted, std::uint64_t ticket);
  /// Asks for one fresh reading even if nothing seems to differ.
  void verify(std::uint64_t ticket);
  [[nodiscard]] std::uint64_t confirmed() const { return confirmed_; }

  [[nodiscard]] Due due(SteadyTime now) const override;
  Request begin(SteadyTime now) override;
  void answered(SteadyTime now, const Reply& reply) override;
  void failed(SteadyTime now, const LinkFault& fault) override;
  void unsent() override { in_flight_ = InFlight::none; }
  void yielded(SteadyTime now) override;
  void bus_lost(SteadyTime now, const std::string& why) override;
  void bus_back(SteadyTime now) override;
  void hurry(SteadyTime now) override;
  void rest_until(SteadyTime at) override { free_at_ = std::max(free_at_, at); }

  [[nodiscard]] bool reachable() const override { return reachable_ == true; }
  /// The report that is due, if one is.
  std::optional<BoardReport> take_report();

 private:
  enum class InFlight { none, read, write, feed };
  enum class Step { read, write, feed };
  struct Plan {
    SteadyTime at{};
    Urgency urgency = Urgency::poll;
    Step step = Step::read;
  };

  [[nodiscard]] Plan plan(SteadyTime now) const;
  [[nodiscard]] Plan plan_contacts(SteadyTime now) const;
  [[nodiscard]] bool feeds() const;
  [[nodiscard]] std::uint64_t difference() const;
  [[nodiscard]] Request read_request() const;
  [[nodiscard]] Request write_request() const;
  [[nodiscard]] Request feed_request() const;
  [[nodiscard]] std::uint64_t contacts_of(const Reply& reply) const;
  void read_done(SteadyTime now, std::uint64_t contacts);
  void write_failed(SteadyTime now, const LinkFault& fault);
  void fed(SteadyTime now, std::string problem);
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
  bool unseen_ = false;              ///< that is what the board said of a write; no reading has shown it yet
  bool refused_ = false;             ///< it has said so since the last reading
  std::uint64_t stuck_ = 0;          ///< contacts that a reading showed not to follow although written often enough
  std::string feed_problem_;         ///< the watchdog refuses its feed
  SteadyTime feed_at_{};
  bool second_feed_ = false;  ///< the turn of the watchdog's second value
  bool report_due_ = false;
  std::optional<BoardReport> reported_;
};

}  // namespace wardcast::modbus
