// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <map>

#include "drivers/rtp/audio_out.hpp"

namespace wardcast::rehearsal {

/// Stands before an audio door and notices which amplifiers are sent a test tone, and until when: a stream whose first
/// clip belongs to a recording that `is_tone` knows. One thread.
class ToneTap final : public rtp::AudioOut {
 public:
  using IsTone = std::function<bool(const media::Recording&)>;
  /// The tone begins (or ends) to leave for that amplifier.
  using Heard = std::function<void(std::size_t amplifier, bool sounds, SteadyTime at)>;
  ToneTap(rtp::AudioOut& door, IsTone is_tone, Heard heard)
      : door_(door), is_tone_(std::move(is_tone)), heard_(std::move(heard)) {}

  void set_time(SteadyTime now) { now_ = now; }
  [[nodiscard]] bool post(rtp::Command command) override;

 private:
  struct Stream {
    rtp::AmplifierSet amplifiers;
    SteadyTime epoch{};
    bool sounds = false;
  };
  void note(const rtp::OpenStream& command) { streams_[command.stream] = {command.amplifiers, command.epoch, false}; }
  void note(const rtp::Enqueue& command);
  void note(const rtp::CutClip& command) { silence(command.stream); }
  void note(const rtp::CloseStream& command);
  void note(const rtp::SetAmplifiers&) {}
  void note(const rtp::EndStreamAt&) {}
  void silence(rtp::StreamId id);
  void tell(const Stream& stream, SteadyTime at) const;

  rtp::AudioOut& door_;
  const IsTone is_tone_;
  const Heard heard_;
  std::map<rtp::StreamId, Stream> streams_;
  SteadyTime now_{};
};

}  // namespace wardcast::rehearsal
