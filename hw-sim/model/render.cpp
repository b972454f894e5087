// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/render.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace wardcast::sim {
namespace {

struct Heard {
  const PacketChunk* chunk;
  PacketChunk::Entry entry;
  std::int64_t limit;  ///< where a later talk-spurt takes over
};

struct Span {
  std::int64_t from;
  std::int64_t to;
};

std::vector<Heard> in_playing_order(const PacketSnapshot& packets) {
  std::vector<Heard> order;
  for (const auto& chunk : packets) {
    for (const auto& entry : chunk->entries) order.push_back({chunk.get(), entry, 0});
  }
  std::ranges::sort(order, [](const Heard& a, const Heard& b) {
    return a.entry.spurt != b.entry.spurt ? a.entry.spurt < b.entry.spurt : a.entry.sample < b.entry.sample;
  });
  std::int64_t limit = std::numeric_limits<std::int64_t>::max();
  std::int64_t first_of_spurt = limit;
  for (std::size_t i = order.size(); i-- > 0;) {
    if (i + 1 < order.size() && order[i].entry.spurt != order[i + 1].entry.spurt)
      limit = std::min(limit, first_of_spurt);
    order[i].limit = limit;
    first_of_spurt = order[i].entry.sample;
  }
  return order;
}

/// The audible spans of the job in samples.
std::vector<Span> audible_samples(const RenderJob& job) {
  std::vector<Span> spans;
  for (const Interval& span : intersect(job.audible, {{job.axis.time(job.from), job.axis.time(job.to)}})) {
    const Span in_samples{std::max(job.from, job.axis.sample(span.from)), std::min(job.to, job.axis.sample(span.to))};
    if (in_samples.from < in_samples.to) spans.push_back(in_samples);
  }
  return spans;
}

class Painter {
 public:
  Painter(const RenderJob& job, std::vector<Span> audible)
      : from_(job.from), audible_(std::move(audible)), out_(static_cast<std::size_t>(job.to - job.from), 0) {}

  [[nodiscard]] bool wanted(std::int64_t from, std::int64_t to) const {
    return std::ranges::any_of(audible_, [&](const Span& span) { return to > span.from - kPreRoll && from < span.to; });
  }
  /// Puts down the part that can be heard, before `limit`.
  void paint(std::int64_t at, std::span<const std::int16_t> samples, std::int64_t limit) {
    const std::int64_t end = std::min(limit, at + static_cast<std::int64_t>(samples.size()));
    for (const Span& span : audible_) {
      const std::int64_t first = std::max(at, span.from);
      const std::int64_t last = std::min(end, span.to);
      if (first >= last) continue;
      const auto part = samples.subspan(static_cast<std::size_t>(first - at), static_cast<std::size_t>(last - first));
      std::ranges::copy(part, out_.begin() + (first - from_));
    }
  }
  std::vector<std::int16_t> take() { return std::move(out_); }

 private:
  const std::int64_t from_;
  const std::vector<Span> audible_;
  std::vector<std::int16_t> out_;
};

}  // namespace

std::vector<std::int16_t> render(const RenderJob& job, Decoder& decoder) {
  Painter painter{job, audible_samples(job)};
  std::vector<std::int16_t> pcm;
  const Heard* previous = nullptr;
  const auto order = in_playing_order(job.packets);
  for (const Heard& heard : order) {
    const auto& entry = heard.entry;
    if (!painter.wanted(entry.sample, entry.sample + entry.samples)) {
      previous = nullptr;
      continue;
    }
    const std::int64_t end = previous == nullptr ? 0 : previous->entry.sample + previous->entry.samples;
    const std::int64_t hole = entry.sample - end;
    if (previous == nullptr || hole > PlayOut::kLongestHole) {
      decoder.reset();  // after a pause what was before must not matter: any window gives the same samples
    } else if (hole > 0 && previous->entry.spurt == entry.spurt) {
      pcm.assign(static_cast<std::size_t>(hole), 0);
      decoder.conceal(pcm);
      painter.paint(end, pcm, heard.limit);
    }
    pcm.assign(entry.samples, 0);
    decoder.decode(heard.chunk->payload(entry), pcm);
    painter.paint(entry.sample, pcm, heard.limit);
    previous = &heard;
  }
  return painter.take();
}

double level_dbfs(std::span<const std::int16_t> samples) {
  double sum = 0;
  for (const std::int16_t sample : samples) sum += static_cast<double>(sample) * sample;
  if (sum == 0) return -120;
  return std::max(-120.0, 10 * std::log10(sum / static_cast<double>(samples.size()) / (32768.0 * 32768.0)));
}

}  // namespace wardcast::sim
