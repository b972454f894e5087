// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/rtp/stream_table.hpp"

#include <algorithm>
#include <limits>

namespace wardcast::rtp {
namespace {

constexpr std::uint32_t kProgressEvery = 25;  // frames: twice a second
constexpr nanoseconds kLate = milliseconds{5};
constexpr std::uint64_t kOpeningRank = 1ULL << 62;  // openings take after the re-assignments of the same instant
constexpr std::uint64_t kNoTaker = std::numeric_limits<std::uint64_t>::max();

void add(std::atomic<std::uint64_t>& counter, std::uint64_t count) {
  counter.store(counter.load(std::memory_order_relaxed) + count, std::memory_order_relaxed);
}

}  // namespace

StreamTable::StreamTable(std::vector<RtpSession> sessions, Wire& wire, ReportOutlet& reports, PacerFigures& figures,
                         std::span<SentBoard> boards)
    : sessions_(std::move(sessions)),
      wire_(wire),
      reports_(reports),
      figures_(figures),
      boards_(boards),
      streams_(kMaxStreams),
      clips_(kMaxClips),
      owners_(sessions_.size(), kMaxStreams),
      sent_(sessions_.size()) {
  active_.reserve(kMaxStreams);
  free_.reserve(kMaxStreams);
  due_.reserve(kMaxStreams);
  playing_.reserve(kMaxStreams);
  batch_.reserve(kMaxAmplifiers);
  for (std::uint16_t slot = kMaxStreams; slot > 0; --slot) free_.push_back(static_cast<std::uint16_t>(slot - 1));
  for (std::size_t i = 0; i < sessions_.size(); ++i) {
    sent_[i].sequence = sessions_[i].sequence();
    sent_[i].timestamp = sessions_[i].timestamp();
    boards_[i].write(sent_[i]);
  }
}

SteadyTime StreamTable::step(SteadyTime now) {
  // Rounds that only take amplifiers or skip do not count: each of them leaves its streams on time or waiting.
  for (int sent_rounds = 0; sent_rounds < kCatchUpFrames;) {
    const std::span<Due> due = collect(now);
    if (due.empty()) break;
    if (run_round(due, now)) ++sent_rounds;
  }
  SteadyTime next = SteadyTime::max();
  for (const std::uint16_t slot : active_) next = std::min(next, next_departure(streams_[slot]));
  return next <= now ? now + kCatchUpBreath : next;
}

std::span<StreamTable::Due> StreamTable::collect(SteadyTime now) {
  due_.clear();
  SteadyTime earliest = SteadyTime::max();
  for (const std::uint16_t slot : active_) earliest = std::min(earliest, next_departure(streams_[slot]));
  if (earliest > now) return {};
  // Shorter than a frame, so that a stream has at most one frame in a round and instants stay in order after a late
  // wake-up.
  const SteadyTime horizon = std::min(std::max(earliest, now), earliest + kFrame - nanoseconds{1});
  for (const std::uint16_t slot : active_) {
    const Stream& stream = streams_[slot];
    const SteadyTime leaves = next_departure(stream);
    if (leaves > horizon) continue;
    const std::uint64_t rank = !stream.begun          ? kOpeningRank + stream.claim_order
                               : stream.claim_pending ? stream.claim_order
                                                      : kNoTaker;
    due_.push_back(Due{leaves, rank, slot});
  }
  std::sort(due_.begin(), due_.end(), [](const Due& a, const Due& b) {
    return a.departure != b.departure ? a.departure < b.departure : a.rank < b.rank;
  });
  return due_;
}

bool StreamTable::run_round(std::span<const Due> due, SteadyTime now) {
  playing_.clear();
  for (std::size_t begin = 0, end = 0; begin < due.size(); begin = end) {
    while (end < due.size() && due[end].departure == due[begin].departure) ++end;
    // All who take at this departure take before anybody sends at it.
    for (const Due& one : due.subspan(begin, end - begin)) take(one.slot);
    for (const Due& one : due.subspan(begin, end - begin)) {
      tell_whether_heard(one.slot, now);
      if (instant_of(streams_[one.slot], streams_[one.slot].next_frame) < now - kSkipAfter) {
        skip_to_present(one.slot, now);
      } else {
        play(one.slot, now);
      }
    }
  }
  flush();
  for (const std::uint16_t slot : playing_) settle(streams_[slot], now);
  return !playing_.empty();
}

void StreamTable::take(std::uint16_t slot) {
  Stream& stream = streams_[slot];
  if (!stream.begun) {
    // Ordered by its epoch, not by when it was posted: it outranks whatever was asked for until now.
    stream.begun = true;
    owners_.claim(slot, stream.wanted, ++orders_);
  } else if (stream.claim_pending) {
    stream.claim_pending = false;
    owners_.claim(slot, stream.wanted, stream.claim_order);
  }
}

void StreamTable::play(std::uint16_t slot, SteadyTime now) {
  Stream& stream = streams_[slot];
  const std::int64_t frame = stream.next_frame++;
  stream.passed_empty = stream.clips.empty();
  if (stream.passed_empty) return;
  if (waits(slot)) return end_if_due(stream, now);

  Clip& clip = clips_[stream.clips.head()];
  const auto payload = clip.recording->packet(clip.first + clip.played++);
  const SteadyTime instant = instant_of(stream, frame);
  stream.accepted = false;
  for (const std::uint16_t amplifier : owners_.held(slot)) {
    if (batch_.size() == batch_.capacity()) flush();
    batch_.push_back(Datagram{sessions_[amplifier].next(stream.id, frame, instant), payload, amplifier, slot, false});
  }
  playing_.push_back(slot);

  add(figures_.frames, 1);
  if (!stream.fresh) {
    const nanoseconds late = now - departure(instant);
    figures_.lateness.add(late);
    if (late > kLate) add(figures_.late_frames, 1);
  }
  stream.fresh = false;
}

void StreamTable::tell_whether_heard(std::uint16_t slot, SteadyTime now) {
  Stream& stream = streams_[slot];
  const bool heard = !owners_.held(slot).empty();
  if (stream.clips.empty() || heard == stream.heard) return;
  stream.heard = heard;
  const Clip& clip = clips_[stream.clips.head()];
  if (clip.started) reports_.progress(progress_of(stream, clip, now));
}

void StreamTable::flush() {
  if (batch_.empty()) return;
  wire_.send(batch_);
  std::uint64_t accepted = 0;
  for (const Datagram& datagram : batch_) {
    const RtpSession& session = sessions_[datagram.amplifier];
    Sent& sent = sent_[datagram.amplifier];
    sent.sequence = session.sequence();
    if (datagram.accepted) {
      ++accepted;
      sent.timestamp = session.timestamp();
      sent.instant_ns = session.instant().time_since_epoch().count();
      ++sent.packets;
      sent.octets += datagram.payload.size();
      streams_[datagram.slot].accepted = true;
    } else {
      ++sent.errors;
    }
    boards_[datagram.amplifier].write(sent);
  }
  add(figures_.packets, accepted);
  if (accepted != batch_.size()) add(figures_.send_errors, batch_.size() - accepted);
  batch_.clear();
}

void StreamTable::settle(Stream& stream, SteadyTime now) {
  Clip& clip = clips_[stream.clips.head()];
  if (stream.accepted) {
    ++clip.sent;
    clip.last_packet_at = now;
  }
  advanced(stream, now);
}

void StreamTable::advanced(Stream& stream, SteadyTime now) {
  Clip& clip = clips_[stream.clips.head()];
  if (!clip.started) {
    clip.started = true;
    reports_.report(ClipStarted{stream.id, clip.id, now, stream.heard});
  }
  if (clip.played == clip.count) {
    drop_head(stream, ClipEnd::finished, now);
    after_end(stream, now);
  } else if (clip.played % kProgressEvery == 0) {
    reports_.progress(progress_of(stream, clip, now));
  }
  end_if_due(stream, now);
}

ClipProgress StreamTable::progress_of(const Stream& stream, const Clip& clip, SteadyTime now) const {
  return {stream.id,
          clip.id,
          clip.played,
          clip.sent,
          clip.sent > 0 ? clip.last_packet_at : now,
          stream.heard,
          instant_of(stream, stream.next_frame - clip.played)};
}

void StreamTable::skip_to_present(std::uint16_t slot, SteadyTime now) {
  Stream& stream = streams_[slot];
  const std::int64_t target = grid_frame_from(stream.epoch, now - kSkipAfter);
  while (stream.next_frame < target && !stream.clips.empty() && !waits(slot)) {
    Clip& clip = clips_[stream.clips.head()];
    std::int64_t count = std::min<std::int64_t>(target - stream.next_frame, clip.count - clip.played);
    if (stream.end) count = std::min(count, grid_frame_from(stream.epoch, *stream.end) - stream.next_frame);
    clip.played += static_cast<std::uint32_t>(count);
    stream.next_frame += count;
    add(figures_.frames, static_cast<std::uint64_t>(count));
    add(figures_.skipped_frames, static_cast<std::uint64_t>(count));
    advanced(stream, now);
  }
  stream.next_frame = std::max(stream.next_frame, target);
  end_if_due(stream, now);
}

}  // namespace wardcast::rtp
