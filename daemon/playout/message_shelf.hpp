// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "daemon/playout/doors.hpp"
#include "daemon/playout/plan.hpp"
#include "drivers/media/recording.hpp"

namespace wardcast::playout {

/// Recordings kept in memory so that an emergency never waits for the disk, nor needs it to be there. io thread only.
///
/// Those of the kind "emergency" come first and are kept beyond the budget, up to twice of it; others, the newest
/// first, while they fit. Recordings are asked for one at a time: the loader has more urgent work.
class MessageShelf {
 public:
  /// About 22 minutes of sound.
  static constexpr std::size_t kBudget = std::size_t{8} << 20;

  explicit MessageShelf(MediaDoor& media, std::size_t budget = kBudget) : media_(media), budget_(budget) {}

  /// The messages as the newest plan has them: what is missing is asked for, what is no longer among them is let go.
  void update(const std::vector<PlanItem>& messages);
  void media_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded);
  [[nodiscard]] std::shared_ptr<const media::Recording> find(const std::string& media) const;

 private:
  void ask_next();

  MediaDoor& media_;
  const std::size_t budget_;
  std::vector<std::string> wanted_;  ///< in order of importance
  std::map<std::string, std::shared_ptr<const media::Recording>> held_;
  std::set<std::string> failed_;  ///< not asked for again before the next update
  std::optional<std::string> asked_;
};

}  // namespace wardcast::playout
