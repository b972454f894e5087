// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "drivers/rtp/stream_table.hpp"

// The half of the stream table that takes commands and ends clips; stream_table.cpp plays.
namespace wardcast::rtp {

void StreamTable::apply(const EngineCommand& command, SteadyTime now) {
  std::visit([&](const auto& one) { on(one, now); }, command);
}

std::optional<std::uint16_t> StreamTable::find(StreamId id) const {
  for (const std::uint16_t slot : active_) {
    if (streams_[slot].id == id) return slot;
  }
  return std::nullopt;
}

void StreamTable::rejoin(Stream& stream, SteadyTime now) {
  const std::int64_t unplayed = stream.next_frame - (std::exchange(stream.passed_empty, false) ? 1 : 0);
  stream.next_frame = std::max(unplayed, grid_frame_from(stream.epoch, now - kStartGrace));
  stream.fresh = instant_of(stream, stream.next_frame) <= now;
}

void StreamTable::on(const OpenStream& command, SteadyTime now) {
  if (free_.empty() || find(command.stream)) return;
  const std::uint16_t slot = free_.back();
  free_.pop_back();
  active_.push_back(slot);
  Stream& stream = streams_[slot];
  stream = Stream{};
  stream.id = command.stream;
  stream.epoch = command.epoch;
  stream.wanted = command.amplifiers;
  stream.waits_unheard = command.waits_unheard;
  stream.claim_order = ++orders_;
  rejoin(stream, now);
}

void StreamTable::on(const EnqueueRaw& command, SteadyTime now) {
  const auto refuse = [&](ClipEnd why) { reports_.report(ClipEnded{command.stream, command.clip, why, 0, 0, now}); };
  const auto slot = find(command.stream);
  if (!slot) return refuse(ClipEnd::stream_closed);
  Stream& stream = streams_[*slot];
  if (idle(stream)) rejoin(stream, now);
  if (stream.clips.empty() && stream.end && instant_of(stream, stream.next_frame) >= *stream.end) {
    return refuse(ClipEnd::cut);
  }
  const ClipPool::Index index = clips_.take(Clip{.id = command.clip,
                                                 .recording = command.recording,
                                                 .first = command.first,
                                                 .count = command.count,
                                                 .last_packet_at = stream.epoch});
  if (index == ClipPool::kNone) return refuse(ClipEnd::cut);
  stream.clips.append(clips_, index);
  if (clips_[stream.clips.head()].count == 0) after_end(stream, now);
}

void StreamTable::on(const SetAmplifiers& command, SteadyTime now) {
  const auto slot = find(command.stream);
  if (!slot) return;
  Stream& stream = streams_[*slot];
  stream.wanted = command.amplifiers;
  if (!stream.begun) return;  // it takes them at its epoch
  if (idle(stream)) rejoin(stream, now);
  stream.claim_pending = true;
  stream.claim_order = ++orders_;
}

void StreamTable::on(const CutClip& command, SteadyTime now) {
  const auto slot = find(command.stream);
  if (!slot) return;
  Stream& stream = streams_[*slot];
  const ClipPool::Index index = stream.clips.remove(clips_, command.clip);
  if (index == ClipPool::kNone) return;
  retire(stream, index, ClipEnd::cut, now);
  after_end(stream, now);
}

void StreamTable::on(const EndStreamAt& command, SteadyTime now) {
  const auto slot = find(command.stream);
  if (!slot) return;
  Stream& stream = streams_[*slot];
  stream.end = command.end;
  end_if_due(stream, now);
}

void StreamTable::on(const CloseStream& command, SteadyTime now) {
  const auto slot = find(command.stream);
  if (!slot) return;
  Stream& stream = streams_[*slot];
  retire_all(stream, ClipEnd::stream_closed, now);
  owners_.release(*slot);
  reports_.report(StreamDry{stream.id, true, now});
  std::erase(active_, *slot);
  free_.push_back(*slot);
}

void StreamTable::end_if_due(Stream& stream, SteadyTime now) {
  if (!stream.end || stream.clips.empty() || instant_of(stream, stream.next_frame) < *stream.end) return;
  retire_all(stream, ClipEnd::cut, now);
  after_end(stream, now);
}

void StreamTable::after_end(Stream& stream, SteadyTime now) {
  drop_empty_heads(stream, now);
  if (stream.clips.empty()) reports_.report(StreamDry{stream.id, false, now});
}

void StreamTable::drop_empty_heads(Stream& stream, SteadyTime now) {
  while (!stream.clips.empty() && clips_[stream.clips.head()].count == 0) drop_head(stream, ClipEnd::finished, now);
}

void StreamTable::drop_head(Stream& stream, ClipEnd why, SteadyTime now) {
  const ClipPool::Index index = stream.clips.remove(clips_, clips_[stream.clips.head()].id);
  retire(stream, index, why, now);
}

void StreamTable::retire_all(Stream& stream, ClipEnd why, SteadyTime now) {
  while (!stream.clips.empty()) drop_head(stream, why, now);
}

void StreamTable::retire(const Stream& stream, ClipPool::Index index, ClipEnd why, SteadyTime now) {
  const Clip& clip = clips_[index];
  if (clip.started) reports_.report(progress_of(stream, clip, now));
  reports_.report(ClipEnded{stream.id, clip.id, why, clip.played, clip.sent, clip.last_packet_at});
  clips_.give_back(index);
}

}  // namespace wardcast::rtp
