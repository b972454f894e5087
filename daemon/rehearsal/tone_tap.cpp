// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/rehearsal/tone_tap.hpp"

#include <utility>
#include <variant>

namespace wardcast::rehearsal {

bool ToneTap::post(rtp::Command command) {
  std::visit([this](const auto& it) { note(it); }, command);
  return door_.post(std::move(command));
}

void ToneTap::note(const rtp::Enqueue& command) {
  const auto found = streams_.find(command.stream);
  if (found == streams_.end()) return;
  // The last packet falls: after it nothing sounds.
  const bool falls = command.first + 1 == command.recording->packet_count();
  if (found->second.sounds || falls || !is_tone_(*command.recording)) return;
  found->second.sounds = true;
  tell(found->second, found->second.epoch);
}

void ToneTap::note(const rtp::CloseStream& command) {
  silence(command.stream);
  streams_.erase(command.stream);
}

void ToneTap::silence(rtp::StreamId id) {
  const auto found = streams_.find(id);
  if (found == streams_.end() || !std::exchange(found->second.sounds, false)) return;
  tell(found->second, now_);
}

void ToneTap::tell(const Stream& stream, SteadyTime at) const {
  for (std::size_t a = 0; a < stream.amplifiers.size(); ++a) {
    if (stream.amplifiers.test(a)) heard_(a, stream.sounds, at);
  }
}

}  // namespace wardcast::rehearsal
