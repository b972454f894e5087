// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "drivers/rtp/audio_out.hpp"
#include "drivers/rtp/ownership.hpp"

namespace wardcast::rtp {

/// The audio door without sound, on virtual time: what StreamTable reports, worked out clip by clip instead of packet
/// by packet, over a network that takes everything. Years of broadcasting cost what their clips cost.
///
/// The same reports as StreamTable's, at the same instants, with these exceptions: instants are exact, where
/// StreamTable sends at the nearest departure; and of the reports of progress only those come
/// that tell something new: at a change of who hears it, before a clip's end, and when tell_progress() asks.
/// Between two of them every frame was sent or none was. One thread.
class VirtualAudio final : public AudioOut {
 public:
  using Listener = std::function<void(const Report&)>;

  /// `listener` is called from inside post(), advance() and tell_progress(); it must not call back.
  VirtualAudio(std::size_t amplifiers, Listener listener);

  /// Takes the command at the instant last advanced to. Always true.
  [[nodiscard]] bool post(Command command) override;
  /// Plays all that is due until `now`, which never goes back; returns when something is to happen next
  /// (SteadyTime::max(): nothing is to come).
  SteadyTime advance(SteadyTime now);
  /// Of each clip on air, the newest report of progress that StreamTable would have made by now.
  void tell_progress();

 private:
  struct Clip {
    ClipId id = 0;
    std::uint32_t count = 0;
    std::uint32_t played = 0;
    std::uint32_t sent = 0;
    std::uint32_t told = 0;  // frames played by the last report of progress
    SteadyTime last_packet_at{};
    bool started = false;
  };
  struct Stream {
    StreamId id = 0;
    std::uint16_t slot = 0;
    SteadyTime epoch{};
    SteadyTime not_before{};  // a frame due before this goes at this instant: the stream came late
    std::int64_t next_frame = 0;
    bool begun = false;
    bool claim_pending = false;
    std::uint64_t claim_order = 0;
    AmplifierSet wanted;
    std::optional<SteadyTime> end;
    std::deque<Clip> clips;
    bool sending = false;  // it holds an amplifier
    bool heard = true;     // the same, as last told
    bool passed_empty = false;
    bool waits_unheard = false;
  };
  /// When a stream's next frame of interest is due, in the order in which StreamTable takes them.
  struct Turn {
    SteadyTime at, instant;
    std::uint64_t rank;
    std::size_t index;  // in streams_
    std::int64_t frame;
    auto operator<=>(const Turn&) const = default;  // NOLINT(modernize-use-nullptr): mistaken by clang-tidy 14
  };

  void on(const OpenStream& command);
  void on(const Enqueue& command);
  void on(const SetAmplifiers& command);
  void on(const CutClip& command);
  void on(const EndStreamAt& command);
  void on(const CloseStream& command);

  Stream* find(StreamId id);
  static SteadyTime instant_of(const Stream& stream, std::int64_t frame) { return stream.epoch + frame * kFrame; }
  static bool idle(const Stream& stream) { return stream.begun && !stream.claim_pending && stream.clips.empty(); }
  static bool waits(const Stream& stream) { return stream.waits_unheard && stream.begun && !stream.sending; }
  void rejoin(Stream& stream) const;
  [[nodiscard]] std::optional<Turn> next_turn(std::size_t index) const;
  [[nodiscard]] std::optional<Turn> next_turn() const;

  void take_all(const Turn& first);
  void take(Stream& stream, SteadyTime at);
  void play_until(Stream& stream, SteadyTime before);
  void play_frames(Stream& stream, std::int64_t count);
  void play_turn(Stream& stream, const Turn& turn);
  void tell_progress(Stream& stream);
  void tell_whether_heard(Stream& stream);
  [[nodiscard]] ClipProgress progress_of(const Stream& stream, const Clip& clip) const;
  void end_if_due(Stream& stream);
  void after_end(Stream& stream);
  void drop_head(Stream& stream, ClipEnd why);
  void retire(const Stream& stream, const Clip& clip, ClipEnd why);

  Listener tell_;
  Ownership owners_;
  std::vector<Stream> streams_;  // in the order in which they were opened
  std::vector<std::uint16_t> free_;
  std::size_t clips_ = 0;
  std::uint64_t orders_ = 0;
  SteadyTime now_{};
};

}  // namespace wardcast::rtp
