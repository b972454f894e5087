// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/clashes.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <unordered_map>

namespace wardcast::scheduler {
namespace {

constexpr std::size_t kUnknown = static_cast<std::size_t>(-1);

/// Goes through the editions by start, with a list of those still running on each amplifier.
class Sweep {
 public:
  Sweep(std::vector<Edition>& editions, const Zones& zones)
      : editions_(editions), met_(editions.size()), seen_(editions.size(), kUnknown) {
    std::unordered_map<std::string_view, std::size_t> amplifier_of;
    std::size_t amplifiers = 0;
    for (const auto& zone : zones) {
      amplifier_of.emplace(zone.id, zone.amplifier);
      amplifiers = std::max(amplifiers, zone.amplifier + 1);
    }
    running_.resize(amplifiers);
    wanted_by_.assign(amplifiers, kUnknown);
    first_place_.reserve(editions.size() + 1);
    for (const auto& edition : editions) {
      first_place_.push_back(places_.size());
      for (const auto& zone : edition.zones) {
        const auto found = amplifier_of.find(zone);
        places_.push_back(found == amplifier_of.end() ? kUnknown : found->second);
      }
    }
    first_place_.push_back(places_.size());
  }

  void run() {
    for (std::size_t i = 0; i < editions_.size(); ++i) {
      if (!editions_[i].cancelled) enter(i);
    }
    for (std::size_t i = 0; i < editions_.size(); ++i) {
      std::ranges::sort(met_[i]);
      for (const std::size_t other : met_[i]) add(i, other);
    }
  }

 private:
  /// Amplifiers of an edition's zones, one for each.
  [[nodiscard]] std::span<const std::size_t> places(std::size_t index) const {
    return std::span{places_}.subspan(first_place_[index], first_place_[index + 1] - first_place_[index]);
  }

  void enter(std::size_t index) {
    const WallTime start = editions_[index].start;
    for (const std::size_t where : places(index)) {
      if (where == kUnknown) continue;
      auto& running = running_[where];
      std::erase_if(running, [&](std::size_t other) { return editions_[other].end() <= start; });
      if (!running.empty() && running.back() == index) continue;  // another zone of the same amplifier
      for (const std::size_t other : running) {
        if (seen_[other] == index) continue;  // met on another amplifier
        seen_[other] = index;
        met_[index].push_back(other);
        met_[other].push_back(index);
      }
      running.push_back(index);
    }
  }

  void add(std::size_t index, std::size_t other) {
    const Edition& with = editions_[other];
    const std::size_t stamp = stamp_++;
    for (const std::size_t where : places(other)) {
      if (where != kUnknown) wanted_by_[where] = stamp;
    }
    Clash clash{with.id, with.title, {}, with.priority == editions_[index].priority};
    const auto own = places(index);
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (own[i] != kUnknown && wanted_by_[own[i]] == stamp) clash.zones.push_back(editions_[index].zones[i]);
    }
    editions_[index].clashes.push_back(std::move(clash));
  }

  std::vector<Edition>& editions_;
  std::vector<std::size_t> places_, first_place_;
  std::vector<std::vector<std::size_t>> running_;  ///< by amplifier
  std::vector<std::vector<std::size_t>> met_;      ///< by edition
  std::vector<std::size_t> seen_;                  ///< by edition: the last that met it
  std::vector<std::size_t> wanted_by_;             ///< by amplifier: stamp of the pair looked at
  std::size_t stamp_ = 0;
};

}  // namespace

void mark_clashes(std::vector<Edition>& editions, const Zones& zones) { Sweep{editions, zones}.run(); }

}  // namespace wardcast::scheduler
