// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scheduler/programme.hpp"

namespace wardcast::scheduler {

/// Somebody who wants zones now. Claims are listed in order of arrival: of equals the first keeps what it has (at 255
/// the newest).
struct Claim {
  std::uint64_t id = 0;
  int priority = 64;
  std::vector<std::size_t> zones;  ///< indices in Zones
};

/// Who owns each zone. `owner[z]` is an index in the claims, or kNobody. An amplifier carries one source: of the claims
/// that ask for any of its zones one gets it, and with it the zones it asked for there; its other zones are nobody's,
/// and whoever held them is silent on that amplifier and keeps all its others. Zone indices beyond `zones` are left
/// aside.
inline constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
std::vector<std::size_t> arbitrate(std::span<const Claim> claims, const Zones& zones);

/// May `newcomer` start, given those already on air? reject: only if it would get every zone it asks for; partial: if
/// at least one; queue is decided by the caller (it waits for reject's condition). Never when it asks for no zone.
bool may_start(const Claim& newcomer, OnBusy on_busy, std::span<const Claim> on_air, const Zones& zones);

}  // namespace wardcast::scheduler
