// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scheduler/programme.hpp"

// Is a rundown as it should be, judged before it airs? Pure.
namespace wardcast::scheduler {

/// What must be known of an item to judge a rundown.
struct ItemFacts {
  std::string title;
  std::int64_t packets = 0;
  std::string refused;                 ///< why it may not air: unapproved | withdrawn | no_audio; empty when it may
  std::optional<WallTime> expires_at;  ///< first instant at which it may no longer air
  std::string unreadable;              ///< what is wrong with its recording; empty when nothing is known to be
};
/// Null when there is no such item.
using ItemLookup = std::function<const ItemFacts*(ItemId)>;

/// A rundown may be so much shorter than its slot without a word: 5 s, or a twentieth of the slot if that is more.
microseconds tolerated_shortfall(seconds slot);

/// Everything wrong with the rundown of an edition, one warning for each reason, in the order of Warning::reason's
/// list. What may not air takes no time. A cancelled edition, and one whose source is not a rundown, gives none.
std::vector<Warning> judge(const Edition& edition, const ItemLookup& item);

/// People are warned twice: a day and an hour before the start.
enum class Stage { day, hour };
/// "24h", "60min"
std::string_view word(Stage stage);
/// Which warning is due: day from 24 h before the start, hour from 60 min before; nullopt earlier, and from the start
/// on.
std::optional<Stage> stage_at(WallTime start, WallTime now);

}  // namespace wardcast::scheduler
