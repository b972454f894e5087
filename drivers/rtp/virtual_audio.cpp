// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/virtual_audio.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

#include "drivers/rtp/stream_table.hpp"

namespace wardcast::rtp {
namespace {

constexpr std::uint32_t kProgressEvery = 25;  // frames, as StreamTable has it
constexpr std::uint64_t kOpeningRank = 1ULL << 62;
constexpr std::uint64_t kNoTaker = std::numeric_limits<std::uint64_t>::max();

}  // namespace

VirtualAudio::VirtualAudio(std::size_t amplifiers, Listener listener)
    : tell_(std::move(listener)), owners_(amplifiers, kMaxStreams) {
  for (std::uint16_t slot = kMaxStreams; slot > 0; --slot) free_.push_back(static_cast<std::uint16_t>(slot - 1));
}

bool VirtualAudio::post(Command command) {
  std::visit([this](const auto& one) { on(one); }, command);
  return true;
}

SteadyTime VirtualAudio::advance(SteadyTime now) {
  auto turn = next_turn();
  for (; turn && turn->at <= now; turn = next_turn()) {
    now_ = std::max(now_, turn->at);
    take_all(*turn);
  }
  now_ = std::max(now_, now);
  for (auto& stream : streams_) play_until(stream, now_ + nanoseconds{1});
  return turn ? turn->at : SteadyTime::max();
}

std::optional<VirtualAudio::Turn> VirtualAudio::next_turn(std::size_t index) const {
  const Stream& stream = streams_[index];
  if (idle(stream)) return std::nullopt;
  std::int64_t frame = stream.next_frame;
  if (stream.begun && !stream.claim_pending) {
    const Clip& clip = stream.clips.front();
    const bool untold = clip.started && stream.sending != stream.heard;
    if (waits(stream) && !untold) {
      if (!stream.end) return std::nullopt;
      frame = std::max(frame, grid_frame_from(stream.epoch, *stream.end) - 1);
    } else if (clip.started && !untold) {
      frame += clip.count - clip.played - 1;
      if (stream.end) frame = std::min(frame, grid_frame_from(stream.epoch, *stream.end) - 1);
    }
  }
  const std::uint64_t rank = !stream.begun          ? kOpeningRank + stream.claim_order
                             : stream.claim_pending ? stream.claim_order
                                                    : kNoTaker;
  const SteadyTime instant = instant_of(stream, frame);
  return Turn{std::max(instant, stream.not_before), instant, rank, index, frame};
}

std::optional<VirtualAudio::Turn> VirtualAudio::next_turn() const {
  std::optional<Turn> first;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const auto turn = next_turn(i);
    if (turn && (!first || *turn < *first)) first = turn;
  }
  return first;
}

/// All who take in this instant take before anybody sends in it.
void VirtualAudio::take_all(const Turn& first) {
  std::vector<Turn> together;
  for (std::size_t i = 0; i < streams_.size(); ++i) {
    const auto turn = next_turn(i);
    if (turn && turn->at == first.at && turn->instant == first.instant) together.push_back(*turn);
  }
  std::ranges::sort(together);
  for (const auto& turn : together) {
    if (turn.rank != kNoTaker) take(streams_[turn.index], turn.instant);
  }
  for (const auto& turn : together) play_turn(streams_[turn.index], turn);
}

void VirtualAudio::take(Stream& stream, SteadyTime at) {
  for (auto& each : streams_) play_until(each, at);  // until now by who held what
  if (!stream.begun) {
    stream.begun = true;
    owners_.claim(stream.slot, stream.wanted, ++orders_);
  } else {
    stream.claim_pending = false;
    owners_.claim(stream.slot, stream.wanted, stream.claim_order);
  }
  for (auto& each : streams_) {
    const bool sending = !owners_.held(each.slot).empty();
    if (sending == each.sending) continue;
    tell_progress(each);
    each.sending = sending;
  }
}

void VirtualAudio::play_until(Stream& stream, SteadyTime before) {
  if (!stream.begun || stream.claim_pending || stream.clips.empty()) return;
  if (!stream.clips.front().started && !waits(stream)) return;
  play_frames(stream, grid_frame_from(stream.epoch, before) - stream.next_frame);
}

/// Frames at which nothing happens.
void VirtualAudio::play_frames(Stream& stream, std::int64_t count) {
  if (count <= 0) return;
  stream.next_frame += count;
  if (waits(stream)) return;
  Clip& clip = stream.clips.front();
  clip.played += static_cast<std::uint32_t>(count);
  if (!stream.sending) return;
  clip.sent += static_cast<std::uint32_t>(count);
  clip.last_packet_at = instant_of(stream, stream.next_frame - 1);
}

void VirtualAudio::play_turn(Stream& stream, const Turn& turn) {
  if (turn.frame > stream.next_frame) play_frames(stream, turn.frame - stream.next_frame);
  tell_whether_heard(stream);
  ++stream.next_frame;
  stream.passed_empty = stream.clips.empty();
  if (stream.passed_empty) return;
  if (waits(stream)) return end_if_due(stream);
  Clip& clip = stream.clips.front();
  ++clip.played;
  if (stream.sending) {
    ++clip.sent;
    clip.last_packet_at = turn.at;
  }
  if (!clip.started) {
    clip.started = true;
    tell_(ClipStarted{stream.id, clip.id, turn.at, stream.heard});
  }
  if (clip.played == clip.count) {
    drop_head(stream, ClipEnd::finished);
    after_end(stream);
  }
  end_if_due(stream);
}

void VirtualAudio::tell_progress() {
  for (auto& stream : streams_) tell_progress(stream);
}

