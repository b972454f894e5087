// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <vector>

#include "hw-sim/model/timeline.hpp"

namespace wardcast::sim {

/// The relays of one board: the outputs a master writes and reads back, and the contacts they move. Channels are
/// 0-based. Like real boards it reads back its outputs, not its contacts: a welded contact is not seen on the bus.
class RelayBank {
 public:
  using Changed = std::function<void(int channel, bool closed, SteadyTime at)>;

  /// `inverted`: the contact is closed while the output is off. All outputs start off. `changed` hears every contact
  /// change.
  RelayBank(int channels, bool inverted, Changed changed);

  [[nodiscard]] int channels() const { return static_cast<int>(relays_.size()); }
  /// Channel must exist. A stuck channel ignores it.
  void write(int channel, bool on, SteadyTime at);
  [[nodiscard]] bool output(int channel) const { return relay(channel).output; }
  [[nodiscard]] const Timeline& contact(int channel) const { return relay(channel).contact; }

  void set_stuck(int channel, bool stuck) { relay(channel).stuck = stuck; }
  /// A welded contact is closed from `at` on, whatever its output; freed, it follows the output again.
  void set_welded(int channel, bool welded, SteadyTime at);
  void forget_before(SteadyTime horizon);

 private:
  struct Relay {
    bool output = false;
    bool stuck = false;
    bool welded = false;
    Timeline contact;
  };
  Relay& relay(int channel) { return relays_.at(static_cast<std::size_t>(channel)); }
  [[nodiscard]] const Relay& relay(int channel) const { return relays_.at(static_cast<std::size_t>(channel)); }
  void settle(int channel, SteadyTime at);

  const bool inverted_;
  const Changed changed_;
  std::vector<Relay> relays_;
};

}  // namespace wardcast::sim
