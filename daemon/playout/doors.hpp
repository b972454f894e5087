// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <vector>

#include "drivers/store/records.hpp"

// What playout needs of the rest of the house. io thread only; no call blocks or fails: behind each door the work is
// queued.
namespace wardcast::playout {

/// Facts, in the order they happen. The composition makes them durable.
class JournalDoor {
 public:
  virtual ~JournalDoor() = default;
  virtual void airing(const store::Airing& airing) = 0;
  virtual void segment(const store::Segment& segment) = 0;
  virtual void skip(const store::Skip& skip) = 0;
  virtual void zones(const store::ZoneChange& change) = 0;
  virtual void end(const store::AiringEnd& end) = 0;
  virtual void emergency(const store::Emergency& emergency) = 0;
  virtual void acknowledged(const store::EmergencyAcknowledgement& acknowledged) = 0;
  /// Everything that is running now, as counted so far; replaces the previous picture.
  virtual void checkpoint(std::vector<store::Checkpoint> running) = 0;
};

/// Recordings, whole in memory. The answer comes back through Engine::media_loaded().
class MediaDoor {
 public:
  virtual ~MediaDoor() = default;
  virtual void load(const std::string& media) = 0;
};

}  // namespace wardcast::playout
