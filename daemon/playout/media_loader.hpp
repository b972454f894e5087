// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/worker.hpp"
#include "daemon/playout/doors.hpp"
#include "drivers/media/media_library.hpp"

namespace wardcast::playout {

/// Reads recordings from the disk on a thread of its own, so that a slow disk stalls nobody.
class MediaLoader final : public MediaDoor {
 public:
  using Loaded = Result<std::shared_ptr<const media::Recording>>;
  /// `answer` is called on the worker's thread; it must hand the result to the io thread.
  MediaLoader(Worker& worker, media::MediaLibrary& library, std::function<void(std::string, Loaded)> answer);
  /// io thread. When the queue is full the answer is "unavailable".
  void load(const std::string& media) override;

 private:
  Worker& worker_;
  media::MediaLibrary& library_;
  std::function<void(std::string, Loaded)> answer_;
  std::map<std::string, std::weak_ptr<const media::Recording>>
      in_use_;  // worker thread only: one copy serves all airings
};

}  // namespace wardcast::playout
