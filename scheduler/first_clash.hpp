// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time_zone.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::scheduler {

/// Two editions of equal priority that want one amplifier at one time.
struct FirstClash {
  WallTime start{};  ///< of the subject's edition
  EditionId with;
  std::string title;               ///< of the other
  std::vector<std::string> zones;  ///< the subject's, those fought over
};

/// What a programme is compared with before it is saved.
struct ClashQuery {
  std::span<const Programme> programmes;
  std::span<const Programme> instead;  ///< each takes the place of the programme of its id
  std::span<const EditionChange> changes;
  const Zones& zones;
  const TimeZone& zone;
  WallTime from{}, to{};                       ///< editions of the subject that meet this window
  std::function<bool(const EditionId&)> over;  ///< has this edition, begun before `from`, ended already?
};

/// The subject's earliest edition that meets one of equal priority of another programme, or its own next. An entry with
/// the subject's id is left out. Made for windows of decades: no edition is built, dates are compared in civil time,
/// and only what is near is looked at by instants. About 0.2 µs a programme that can never meet it, 10 ns a date of one
/// that might.
std::optional<FirstClash> first_clash(const Programme& subject, const ClashQuery& query);

}  // namespace wardcast::scheduler
