// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "drivers/store/records.hpp"

// What counts, for one airing and for many. Pure: journal records in, figures out; any thread.
namespace wardcast::statistics {

enum class Outcome { full, partial, missed };
/// "full" | "partial" | "missed", as AiringEnd::result has it.
std::string_view word(Outcome outcome);

/// Packets of a segment that count: none when every line that could be read was open.
std::uint32_t counted_packets(const store::Segment& segment);

/// One entry of a rundown as it was aired, all its segments together: pauses and restarts included.
struct Entry {
  int position = 0;
  const store::Segment* first = nullptr;  ///< its first segment of which something counts
  std::int64_t packets = 0;               ///< that count
  bool whole = false;                     ///< an item of which at least 95 % counts
  bool first_airing = false;              ///< whole, and its item never was before: see note_first_airings
};
/// Entries of which something counts, in order of position. They point into `run`.
std::vector<Entry> entries(const store::AsRun& run);

/// By the mission's rule: full when at least 95 % of every item of the rundown was sent and heard, missed when nothing
/// was, else partial. Opening and closing tunes make no airing partial. For an airing that goes on: as if it ended now.
Outcome result_of(const store::AsRun& run);
/// The same where its entries are known.
Outcome result_of(const store::AsRun& run, const std::vector<Entry>& aired);

/// Time on air of all these segments together: packets of 20 ms, once however many of them sounded at the same time.
/// Within one run of the daemon their places in time come from the steady clock, so that a stepped wall clock neither
/// adds nor hides any; runs follow each other and never overlap. Segments of run 0 (imported) go by the wall clock, and
/// count where no other run was on air by it.
microseconds union_of(const std::vector<const store::Segment*>& segments);

/// Time on air of one airing.
microseconds on_air_time(const store::AsRun& run);
/// The same in seconds, exact to the packet; round it only in print.
double on_air_seconds(const store::AsRun& run);
constexpr double in_seconds(microseconds time) { return std::chrono::duration<double>(time).count(); }

}  // namespace wardcast::statistics
