// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <bitset>
#include <cstdint>
#include <functional>
#include <memory>
#include <variant>

#include "base/time.hpp"
#include "drivers/media/recording.hpp"

namespace wardcast::rtp {

inline constexpr std::size_t kMaxAmplifiers = 1024;
using AmplifierSet = std::bitset<kMaxAmplifiers>;  ///< bit = index in the site's list

/// A source on air: one airing. Chosen by the caller, never reused while the process lives.
using StreamId = std::uint64_t;
/// One run of packets of one recording within a stream. Chosen by the caller, never reused.
using ClipId = std::uint64_t;

/// Frame k of a stream leaves at epoch + k × 20 ms. At its epoch the stream takes its amplifiers from any other stream
/// that holds them, in the same instant. An epoch in the past starts with the frame due up to 10 ms ago, else the next
/// one.
struct OpenStream {
  StreamId stream = 0;
  SteadyTime epoch{};
  AmplifierSet amplifiers;
  /// While it holds no amplifier: true: its clips wait and go on with the very packet that nobody got; false: they play
  /// on unheard. What the network refuses counts as played either way.
  bool waits_unheard = false;
};
/// Appends packets [first, first + count) of a recording. It starts in the frame after the previous clip's last, or,
/// when the stream has run dry, in the next frame.
struct Enqueue {
  StreamId stream = 0;
  ClipId clip = 0;
  std::shared_ptr<const media::Recording> recording;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};
/// From the next frame on the stream goes to exactly these amplifiers, taken from whoever holds them (who sends to them
/// until then). Of two that want the same one, the later command wins; an epoch counts as a command given at its
/// instant. Before the stream's epoch it replaces what will be taken then. What was taken away does not come back by
/// itself.
struct SetAmplifiers {
  StreamId stream = 0;
  AmplifierSet amplifiers;
};
/// The clip ends now (or is dropped unplayed); what follows starts in the next frame.
struct CutClip {
  StreamId stream = 0;
  ClipId clip = 0;
};
/// The clip ends after the frame that leaves last before `end`. Clips not begun by then are dropped. May be given again
/// with another instant, earlier or later, also after the end.
struct EndStreamAt {
  StreamId stream = 0;
  SteadyTime end{};
};
/// Nothing more of this stream is sent, from now on.
struct CloseStream {
  StreamId stream = 0;
};
using Command = std::variant<OpenStream, Enqueue, SetAmplifiers, CutClip, EndStreamAt, CloseStream>;

enum class ClipEnd : std::uint8_t { finished, cut, stream_closed };

/// The clip's first frame has come, and its first packet has left if the stream holds an amplifier.
struct ClipStarted {
  StreamId stream;
  ClipId clip;
  SteadyTime at;
  bool heard = true;  ///< the stream holds an amplifier
};
/// About twice a second while a clip plays, when the stream loses its last amplifier or gets its first back (as things
/// stood before that frame), and once more just before its ClipEnded.
struct ClipProgress {
  StreamId stream;
  ClipId clip;
  std::uint32_t frames_played;  ///< position within the clip
  std::uint32_t frames_sent;    ///< of those, really accepted by the network for at least one amplifier
  SteadyTime at;                ///< the newest packet sent; the present while there is none
  bool heard = true;            ///< the stream holds an amplifier
  SteadyTime origin{};          ///< when its first frame would have been due had it never waited
};
struct ClipEnded {
  StreamId stream;
  ClipId clip;
  ClipEnd why;
  std::uint32_t frames_played;
  std::uint32_t frames_sent;
  SteadyTime last_packet_at;  ///< the clip's last packet; its epoch when nothing was sent
};
/// The stream's last clip has ended or was dropped (it stays open), or the stream was closed.
struct StreamDry {
  StreamId stream;
  bool closed;
  SteadyTime at;
};
using Report = std::variant<ClipStarted, ClipProgress, ClipEnded, StreamDry>;

/// The door to the amplifiers. Behind it the pacer: one real-time thread that neither allocates nor locks.
class AudioOut {
 public:
  virtual ~AudioOut() = default;
  /// io thread. Never blocks. False when the pacer's queue is full (it is sized for every amplifier changing at once);
  /// the caller keeps the command and tries again.
  [[nodiscard]] virtual bool post(Command command) = 0;
};

/// What must survive a restart so that an amplifier's RTP session goes on (RFC 3550: SSRC constant, sequence and
/// timestamp strictly forward).
struct SessionBase {
  std::uint32_t ssrc = 0;
  std::uint64_t sequence = 0;    ///< last used, extended: the low 16 bits are on the wire
  std::uint64_t timestamp = 0;   ///< media position, extended: the low 32 bits are on the wire
  WallTime wall{};               ///< when this was true …
  std::int64_t boottime_ns = 0;  ///< … by CLOCK_BOOTTIME, valid within the same boot
  std::string boot_id;           ///< of /proc/sys/kernel/random/boot_id
};

/// Live figures of one amplifier's session, for /amplifiers, /metrics and RTCP.
struct AmplifierStatus {
  std::uint32_t ssrc = 0;
  std::uint64_t packets_sent = 0;  ///< since the process started
  std::uint64_t send_errors = 0;
  bool on_air = false;  ///< a packet left within the last 100 ms
  // from RTCP receiver reports (RFC 3550 §6.4.1); absent until one came
  bool receiver_heard = false;
  SteadyTime receiver_heard_at{};
  std::int64_t receiver_lost = 0;
  double receiver_jitter_ms = 0;
};

}  // namespace wardcast::rtp
