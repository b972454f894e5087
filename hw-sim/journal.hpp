// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace wardcast::sim {

/// 2026-11-22T10:00:00.123456Z
std::string utc_text(WallTime at);

/// What happened in the ward, in order of its instants. Holds the latest 100 000 entries. One owner thread.
class Journal {
 public:
  /// `entry` carries kind, id, value and whatever else is known; t and n are put in front. Instants may come slightly
  /// out of order (the end of a run of packets is known 200 ms later): the entry is put where it belongs.
  void add(WallTime at, boost::json::object entry);
  void clear() { entries_.clear(); }

  struct Filter {
    std::optional<std::uint64_t> after;   ///< entries with n greater than this
    std::optional<WallTime> since;        ///< entries later than this
    std::string_view kind = {}, id = {};  ///< empty: any
  };
  /// {"entries":[…],"next":n}: ask for ?since=n to have what came after.
  [[nodiscard]] boost::json::object list(const Filter& filter) const;

  static constexpr std::size_t kCapacity = 100'000;

 private:
  struct Entry {
    std::uint64_t n;
    WallTime at;
    boost::json::object body;
  };
  std::deque<Entry> entries_;
  std::uint64_t last_ = 0;
};

}  // namespace wardcast::sim
