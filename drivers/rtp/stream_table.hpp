// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "drivers/rtp/clip_pool.hpp"
#include "drivers/rtp/engine_command.hpp"
#include "drivers/rtp/figures.hpp"
#include "drivers/rtp/ownership.hpp"
#include "drivers/rtp/session.hpp"
#include "drivers/rtp/wire.hpp"

namespace wardcast::rtp {

inline constexpr std::uint16_t kMaxStreams = 256;  ///< open at once
inline constexpr std::uint16_t kMaxClips = 1024;   ///< waiting or playing at once, over all streams

/// Frames leave at the nearest instant of this grid of steady time. A wake-up costs more than many packets, and streams
/// that began at instants of their own share theirs by it. It divides kFrame, so a stream's packets stay 20 ms apart.
inline constexpr nanoseconds kDepartures = milliseconds{5};
static_assert(kFrame % kDepartures == nanoseconds{0});
constexpr SteadyTime departure(SteadyTime due) {
  const nanoseconds past = (due.time_since_epoch() % kDepartures + kDepartures) % kDepartures;
  return past < kDepartures / 2 ? due - past : due - past + kDepartures;
}

/// A stream that begins, or that gets something to play again, sends the frame due up to this long ago at once rather
/// than wait for the next one.
inline constexpr nanoseconds kStartGrace = milliseconds{10};
/// Frames later than this are not worth sending (amplifiers buffer about as much): they count as played, not as sent.
inline constexpr nanoseconds kSkipAfter = milliseconds{200};
/// After a late wake-up: so many frames of a stream at once, then a breath before the next.
inline constexpr int kCatchUpFrames = 3;
inline constexpr nanoseconds kCatchUpBreath = milliseconds{2};

/// First frame of the 20 ms grid from `epoch` that is due at `from` or later; negative when that is before the epoch.
constexpr std::int64_t grid_frame_from(SteadyTime epoch, SteadyTime from) {
  const std::int64_t span = (from - epoch).count();
  const std::int64_t frame = nanoseconds{kFrame}.count();
  return span >= 0 ? (span + frame - 1) / frame : -(-span / frame);
}

/// What goes on air when: all streams, their clips and who holds which amplifier. No thread, clock or socket in it:
/// time comes in as an argument, packets leave by Wire, reports by ReportOutlet. Allocates in the constructor only.
class StreamTable {
 public:
  /// `boards` has one entry for each session. All references must outlive the table.
  StreamTable(std::vector<RtpSession> sessions, Wire& wire, ReportOutlet& reports, PacerFigures& figures,
              std::span<SentBoard> boards);

  /// Takes one command at the instant `now`. Commands for streams that are not open are answered where a report is due
  /// (Enqueue: ClipEnded), else ignored.
  void apply(const EngineCommand& command, SteadyTime now);

  /// Sends what is due and returns when to call again (SteadyTime::max() when nothing is to come).
  SteadyTime step(SteadyTime now);

 private:
  struct Stream {
    StreamId id = 0;
    SteadyTime epoch{};
    std::int64_t next_frame = 0;
    bool begun = false;         // its epoch has come: it took its amplifiers
    bool fresh = false;         // its next frame was due before it was asked for: no lateness of the thread
    bool passed_empty = false;  // its last frame found nothing to play
    bool waits_unheard = false;
    bool heard = true;           // as last told
    bool claim_pending = false;  // wanted takes effect at the next frame
    std::uint64_t claim_order = 0;
    AmplifierSet wanted;
    std::optional<SteadyTime> end;
    ClipList clips;
    bool accepted = false;  // of the frame on its way: at least one amplifier got it
  };
  struct Due {
    SteadyTime departure;
    std::uint64_t rank;  // among equal departures: takers in the order they must take
    std::uint16_t slot;
  };

  void on(const OpenStream& command, SteadyTime now);
  void on(const EnqueueRaw& command, SteadyTime now);
  void on(const SetAmplifiers& command, SteadyTime now);
  void on(const CutClip& command, SteadyTime now);
  void on(const EndStreamAt& command, SteadyTime now);
  void on(const CloseStream& command, SteadyTime now);

  [[nodiscard]] std::optional<std::uint16_t> find(StreamId id) const;
  static SteadyTime instant_of(const Stream& stream, std::int64_t frame) { return stream.epoch + frame * kFrame; }
  static bool idle(const Stream& stream) { return stream.begun && !stream.claim_pending && stream.clips.empty(); }
  static SteadyTime next_departure(const Stream& stream) {
    return idle(stream) ? SteadyTime::max() : departure(instant_of(stream, stream.next_frame));
  }
  /// Moves an idle or new stream's next frame to the present; back to the last one if that found nothing to play yet.
  static void rejoin(Stream& stream, SteadyTime now);

  std::span<Due> collect(SteadyTime now);
  /// True when a frame was played.
  bool run_round(std::span<const Due> due, SteadyTime now);
  void take(std::uint16_t slot);
  void play(std::uint16_t slot, SteadyTime now);
  void tell_whether_heard(std::uint16_t slot, SteadyTime now);
  /// Its clips stand still.
  [[nodiscard]] bool waits(std::uint16_t slot) const {
    return streams_[slot].waits_unheard && owners_.held(slot).empty();
  }
  [[nodiscard]] ClipProgress progress_of(const Stream& stream, const Clip& clip, SteadyTime now) const;
  void skip_to_present(std::uint16_t slot, SteadyTime now);
  void flush();
  void settle(Stream& stream, SteadyTime now);
  void advanced(Stream& stream, SteadyTime now);
  void end_if_due(Stream& stream, SteadyTime now);
  void after_end(Stream& stream, SteadyTime now);
  void drop_empty_heads(Stream& stream, SteadyTime now);
  void drop_head(Stream& stream, ClipEnd why, SteadyTime now);
  void retire_all(Stream& stream, ClipEnd why, SteadyTime now);
  void retire(const Stream& stream, ClipPool::Index index, ClipEnd why, SteadyTime now);

  std::vector<RtpSession> sessions_;
  Wire& wire_;
  ReportOutlet& reports_;
  PacerFigures& figures_;
  std::span<SentBoard> boards_;

  std::vector<Stream> streams_;
  std::vector<std::uint16_t> active_;  // slots in use, compact: the rest stays out of the cache
  std::vector<std::uint16_t> free_;
  ClipPool clips_;
  Ownership owners_;
  std::uint64_t orders_ = 0;

  std::vector<Due> due_;
  std::vector<std::uint16_t> playing_;  // slots with a frame in this round
  std::vector<Datagram> batch_;
  std::vector<Sent> sent_;
};

}  // namespace wardcast::rtp
