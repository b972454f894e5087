// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::playout {

/// What playout must know of an item to air it and to write it down.
struct PlanItem {
  scheduler::ItemId id = 0;
  std::string title, kind, theme, author, unit;
  std::string media;  ///< content address; empty when there is no prepared audio
  std::uint32_t packets = 0;
  std::string refused;                 ///< why it may not air now: unapproved | withdrawn | no_audio; empty when it may
  std::optional<WallTime> expires_at;  ///< first instant at which it may no longer air
};

/// What should be on air, as the desk knows it. Made anew after every change; immutable once published to the engine.
struct Plan {
  WallTime made_at{};
  /// Every edition that overlaps [from, until) is in it, and no other.
  WallTime from = WallTime::min(), until = WallTime::max();
  std::vector<scheduler::Edition> editions;
  std::map<scheduler::ItemId, PlanItem> items;  ///< of the editions, and of emergencies that go on
  /// What an emergency may be raised with at once: approved items, the most important first (Store::messages).
  std::vector<PlanItem> messages;

  [[nodiscard]] bool covers(WallTime start, WallTime end) const { return start < until && end > from; }
};

}  // namespace wardcast::playout
