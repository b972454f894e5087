// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/media_loader.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace wardcast::playout {

MediaLoader::MediaLoader(Worker& worker, media::MediaLibrary& library, std::function<void(std::string, Loaded)> answer)
    : worker_(worker), library_(library), answer_(std::move(answer)) {}

void MediaLoader::load(const std::string& media) {
  const bool taken = worker_.post([this, media] {
    std::erase_if(in_use_, [](const auto& entry) { return entry.second.expired(); });
    // Read and verified each time, also when the recording is in memory for an emergency: what the disk has lost is
    // skipped on every occasion, not only after a restart.
    auto opened = library_.open(media);
    if (!opened.has_value()) {
      spdlog::error("media: {} cannot be aired: {}", media, opened.error().detail);
    } else if (auto shared = in_use_[media].lock()) {
      opened = std::move(shared);  // one copy in memory serves all
    } else {
      in_use_[media] = opened.value();
    }
    answer_(media, std::move(opened));
  });
  if (!taken) answer_(media, Error{ErrorCode::unavailable, "too many recordings are waiting to be read"});
}

}  // namespace wardcast::playout
