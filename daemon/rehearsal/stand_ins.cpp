// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/rehearsal/stand_ins.hpp"

#include <utility>
#include <vector>

#include "drivers/media/media_folder.hpp"

namespace wardcast::rehearsal {

const StandIns::Opened& StandIns::open(const std::string& media) {
  const auto known = known_.find(media);
  if (known != known_.end()) return known->second;
  const auto info = media::look_at(folder_, media);
  if (!info) return known_.emplace(media, info.error()).first->second;
  std::vector<std::uint32_t> offsets(std::size_t{info->packets} + 1, 0U);
  auto recording = std::make_shared<const media::Recording>(info->samples, std::move(offsets), std::vector<std::byte>{},
                                                            std::vector<float>{});
  return known_.emplace(media, std::move(recording)).first->second;
}

}  // namespace wardcast::rehearsal
