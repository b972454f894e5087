// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <optional>
#include <vector>

#include "daemon/config/site.hpp"
#include "daemon/health/fault_register.hpp"
#include "drivers/rtp/audio_out.hpp"

namespace wardcast::health {

/// Does what is sent to an amplifier arrive? Judged by its RTCP receiver reports, so only for one that sends them:
/// stream_lost when none has come for kPatience while packets were sent all the time. io thread.
class StreamFaults {
 public:
  /// Receivers report every few seconds (RFC 3550 §6.2: about 5 s, at most 7.5).
  static constexpr seconds kPatience{20};

  explicit StreamFaults(const site::Site& site) : site_(site), since_(site.amplifiers.size()) {}
  /// Once a second for each amplifier.
  void judge(std::size_t amplifier, const rtp::AmplifierStatus& status, FaultRegister& faults, Now now);

 private:
  const site::Site& site_;
  std::vector<std::optional<SteadyTime>> since_;  ///< on air without a break since
};

}  // namespace wardcast::health
