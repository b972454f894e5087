// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/counting.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace wardcast::statistics {
namespace {

/// Two clips that follow each other may, as written down, seem to overlap by the lateness of a send. Up to this much is
/// taken for such: otherwise every change of clip could cost a little of the exact sum. A clip in the middle of an
/// airing follows the one before it there; what another airing sends meanwhile really is at the same time.
constexpr nanoseconds kLateness = milliseconds{100};

struct Span {
  const std::string* airing;
  std::int64_t run;
  nanoseconds from;
  nanoseconds length;
};

/// Where a segment lies on its run's steady clock.
Span steady_span(const store::Segment& segment) {
  return {&segment.airing, segment.run, nanoseconds{segment.steady_ns}, frames_to_time(counted_packets(segment))};
}

/// Merged stretches of the wall clock, in order.
struct Stretch {
  WallTime from, to;
};
std::vector<Stretch> wall_cover(const std::vector<const store::Segment*>& segments) {
  std::vector<Stretch> all;
  all.reserve(segments.size());
  for (const auto* segment : segments) {
    all.push_back({segment->started_at, segment->started_at + frames_to_time(counted_packets(*segment))});
  }
  std::sort(all.begin(), all.end(), [](const Stretch& a, const Stretch& b) { return a.from < b.from; });
  std::vector<Stretch> merged;
  for (const auto& stretch : all) {
    if (!merged.empty() && stretch.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, stretch.to);
    } else {
      merged.push_back(stretch);
    }
  }
  return merged;
}

microseconds length_of(const std::vector<Stretch>& cover) {
  microseconds total{0};
  for (const auto& stretch : cover) total += stretch.to - stretch.from;
  return total;
}

/// How much of `cover` lies within `other`.
microseconds shared(const std::vector<Stretch>& cover, const std::vector<Stretch>& other) {
  microseconds total{0};
  for (auto one = cover.begin(), two = other.begin(); one != cover.end() && two != other.end();) {
    total += std::max(microseconds{0}, std::min(one->to, two->to) - std::max(one->from, two->from));
    if (one->to < two->to) {
      ++one;
    } else {
      ++two;
    }
  }
  return total;
}

/// `packets` of `whole` are 95 % or more.
bool nearly_all(std::int64_t packets, std::int64_t whole) { return whole > 0 && packets * 100 >= whole * 95; }

}  // namespace

std::string_view word(Outcome outcome) {
  switch (outcome) {
    case Outcome::full:
      return "full";
    case Outcome::partial:
      return "partial";
    case Outcome::missed:
      return "missed";
  }
  return "";
}

std::uint32_t counted_packets(const store::Segment& segment) {
  return segment.confirmation == store::Confirmation::not_heard ? 0 : segment.packets;
}

std::vector<Entry> entries(const store::AsRun& run) {
  std::vector<Entry> list;
  for (const auto& segment : run.segments) {
    const auto packets = counted_packets(segment);
    if (packets == 0) continue;
    const auto known = std::find_if(list.rbegin(), list.rend(), [&](const Entry& entry) {
      return entry.position == segment.position && entry.first->item == segment.item;
    });
    auto& entry = known == list.rend() ? list.emplace_back() : *known;
    entry.position = segment.position;
    if (entry.first == nullptr) entry.first = &segment;
    entry.packets += packets;
  }
  for (auto& entry : list) {
    entry.whole = entry.first->role == "item" && nearly_all(entry.packets, entry.first->item_packets);
  }
  std::sort(list.begin(), list.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.position, a.first->item) < std::tie(b.position, b.first->item);
  });
  return list;
}

Outcome result_of(const store::AsRun& run) { return result_of(run, entries(run)); }

Outcome result_of(const store::AsRun& run, const std::vector<Entry>& aired) {
  if (aired.empty()) return Outcome::missed;
  const bool skipped = std::any_of(run.skips.begin(), run.skips.end(), [&](const store::Skip& skip) {
    if (skip.role != "item") return false;
    // Skipped at first, aired after all: a restart may find a file that was not readable before.
    return std::none_of(aired.begin(), aired.end(), [&](const Entry& entry) {
      return entry.position == skip.position && entry.first->item == skip.item && entry.whole;
    });
  });
  if (skipped) return Outcome::partial;
  // Of an item that was sent to open lines only, nothing is among the entries: look at the segments as well.
  for (const auto& segment : run.segments) {
    if (segment.role != "item") continue;
    const bool whole = std::any_of(aired.begin(), aired.end(), [&](const Entry& entry) {
      return entry.position == segment.position && entry.first->item == segment.item && entry.whole;
    });
    if (!whole) return Outcome::partial;
  }
  return Outcome::full;
}

namespace {

/// Of segments that have a steady clock.
nanoseconds steady_union(std::vector<Span> spans) {
  const auto earlier = [](const Span& a, const Span& b) {
    return std::tie(a.run, a.from, a.length) < std::tie(b.run, b.from, b.length);
  };
  // Nearly always they come in order.
  if (!std::is_sorted(spans.begin(), spans.end(), earlier)) std::sort(spans.begin(), spans.end(), earlier);
  nanoseconds total{0};
  nanoseconds covered_to{0};  // end of what is in `total`, within the run at hand
  const Span* previous = nullptr;
  std::unordered_set<std::string_view> begun;  // airings
  for (const auto& span : spans) {
    const bool new_run = previous == nullptr || previous->run != span.run;
    const bool same = previous != nullptr && *previous->airing == *span.airing;
    const bool follows = same || begun.insert(*span.airing).second;
    const auto end = span.from + span.length;
    if (new_run || span.from >= covered_to) {
      total += span.length;
      covered_to = end;
    } else if (follows && covered_to - span.from <= kLateness) {
      total += span.length;
      covered_to += span.length;
    } else if (end > covered_to) {
      total += end - covered_to;
      covered_to = end;
    }
    previous = &span;
  }
  return total;
}

}  // namespace

microseconds union_of(const std::vector<const store::Segment*>& segments) {
  std::vector<Span> spans;
  spans.reserve(segments.size());
  std::vector<const store::Segment*> here, imported;
  for (const auto* segment : segments) {
    if (counted_packets(*segment) == 0) continue;
    if (segment->run == 0) {
      imported.push_back(segment);
    } else {
      here.push_back(segment);
      spans.push_back(steady_span(*segment));
    }
  }
  const auto steady = std::chrono::duration_cast<microseconds>(steady_union(std::move(spans)));
  if (imported.empty()) return steady;
  const auto cover = wall_cover(imported);
  return steady + length_of(cover) - shared(cover, wall_cover(here));
}

microseconds on_air_time(const store::AsRun& run) {
  std::vector<const store::Segment*> all;
  all.reserve(run.segments.size());
  for (const auto& segment : run.segments) all.push_back(&segment);
  return union_of(all);
}

double on_air_seconds(const store::AsRun& run) { return in_seconds(on_air_time(run)); }

}  // namespace wardcast::statistics
