// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/stream_faults.hpp"

#include <algorithm>

namespace wardcast::health {

void StreamFaults::judge(std::size_t index, const rtp::AmplifierStatus& status, FaultRegister& faults, Now now) {
  auto& since = since_.at(index);
  if (!status.on_air) {
    since.reset();
  } else if (!since) {
    since = now.steady;
  }
  if (!status.receiver_heard) return;
  const auto& amplifier = site_.amplifiers[index];
  const auto cause = "stream_lost:amplifier/" + amplifier.id;
  if (now.steady - status.receiver_heard_at < kPatience) {
    faults.clear(cause, "Its receiver reports again.", now);
  } else if (since && now.steady - std::max(*since, status.receiver_heard_at) >= kPatience) {
    faults.raise("stream_lost", cause,
                 "Amplifier '" + amplifier.id + "' has not reported for " + std::to_string(kPatience.count()) +
                     " s what it receives, though packets are sent to it.",
                 now);
  }
}

}  // namespace wardcast::health
