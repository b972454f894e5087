// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/ownership.hpp"

namespace wardcast::rtp {

Ownership::Ownership(std::size_t amplifiers, std::size_t slots)
    : owner_(amplifiers, kNobody), order_(amplifiers, 0), held_(slots), changed_(slots, 0) {
  for (auto& list : held_) list.reserve(amplifiers);
}

void Ownership::claim(std::uint16_t slot, const AmplifierSet& wanted, std::uint64_t order) {
  for (std::size_t i = 0; i < owner_.size(); ++i) {
    if (wanted.test(i) && order >= order_[i]) {
      if (owner_[i] != kNobody) changed_[owner_[i]] = 1;
      owner_[i] = slot;
      order_[i] = order;
    } else if (!wanted.test(i) && owner_[i] == slot) {
      owner_[i] = kNobody;
    }
  }
  changed_[slot] = 1;
  for (std::size_t i = 0; i < changed_.size(); ++i) {
    if (changed_[i] != 0) rebuild(static_cast<std::uint16_t>(i));
  }
}

void Ownership::release(std::uint16_t slot) {
  for (const std::uint16_t amplifier : held_[slot]) owner_[amplifier] = kNobody;
  held_[slot].clear();
}

void Ownership::rebuild(std::uint16_t slot) {
  changed_[slot] = 0;
  held_[slot].clear();
  for (std::size_t i = 0; i < owner_.size(); ++i) {
    if (owner_[i] == slot) held_[slot].push_back(static_cast<std::uint16_t>(i));
  }
}

}  // namespace wardcast::rtp
