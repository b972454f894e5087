// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "drivers/rtp/audio_out.hpp"

namespace wardcast::rtp {

/// Which stream (by slot) holds which amplifier. An amplifier has one holder or none; the later claim wins, wherever
/// the frames at which the claims take effect happen to fall. Allocates in the constructor only.
class Ownership {
 public:
  Ownership(std::size_t amplifiers, std::size_t slots);

  /// `slot` gets the wanted amplifiers, except those somebody claimed by a later order, and lets go of all others.
  void claim(std::uint16_t slot, const AmplifierSet& wanted, std::uint64_t order);
  void release(std::uint16_t slot);
  /// Indices of the amplifiers that `slot` holds, ascending.
  [[nodiscard]] std::span<const std::uint16_t> held(std::uint16_t slot) const { return held_[slot]; }

 private:
  static constexpr std::uint16_t kNobody = std::numeric_limits<std::uint16_t>::max();
  void rebuild(std::uint16_t slot);

  std::vector<std::uint16_t> owner_;
  std::vector<std::uint64_t> order_;
  std::vector<std::vector<std::uint16_t>> held_;  // each with room for all amplifiers
  std::vector<std::uint8_t> changed_;             // slots whose list is to be made anew
};

}  // namespace wardcast::rtp
