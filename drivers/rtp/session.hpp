// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <string>

#include "base/time.hpp"
#include "drivers/rtp/audio_out.hpp"
#include "drivers/rtp/wire.hpp"

namespace wardcast::rtp {

/// Samples at 48 kHz in a span of steady time, rounded down; 0 for a negative span.
std::uint64_t samples_in(nanoseconds span);

/// A moment of this boot, as the clock driver reads it.
struct BootMoment {
  std::int64_t boottime_ns = 0;  ///< CLOCK_BOOTTIME
  std::string boot_id;           ///< /proc/sys/kernel/random/boot_id
};

/// What an amplifier's persisted session has become by the moment `wall` / `boot`.
/// Elapsed time comes from CLOCK_BOOTTIME within the same boot, else from the wall clock when that went forward, else
/// it is 0. Timestamp: forward by elapsed × 48 kHz, at least one frame. Sequence: forward by ceil(elapsed × 50) + 50,
/// which covers whatever was sent after the base was stored, but at most 16000, so that a receiver never takes it for a
/// step back (2^15).
SessionBase resume(const SessionBase& stored, WallTime wall, const BootMoment& boot);

/// Media position at an instant `elapsed` after the session was `start`: by the clock, or further where takeovers ran
/// ahead of it. `last` is the timestamp last used, which stands for an instant `due_in` later than the one asked for:
/// packets leave up to half of kDepartures early.
std::uint64_t position_at(const SessionBase& start, nanoseconds elapsed, std::uint64_t last, nanoseconds due_in);

/// A new session with random SSRC, sequence and timestamp (RFC 3550 §5.1).
SessionBase random_session();

/// Sequence, timestamp and marker of one amplifier's session, which lasts the amplifier's life. Pure; pacer thread
/// only.
class RtpSession {
 public:
  /// `base.sequence` counts as used; `base.timestamp` is the media position at the instant `at`.
  RtpSession(const SessionBase& base, std::uint8_t payload_type, SteadyTime at);

  /// Header of the next packet, which carries frame `frame` of `stream`, due at `instant`.
  /// Within one stream the timestamp moves 960 a frame. A stream's first frame is where steady time is, but at least
  /// 960 after the one before. The marker says that a pause came before (RFC 3551 §4.1).
  RtpHeader next(StreamId stream, std::int64_t frame, SteadyTime instant);

  [[nodiscard]] std::uint32_t ssrc() const { return ssrc_; }
  [[nodiscard]] std::uint64_t sequence() const { return sequence_; }    ///< last used, extended
  [[nodiscard]] std::uint64_t timestamp() const { return timestamp_; }  ///< last used, extended
  [[nodiscard]] SteadyTime instant() const { return last_instant_; }    ///< which that timestamp stands for

 private:
  std::uint32_t ssrc_;
  std::uint8_t payload_type_;
  std::uint64_t sequence_;
  std::uint64_t timestamp_;
  std::uint64_t base_timestamp_;
  SteadyTime base_at_;
  bool started_ = false;  // a packet has been made in this process
  StreamId last_stream_ = 0;
  std::int64_t last_frame_ = 0;
  SteadyTime last_instant_{};
};

}  // namespace wardcast::rtp
