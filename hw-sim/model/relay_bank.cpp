// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/relay_bank.hpp"

#include <utility>

namespace wardcast::sim {

RelayBank::RelayBank(int channels, bool inverted, Changed changed) : inverted_(inverted), changed_(std::move(changed)) {
  Relay at_rest;
  at_rest.contact = Timeline{inverted};
  relays_.assign(static_cast<std::size_t>(channels), at_rest);
}

void RelayBank::write(int channel, bool on, SteadyTime at) {
  Relay& written = relay(channel);
  if (written.stuck) return;
  written.output = on;
  settle(channel, at);
}

void RelayBank::set_welded(int channel, bool welded, SteadyTime at) {
  relay(channel).welded = welded;
  settle(channel, at);
}

void RelayBank::forget_before(SteadyTime horizon) {
  for (Relay& one : relays_) one.contact.forget_before(horizon);
}

void RelayBank::settle(int channel, SteadyTime at) {
  Relay& moved = relay(channel);
  const bool closed = moved.welded || moved.output != inverted_;
  if (moved.contact.set(closed, at) && changed_) changed_(channel, closed, at);
}

}  // namespace wardcast::sim
