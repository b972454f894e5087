// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/message_shelf.hpp"

#include <algorithm>

namespace wardcast::playout {
namespace {

/// 48 kb/s, and what is kept beside each packet.
constexpr std::size_t kBytesPerPacket = 130;

}  // namespace

void MessageShelf::update(const std::vector<PlanItem>& messages) {
  wanted_.clear();
  std::size_t bytes = 0;
  for (const auto& item : messages) {
    if (item.media.empty() || std::ranges::find(wanted_, item.media) != wanted_.end()) continue;
    const std::size_t more = item.packets * kBytesPerPacket;
    if (bytes + more > (item.kind == "emergency" ? 2 * budget_ : budget_)) continue;  // a shorter one may still fit
    bytes += more;
    wanted_.push_back(item.media);
  }
  std::erase_if(held_, [this](const auto& entry) { return std::ranges::find(wanted_, entry.first) == wanted_.end(); });
  failed_.clear();
  ask_next();
}

void MessageShelf::media_loaded(const std::string& media,
                                const Result<std::shared_ptr<const media::Recording>>& loaded) {
  if (asked_ == media) asked_.reset();
  if (std::ranges::find(wanted_, media) != wanted_.end()) {
    if (loaded.has_value()) {
      held_[media] = loaded.value();
    } else {
      failed_.insert(media);
    }
  }
  ask_next();
}

std::shared_ptr<const media::Recording> MessageShelf::find(const std::string& media) const {
  const auto found = held_.find(media);
  return found == held_.end() ? nullptr : found->second;
}

void MessageShelf::ask_next() {
  if (asked_) return;
  for (const auto& media : wanted_) {
    if (held_.contains(media) || failed_.contains(media)) continue;
    asked_ = media;
    media_.load(media);
    return;
  }
}

}  // namespace wardcast::playout
