// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/rundown.hpp"

#include <algorithm>

namespace wardcast::scheduler {
namespace {

constexpr std::int64_t kFrameMicroseconds = microseconds{kFrame}.count();

}  // namespace

std::int64_t total_packets(std::span<const Entry> entries) {
  std::int64_t total = 0;
  for (const auto& entry : entries) total += entry.packets;
  return total;
}

std::int64_t packets_before(microseconds elapsed) {
  if (elapsed <= microseconds{0}) return 0;
  return (elapsed.count() - 1) / kFrameMicroseconds + 1;
}

Position position_at(std::span<const Entry> entries, microseconds elapsed) {
  std::int64_t packet = packets_before(elapsed);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (packet < entries[i].packets) return {i, packet};
    packet -= entries[i].packets;
  }
  return {entries.size(), 0};
}

microseconds due(std::span<const Entry> entries, Position position) {
  const auto before = entries.first(std::min(position.index, entries.size()));
  return frames_to_time(total_packets(before) + position.packet);
}

std::optional<Straddling> straddling(std::span<const Entry> entries, microseconds slot) {
  if (slot <= microseconds{0}) return std::nullopt;
  const std::int64_t whole = slot.count() / kFrameMicroseconds;  // over at the slot's end
  const std::int64_t begun = packets_before(slot);
  std::int64_t start = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::int64_t end = start + entries[i].packets;
    if (start >= begun) return std::nullopt;
    if (end > whole) return Straddling{i, whole - std::min(start, whole), end - std::max(start, whole)};
    start = end;
  }
  return std::nullopt;
}

std::optional<microseconds> finish_after_slot(microseconds remaining, std::optional<microseconds> free_for,
                                              std::optional<microseconds> allowed_for) {
  const bool fits = remaining <= kLongestOverrun && (!free_for || remaining <= *free_for) &&
                    (!allowed_for || remaining <= *allowed_for);
  return fits ? std::optional{remaining} : std::nullopt;
}

microseconds planned_length(std::span<const Entry> entries, microseconds slot, std::optional<microseconds> free_for,
                            std::optional<microseconds> allowed_for) {
  const auto over = straddling(entries, slot);
  if (!over) return std::min(frames_to_time(total_packets(entries)), std::max(slot, microseconds{0}));
  const std::int64_t end = total_packets(entries.first(over->index + 1));
  const auto overrun = finish_after_slot(frames_to_time(end) - slot, free_for, allowed_for);
  return slot + overrun.value_or(microseconds{0});
}

}  // namespace wardcast::scheduler
