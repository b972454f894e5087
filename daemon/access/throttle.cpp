// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/throttle.hpp"

#include <algorithm>

namespace wardcast::access {
namespace {

/// After so many failures.
seconds delay(int failures) {
  if (failures < LoginThrottle::kFree) return seconds{0};
  const int doublings = std::min(failures - LoginThrottle::kFree, 16);
  return std::min(seconds{std::int64_t{1} << doublings}, LoginThrottle::kLongest);
}

}  // namespace

seconds LoginThrottle::attempt(std::string_view name, SteadyTime now) {
  const auto gained = std::chrono::floor<seconds>(now - refilled_);
  if (burst_left_ + gained.count() >= kBurst) {
    burst_left_ = kBurst;
    refilled_ = now;
  } else {
    burst_left_ += static_cast<int>(gained.count());
    refilled_ += gained;
  }
  if (burst_left_ == 0) return seconds{1};

  auto known = names_.find(name);
  if (known != names_.end()) {
    const auto wait = known->second.last + delay(known->second.failures) - now;
    if (wait > nanoseconds{0}) return std::chrono::ceil<seconds>(wait);
    if (now - known->second.last >= kMemory) known->second.failures = 0;
  } else {
    make_room(now);
    known = names_.emplace(name, Name{}).first;
  }
  ++known->second.failures;
  known->second.last = now;
  --burst_left_;
  return seconds{0};
}

void LoginThrottle::succeeded(std::string_view name) {
  const auto known = names_.find(name);
  if (known == names_.end()) return;
  names_.erase(known);
  burst_left_ = std::min(burst_left_ + 1, kBurst);
}

void LoginThrottle::make_room(SteadyTime now) {
  if (names_.size() < kNames) return;
  std::erase_if(names_, [now](const auto& entry) { return now - entry.second.last >= kMemory; });
  if (names_.size() < kNames) return;
  // All are recent: the one that has been quiet the longest goes. The limit for all names together keeps this slow.
  names_.erase(std::min_element(names_.begin(), names_.end(),
                                [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
}

}  // namespace wardcast::access
