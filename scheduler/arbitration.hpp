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

/// May `newcomer` start, given those already on air? reject and queue: only if it would get every zone it asks for;
/// partial: if at least one. Never when it asks for no zone.
bool may_start(const Claim& newcomer, OnBusy on_busy, std::span<const Claim> on_air, const Zones& zones);

// The two tables of docs/arbitration.md. The caller keeps the state; these say what comes next.

/// What becomes of one that has not begun, at its planned start or later.
enum class Start {
  now,
  wait,  ///< queue: for all its zones, while its slot lasts
  miss   ///< "busy"
};
Start at_start(const Claim& newcomer, OnBusy on_busy, bool slot_over, std::span<const Claim> on_air,
               const Zones& zones);

/// What one that has begun is doing.
enum class Standing {
  on_air,  ///< has at least one zone
  muted,   ///< has none; its clock runs on
  paused,  ///< has none; its rundown waits where it was
  over     ///< lost its last zone under `stop`
};
struct Holding {
  std::vector<std::size_t> zones = {};     ///< it sounds there
  std::vector<std::size_t> given_up = {};  ///< lost for good: it claims them no more
  Standing standing = Standing::on_air;
  bool operator==(const Holding&) const = default;
};
/// One step of one that has begun. `gets`: what arbitrate() gives it now; `asked`: what it asked for there. A zone it
/// had and no longer asks for (the hours guard) is not lost to anybody and not given up.
Holding after(Holding before, OnInterrupt on_interrupt, const std::vector<std::size_t>& gets,
              const std::vector<std::size_t>& asked);

}  // namespace wardcast::scheduler
