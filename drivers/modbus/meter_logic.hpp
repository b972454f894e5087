// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "drivers/modbus/frame.hpp"
#include "drivers/modbus/line_meters.hpp"
#include "drivers/modbus/meter_blocks.hpp"
#include "drivers/modbus/profile.hpp"
#include "drivers/modbus/timing.hpp"
#include "drivers/modbus/unit_logic.hpp"

namespace wardcast::modbus {

/// What one line meter needs of its bus and when: the readings asked for, in order, and between them a look whether it
/// still answers.
class MeterLogic final : public UnitLogic {
 public:
  /// So many requests in a row without an answer, and the meter does not answer.
  static constexpr int kTries = 3;
  /// So many of them, and the reading that waits is answered with a problem.
  static constexpr int kTriesOfReading = 2;

  /// `meter` is the index told in readings and reports. Throws std::invalid_argument when the profile has no channel or
  /// no quantity.
  MeterLogic(std::size_t meter, int unit, MeterProfile profile, const BusTiming& timing);

  /// Asks for a reading; see LineMeters::read(). A channel that is not there is answered with a problem.
  void ask(int channel, std::uint64_t ticket, SteadyTime now);

  [[nodiscard]] Due due(SteadyTime now) const override;
  Request begin(SteadyTime now) override;
  void answered(SteadyTime now, const Reply& reply) override;
  void failed(SteadyTime now, const LinkFault& fault) override;
  void unsent() override {}
  void yielded(SteadyTime now) override;
  void bus_lost(SteadyTime now, const std::string& why) override;
  void bus_back(SteadyTime now) override;
  void hurry(SteadyTime now) override;
  void rest_until(SteadyTime at) override { free_at_ = std::max(free_at_, at); }

  [[nodiscard]] bool reachable() const override { return reachable_ == true; }
  /// Adds the answered readings, oldest first.
  void take_readings(std::vector<MeterReading>& readings);
  /// The report that is due, if one is.
  std::optional<MeterReport> take_report();

 private:
  [[nodiscard]] bool measures() const { return !waiting_.empty(); }
  [[nodiscard]] std::vector<RegisterBlock> blocks(int channel) const;
  void heard(SteadyTime now);
  void refused(SteadyTime now, const LinkFault& fault);
  void next_block(SteadyTime now);
  void give_up(SteadyTime now, std::string why);  ///< the reading in front
  void give_up_all(SteadyTime now, const std::string& why);
  void lose(SteadyTime now, const std::string& why);

  const std::size_t meter_;
  const int unit_;
  const MeterProfile profile_;
  const BusTiming& timing_;

  std::deque<MeterReading> waiting_;  ///< the front one is being read
  std::size_t block_ = 0;             ///< of the front one: the block that is next
  int tries_ = 0;                     ///< of that block
  bool never_gaps_ = false;           ///< the meter refused registers between its quantities
  std::vector<MeterReading> done_;

  bool measuring_ = false;         ///< the request in flight belongs to the front reading
  std::optional<bool> reachable_;  ///< empty: not known yet
  int failures_ = 0;               ///< in a row, of asking it anything
  SteadyTime retry_at_{}, free_at_{}, poll_at_{};
  bool lost_with_bus_ = false;
  std::string problem_;
  std::optional<MeterReport> reported_;
};

}  // namespace wardcast::modbus
