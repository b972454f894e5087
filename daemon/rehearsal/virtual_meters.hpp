// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/config/site.hpp"
#include "daemon/rehearsal/virtual_boards.hpp"
#include "drivers/modbus/line_meters.hpp"
#include "hw-sim/model/ladder.hpp"
#include "hw-sim/model/meter_model.hpp"
#include "hw-sim/model/timeline.hpp"

namespace wardcast::rehearsal {

/// The line-meter door over the simulated ward's electricity, on virtual time: what the tone that an amplifier is sent
/// drives into a line whose contact is closed, as a true-RMS meter with noise reads it. Each reading takes kReadTakes,
/// one after another on each meter. One thread.
class VirtualMeters final : public modbus::LineMeters {
 public:
  /// About what reading two registers takes on a serial line of 9600 baud behind a gateway.
  static constexpr milliseconds kReadTakes{30};

  /// `noise`: relative, of one reading. `listener` is called from inside advance().
  VirtualMeters(const site::Site& site, const VirtualBoards& boards, double noise, std::uint64_t seed, SteadyTime start,
                Listener listener);

  void read(std::size_t meter, int channel, std::uint64_t ticket) override;
  /// Does what is due until `now`; true when something was told.
  bool advance(SteadyTime now);
  [[nodiscard]] SteadyTime next() const;

  /// The tone begins or ends to leave for that amplifier; it is heard the amplifier's latency later.
  void tone(std::size_t amplifier, bool sounds, SteadyTime at);

  /// The tone comes out of that amplifier at this instant.
  [[nodiscard]] bool sounds(std::size_t amplifier, SteadyTime at) const { return sounding_.at(amplifier).value_at(at); }

  // What goes wrong in the ward.
  void break_line(const std::string& line, std::optional<sim::LineFault> fault) { faults_[line] = std::move(fault); }
  void kill_meter(std::size_t meter, bool dead);
  void cut_amplifier(std::size_t amplifier, bool cut);
  /// From now on it shows what it showed last.
  void freeze_meter(std::size_t meter) { meters_.at(meter).frozen = true; }
  /// The true number of watts a line takes at rated voltage.
  [[nodiscard]] double true_watts(const std::string& line) const;

 private:
  struct Channel {
    const site::Line* line = nullptr;
    std::size_t amplifier = 0;
  };
  struct Asked {
    int channel = 0;
    std::uint64_t ticket = 0;
  };
  struct Meter {
    sim::MeterModel model;
    std::map<int, Channel> channels;
    std::deque<Asked> asked = {};
    SteadyTime answer_at = SteadyTime::max();
    bool dead = false;
    bool frozen = false;
    std::map<int, sim::LineLoad> shown = {};  ///< by channel, last
  };
  [[nodiscard]] sim::LineLoad truth(const Channel& channel, SteadyTime from, SteadyTime to) const;
  [[nodiscard]] std::optional<sim::LineFault> fault_of(const std::string& line) const;
  void answer(std::size_t index, SteadyTime at);

  const site::Site& site_;
  const VirtualBoards& boards_;
  Listener listener_;
  std::vector<Meter> meters_;
  std::vector<sim::Timeline> sounding_;  ///< by amplifier, as heard
  std::set<std::size_t> cut_;
  std::map<std::string, std::optional<sim::LineFault>> faults_;
  SteadyTime now_;
};

}  // namespace wardcast::rehearsal
