// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scheduler/programme.hpp"

namespace wardcast::scheduler {

/// Somebody who wants zones now. Claims are listed in order of arrival: of equals the first keeps what it has (at 255 the newest).
struct Claim {
  std::uint64_t id = 0;
  int priority = 64;
  std::vector<std::size_t> zones;  ///< indices in Zones
};

/// Who owns each zone. `owner[z]` is an index in the claims, or kNobody. Zones that share an amplifier are given as one: two
/// claims never hold zones of one amplifier at the same time.
inline constexpr std::size_t kNobody = static_cast<std::size_t>(-1);
std::vector<std::size_t> arbitrate(std::span<const Claim> claims, const Zones& zones);

/// May `newcomer` start, given those already on air? reject: only if it would get every zone it asks for; partial: if at least
/// one; queue is decided by the caller (it waits for reject's condition).
bool may_start(const Claim& newcomer, OnBusy on_busy, std::span<const Claim> on_air, const Zones& zones);

}  // namespace wardcast::scheduler
