// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace wardcast::scheduler {

using ProgrammeId = std::int64_t;
using ItemId = std::int64_t;
/// One occurrence of a programme: "<programme id>-<planned local start>", e.g. "12-20261122T170000". Stable for ever.
using EditionId = std::string;

enum class Origin { own, relay, notice };
enum class OnBusy { reject, queue, partial };
enum class OnInterrupt { continue_, stop, resume };
enum class SourceKind { items, stream, line_in };

/// Dates on which series are excepted or extended, kept in one place for all that name it. Lists are in order and hold
/// each date once; a date in both is a day off.
struct HolidayCalendar {
  std::string name;
  std::vector<CivilDate> days_off;            ///< nothing of the series airs
  std::vector<CivilDate> extra_working_days;  ///< it airs too, whatever its rule says
};

/// A broadcast as planned: once, or repeating by an RFC 5545 rule in the station's civil time.
struct Programme {
  ProgrammeId id = 0;
  std::string title;
  std::vector<std::string> zones;  ///< zone ids of the site file
  CivilTime start{};               ///< of the first edition
  seconds duration{0};             ///< the slot
  std::string rrule;               ///< empty = once
  std::vector<CivilDate> exdates;
  std::string holiday_calendar;                     ///< its name; empty = none
  std::shared_ptr<const HolidayCalendar> calendar;  ///< that calendar, given by whoever read the programme
  std::vector<ItemId> items;                        ///< rundown of every edition that has none of its own
  std::optional<ItemId> opening_item;
  std::optional<ItemId> closing_item;
  SourceKind source = SourceKind::items;
  Origin origin = Origin::own;
  int priority = 64;  ///< 0–223
  OnBusy on_busy = OnBusy::reject;
  OnInterrupt on_interrupt = OnInterrupt::continue_;
  std::optional<ProgrammeId> repeat_of;
};

/// What a person changed of one edition.
struct EditionChange {
  EditionId edition;
  std::optional<std::vector<ItemId>> items;  ///< its own rundown
  bool cancelled = false;
};

/// Another edition that wants the same zone or amplifier at the same time.
struct Clash {
  EditionId with;
  std::string title;
  std::vector<std::string> zones;  ///< of this edition, those fought over (directly or through a shared amplifier)
  bool equal_priority = false;
};
/// A reason why (part of) an edition may not air as planned.
struct Refusal {
  std::string zone;    ///< empty = all
  std::string reason;  ///< machine word: hours_guard, not_a_zone
  std::string detail;  ///< sentence
};

/// Why a rundown, as it stands, will not air as its slot promises. See before_air.hpp.
struct Warning {
  std::string reason;  ///< empty | underfull | overfull | unapproved | withdrawn | no_audio | unknown_item | expired |
                       ///< unreadable
  std::string detail;  ///< sentence
  std::vector<ItemId> items;  ///< those concerned
  microseconds by{0};         ///< underfull: short by so much; overfull: over by so much
};

/// One planned airing.
struct Edition {
  EditionId id;
  ProgrammeId programme = 0;
  std::string title;
  WallTime start{};
  CivilTime local_start{};
  seconds duration{0};
  std::vector<std::string> zones;
  std::optional<ItemId> opening_item, closing_item;
  std::vector<ItemId> items;  ///< between opening and closing
  SourceKind source = SourceKind::items;
  Origin origin = Origin::own;
  int priority = 64;
  OnBusy on_busy = OnBusy::reject;
  OnInterrupt on_interrupt = OnInterrupt::continue_;
  std::optional<ProgrammeId> repeat_of;
  bool cancelled = false;
  std::vector<Clash> clashes;
  std::vector<Refusal> refusals;
  std::vector<Warning> warnings;  ///< filled in by whoever knows the items

  [[nodiscard]] WallTime end() const { return start + duration; }
};

/// Which amplifier each zone hangs on, and when it may sound. Built once from the site file.
struct ZoneInfo {
  std::string id;
  std::size_t amplifier = 0;
  std::vector<DailyWindow> hours;  ///< station ∩ zone
};
using Zones = std::vector<ZoneInfo>;

}  // namespace wardcast::scheduler
