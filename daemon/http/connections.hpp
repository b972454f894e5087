// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <cstddef>
#include <functional>
#include <list>

namespace wardcast::http {

/// Who is connected. At the cap the connection gives way that has waited longest between requests, or for the bytes of
/// somebody who is not known, so that ten thousand silent ones never lock a person out. io thread only.
class Connections {
 public:
  struct Entry {
    std::function<void()> close;
    bool busy = false;
  };
  using Place = std::list<Entry>::iterator;

  explicit Connections(std::size_t cap) : cap_(cap) {}

  /// False when every place is taken by a request in progress.
  bool make_room() {
    if (entries_.size() < cap_) return true;
    for (auto& entry : entries_) {
      if (entry.busy) continue;
      entry.busy = true;  // closed once
      entry.close();
      return true;
    }
    return false;
  }
  Place add(std::function<void()> close) { return entries_.insert(entries_.end(), Entry{std::move(close)}); }
  void remove(Place place) { entries_.erase(place); }
  /// Between requests: goes to the end of the line of those that may be closed.
  void idle(Place place) {
    place->busy = false;
    entries_.splice(entries_.end(), entries_, place);
  }
  void busy(Place place) { place->busy = true; }
  void close_idle() {
    for (auto& entry : entries_)
      if (!entry.busy) entry.close();
  }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  const std::size_t cap_;
  std::list<Entry> entries_;
};

}  // namespace wardcast::http
