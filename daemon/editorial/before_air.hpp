// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/time_zone.hpp"
#include "drivers/media/media_library.hpp"
#include "drivers/store/store.hpp"
#include "scheduler/before_air.hpp"

namespace wardcast::editorial {

/// Judges rundowns before they air, with what the store knows of their items and what is on the disk. Desk thread.
class BeforeAir {
 public:
  using Look = media::MediaLibrary::Look;
  /// Told when a recording turns out unreadable, and when it is whole again: `problem` is then empty. Desk thread.
  using MediaNews = std::function<void(store::ItemId item, const std::string& title, const std::string& problem)>;

  /// `bad`: items whose recordings are known to be unreadable.
  BeforeAir(store::Store& store, media::MediaLibrary& media, TimeZone zone, std::set<store::ItemId> bad = {},
            MediaNews news = {})
      : store_(store), media_(media), zone_(std::move(zone)), bad_(std::move(bad)), news_(std::move(news)) {}

  /// Fills in `warnings`. A full look reads each recording once for each state of its file; it is for a few editions,
  /// a glance for many. Throws what the store's readers throw.
  void mark(std::span<scheduler::Edition> editions, Look look);

  struct Due {
    scheduler::Edition edition;  ///< with its warnings
    scheduler::Stage stage = scheduler::Stage::day;
  };
  /// Editions that are not right and of which people are to be warned now: each once for each stage, which the store
  /// remembers over restarts. Where it cannot (a full disk), this object does.
  std::vector<Due> due(std::span<const scheduler::Edition> editions, WallTime now);

 private:
  void tell_media(const store::Item& item, const std::string& problem, Look look);

  store::Store& store_;
  media::MediaLibrary& media_;
  const TimeZone zone_;
  std::set<store::ItemId> bad_;
  const MediaNews news_;
  std::set<std::pair<scheduler::EditionId, scheduler::Stage>> told_;
};

}  // namespace wardcast::editorial
