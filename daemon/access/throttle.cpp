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

/// For one more entry. When all are recent, the one that has been quiet the longest goes; the limit for everybody
/// together keeps this slow.
template <class Map>
void make_room(Map& entries, SteadyTime now) {
  if (entries.size() < LoginThrottle::kMost) return;
  std::erase_if(entries, [now](const auto& entry) { return now - entry.second.last >= LoginThrottle::kMemory; });
  if (entries.size() < LoginThrottle::kMost) return;
  entries.erase(std::min_element(entries.begin(), entries.end(),
                                 [](const auto& a, const auto& b) { return a.second.last < b.second.last; }));
}

}  // namespace

void LoginThrottle::Bucket::fill(int burst, seconds pace, SteadyTime now) {
  const auto gained = std::chrono::floor<seconds>(now - last) / pace;
  if (left + gained >= burst) {
    left = burst;
    last = now;
  } else {
    left += static_cast<int>(gained);
    last += gained * pace;
  }
}

std::string LoginThrottle::key(std::string_view name, std::string_view peer) {
  return std::string{peer}.append(1, '\n').append(name);
}

seconds LoginThrottle::attempt(std::string_view name, std::string_view peer, SteadyTime now) {
  auto from = peers_.find(peer);
  if (from == peers_.end()) {
    make_room(peers_, now);
    from = peers_.emplace(peer, Bucket{kPeerBurst, now}).first;
  }
  from->second.fill(kPeerBurst, kPeerPace, now);
  if (from->second.left == 0) return kPeerPace;
  everybody_.fill(kBurst, kPace, now);
  if (everybody_.left == 0) return kPace;

  auto known = pairs_.find(key(name, peer));
  if (known != pairs_.end()) {
    const auto wait = known->second.last + delay(known->second.failures) - now;
    if (wait > nanoseconds{0}) return std::chrono::ceil<seconds>(wait);
    if (now - known->second.last >= kMemory) known->second.failures = 0;
  } else {
    make_room(pairs_, now);
    known = pairs_.emplace(key(name, peer), Pair{}).first;
  }
  ++known->second.failures;
  known->second.last = now;
  --from->second.left;
  --everybody_.left;
  return seconds{0};
}

void LoginThrottle::succeeded(std::string_view name, std::string_view peer) {
  if (pairs_.erase(key(name, peer)) == 0) return;
  everybody_.left = std::min(everybody_.left + 1, kBurst);
  if (const auto from = peers_.find(peer); from != peers_.end())
    from->second.left = std::min(from->second.left + 1, kPeerBurst);
}

}  // namespace wardcast::access
