// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "daemon/playout/plan.hpp"
#include "drivers/media/recording.hpp"
#include "drivers/store/records.hpp"

namespace wardcast::playout {

/// An emergency as the engine knows it: while on air, and remembered afterwards.
struct EmergencyRun {
  store::EmergencyRecord record;
  PlanItem item;
  int messages = 0;     ///< how often the message was put on air
  std::string problem;  ///< why it is not; empty when it is, or may still come

  // While on air: what was put on air last, and the message, once it is in memory.
  enum class Stage : std::uint8_t { silence, tone, message };
  Stage stage = Stage::silence;
  bool begun = false;  ///< the first tone was put on air
  std::shared_ptr<const media::Recording> recording;
  std::optional<SteadyTime> asked_at;  ///< the recording is on its way from the disk since then

  [[nodiscard]] bool over() const { return record.end.has_value(); }
};

/// What an earlier run of the daemon left: an emergency and its message as it may air now.
struct KnownEmergency {
  store::EmergencyRecord record;
  PlanItem item;
};

}  // namespace wardcast::playout
