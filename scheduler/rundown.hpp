// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "base/time.hpp"

namespace wardcast::scheduler {

/// Arithmetic of a rundown: entries one after another without a gap, from the planned start on. Exact, in packets of 20
/// ms; no state, any thread. An entry of no packets (skipped, unreadable) takes no time and is never a position.
struct Entry {
  std::int64_t packets = 0;
};

/// A packet of an entry; index = number of entries once the rundown is over.
struct Position {
  std::size_t index = 0;
  std::int64_t packet = 0;
  bool operator==(const Position&) const = default;
};

/// Length of the whole rundown.
std::int64_t total_packets(std::span<const Entry> entries);

/// Packets whose instant has come strictly before `elapsed`: ceil(elapsed / 20 ms), none for a negative time.
std::int64_t packets_before(microseconds elapsed);

/// Where to join `elapsed` after the planned start: the first packet whose instant is not past. The clock runs on: what
/// was missed is not made up for. Before the start: the beginning.
Position position_at(std::span<const Entry> entries, microseconds elapsed);

/// When that packet is due, after the planned start.
microseconds due(std::span<const Entry> entries, Position position);

/// The entry in progress when the slot ends: begun before, not over by then.
struct Straddling {
  std::size_t index = 0;
  std::int64_t within = 0;  ///< its packets that are over at the slot's end: send so many when it is cut
  std::int64_t beyond = 0;  ///< its packets after that, ≥ 1
};
/// nullopt when the rundown ends within the slot or an entry ends exactly with it. Entries behind it are not begun; nor
/// is one that would start at the slot's end.
std::optional<Straddling> straddling(std::span<const Entry> entries, microseconds slot);

/// An item in progress may run so far past its slot, at most.
inline constexpr seconds kLongestOverrun{120};

/// May the entry in progress at the slot's end finish? `remaining` of it lies beyond; its zones stay free for
/// `free_for` and the hours guard allows them for `allowed_for` after the slot's end (nullopt: without limit). All or
/// nothing: an item that could not finish anyway is cut at the slot's end, not later. Returns how long past the slot it
/// goes.
std::optional<microseconds> finish_after_slot(microseconds remaining, std::optional<microseconds> free_for,
                                              std::optional<microseconds> allowed_for);

/// How long the edition is on air after its planned start, from what is known beforehand: a short rundown ends early, a
/// long one at its slot's end or up to 120 s later, see finish_after_slot.
microseconds planned_length(std::span<const Entry> entries, microseconds slot, std::optional<microseconds> free_for,
                            std::optional<microseconds> allowed_for);

}  // namespace wardcast::scheduler
