// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "drivers/media/recording.hpp"

namespace wardcast::rehearsal {

/// Recordings as long as those in a media folder, without their bytes: of each file only the head is read, and whether
/// its size fits. A file that is not there, or plainly damaged, fails as it would on air; its checksum is not looked
/// at.
class StandIns {
 public:
  using Opened = Result<std::shared_ptr<const media::Recording>>;
  explicit StandIns(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Each file is looked at once.
  const Opened& open(const std::string& media);

 private:
  std::filesystem::path folder_;
  std::map<std::string, Opened> known_;
};

}  // namespace wardcast::rehearsal