void VirtualAudio::tell_progress(Stream& stream) {
  if (stream.clips.empty() || !stream.clips.front().started) return;
  Clip& clip = stream.clips.front();
  const std::uint32_t since = clip.played % kProgressEvery;
  if (clip.played - since <= clip.told) return;
  clip.told = clip.played - since;
  auto progress = progress_of(stream, clip);
  progress.frames_played = clip.told;
  if (stream.sending) progress.frames_sent -= since;
  if (stream.sending || clip.sent == 0) progress.at = instant_of(stream, stream.next_frame - 1 - since);
  tell_(progress);
}

void VirtualAudio::tell_whether_heard(Stream& stream) {
  if (stream.clips.empty() || stream.sending == stream.heard) return;
  stream.heard = stream.sending;
  Clip& clip = stream.clips.front();
  if (!clip.started) return;
  clip.told = clip.played;
  tell_(progress_of(stream, clip));
}

ClipProgress VirtualAudio::progress_of(const Stream& stream, const Clip& clip) const {
  return {stream.id,
          clip.id,
          clip.played,
          clip.sent,
          clip.sent > 0 ? clip.last_packet_at : now_,
          stream.heard,
          instant_of(stream, stream.next_frame - clip.played)};
}

VirtualAudio::Stream* VirtualAudio::find(StreamId id) {
  const auto found = std::ranges::find(streams_, id, &Stream::id);
  return found == streams_.end() ? nullptr : &*found;
}

void VirtualAudio::rejoin(Stream& stream) const {
  const std::int64_t unplayed = stream.next_frame - (std::exchange(stream.passed_empty, false) ? 1 : 0);
  stream.next_frame = std::max(unplayed, grid_frame_from(stream.epoch, now_ - kStartGrace));
  stream.not_before = now_;
}

void VirtualAudio::on(const OpenStream& command) {
  if (free_.empty() || find(command.stream) != nullptr) return;
  Stream stream;
  stream.id = command.stream;
  stream.slot = free_.back();
  free_.pop_back();
  stream.epoch = command.epoch;
  stream.wanted = command.amplifiers;
  stream.waits_unheard = command.waits_unheard;
  stream.claim_order = ++orders_;
  rejoin(stream);
  streams_.push_back(std::move(stream));
}

void VirtualAudio::on(const Enqueue& command) {
  const auto refuse = [&](ClipEnd why) { tell_(ClipEnded{command.stream, command.clip, why, 0, 0, now_}); };
  auto* stream = find(command.stream);
  if (stream == nullptr) return refuse(ClipEnd::stream_closed);
  if (idle(*stream)) rejoin(*stream);
  if (stream->clips.empty() && stream->end && instant_of(*stream, stream->next_frame) >= *stream->end) {
    return refuse(ClipEnd::cut);
  }
  if (clips_ == kMaxClips) return refuse(ClipEnd::cut);
  ++clips_;
  Clip clip;
  clip.id = command.clip;
  clip.count = command.count;
  clip.last_packet_at = stream->epoch;
  stream->clips.push_back(clip);
  if (stream->clips.front().count == 0) after_end(*stream);
}

void VirtualAudio::on(const SetAmplifiers& command) {
  auto* stream = find(command.stream);
  if (stream == nullptr) return;
  stream->wanted = command.amplifiers;
  if (!stream->begun) return;  // it takes them at its epoch
  if (idle(*stream)) rejoin(*stream);
  stream->claim_pending = true;
  stream->claim_order = ++orders_;
}

void VirtualAudio::on(const CutClip& command) {
  auto* stream = find(command.stream);
  if (stream == nullptr) return;
  const auto found = std::ranges::find(stream->clips, command.clip, &Clip::id);
  if (found == stream->clips.end()) return;
  tell_progress(*stream);
  const Clip clip = *found;
  stream->clips.erase(found);
  retire(*stream, clip, ClipEnd::cut);
  after_end(*stream);
}

void VirtualAudio::on(const EndStreamAt& command) {
  auto* stream = find(command.stream);
  if (stream == nullptr) return;
  stream->end = command.end;
  tell_progress(*stream);
  end_if_due(*stream);
}

void VirtualAudio::on(const CloseStream& command) {
  auto* stream = find(command.stream);
  if (stream == nullptr) return;
  tell_progress(*stream);
  while (!stream->clips.empty()) drop_head(*stream, ClipEnd::stream_closed);
  owners_.release(stream->slot);
  tell_(StreamDry{stream->id, true, now_});
  free_.push_back(stream->slot);
  streams_.erase(streams_.begin() + (stream - streams_.data()));
}

void VirtualAudio::end_if_due(Stream& stream) {
  if (!stream.end || stream.clips.empty() || instant_of(stream, stream.next_frame) < *stream.end) return;
  while (!stream.clips.empty()) drop_head(stream, ClipEnd::cut);
  after_end(stream);
}

void VirtualAudio::after_end(Stream& stream) {
  while (!stream.clips.empty() && stream.clips.front().count == 0) drop_head(stream, ClipEnd::finished);
  if (stream.clips.empty()) tell_(StreamDry{stream.id, false, now_});
}

void VirtualAudio::drop_head(Stream& stream, ClipEnd why) {
  const Clip clip = stream.clips.front();
  stream.clips.pop_front();
  retire(stream, clip, why);
}

void VirtualAudio::retire(const Stream& stream, const Clip& clip, ClipEnd why) {
  --clips_;
  if (clip.started) tell_(progress_of(stream, clip));
  tell_(ClipEnded{stream.id, clip.id, why, clip.played, clip.sent, clip.last_packet_at});
}

}  // namespace wardcast::rtp
