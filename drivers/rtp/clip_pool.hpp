// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstdint>
#include <limits>
#include <vector>

#include "drivers/rtp/audio_out.hpp"

namespace wardcast::rtp {

/// A clip waiting in or playing from a stream.
struct Clip {
  ClipId id = 0;
  const media::Recording* recording = nullptr;
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  std::uint32_t played = 0;
  std::uint32_t sent = 0;
  SteadyTime last_packet_at{};
  bool started = false;
  std::uint16_t next = 0;  // in its list
};

/// All clips of all streams, allocated once; streams keep singly linked lists of them.
class ClipPool {
 public:
  using Index = std::uint16_t;
  static constexpr Index kNone = std::numeric_limits<Index>::max();

  explicit ClipPool(Index capacity) : clips_(capacity) {
    for (Index i = 0; i < capacity; ++i) clips_[i].next = i + 1 < capacity ? static_cast<Index>(i + 1) : kNone;
    free_ = capacity > 0 ? 0 : kNone;
  }
  /// kNone when all are taken.
  Index take(const Clip& clip) {
    if (free_ == kNone) return kNone;
    const Index index = free_;
    free_ = clips_[index].next;
    clips_[index] = clip;
    clips_[index].next = kNone;
    return index;
  }
  void give_back(Index index) {
    clips_[index].next = free_;
    free_ = index;
  }
  Clip& operator[](Index index) { return clips_[index]; }
  const Clip& operator[](Index index) const { return clips_[index]; }

 private:
  std::vector<Clip> clips_;
  Index free_ = kNone;
};

/// One stream's clips in playing order.
class ClipList {
 public:
  using Index = ClipPool::Index;
  [[nodiscard]] bool empty() const { return head_ == ClipPool::kNone; }
  [[nodiscard]] Index head() const { return head_; }
  void append(ClipPool& pool, Index index) {
    if (empty()) {
      head_ = index;
    } else {
      pool[tail_].next = index;
    }
    tail_ = index;
  }
  /// Takes the clip out of the list; kNone when it is not there. The caller gives it back to the pool.
  Index remove(ClipPool& pool, ClipId id) {
    Index before = ClipPool::kNone;
    for (Index at = head_; at != ClipPool::kNone; before = at, at = pool[at].next) {
      if (pool[at].id != id) continue;
      const Index after = pool[at].next;
      (before == ClipPool::kNone ? head_ : pool[before].next) = after;
      if (tail_ == at) tail_ = before;
      return at;
    }
    return ClipPool::kNone;
  }

 private:
  Index head_ = ClipPool::kNone;
  Index tail_ = ClipPool::kNone;
};

}  // namespace wardcast::rtp
