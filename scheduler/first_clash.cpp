// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/first_clash.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "scheduler/occurrences.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::floor;

seconds offset_at(const TimeZone& zone, WallTime at) {
  return zone.to_civil(at).time_since_epoch() - floor<seconds>(at).time_since_epoch();
}

/// How far clock changes can move two civil times towards each other: the spread of the offset over two years, which
/// all the years to come are like. No zone keeps an offset for less than a week.
seconds spread_of_offsets(const TimeZone& zone, WallTime from) {
  seconds least = seconds::max(), most = seconds::min();
  for (WallTime at = from - days{8}; at < from + days{2 * 366}; at += days{7}) {
    const seconds offset = offset_at(zone, at);
    least = std::min(least, offset);
    most = std::max(most, offset);
  }
  return most - least;
}

class Search {
 public:
  Search(const Programme& subject, const ClashQuery& query)
      : subject_(subject),
        query_(query),
        room_(spread_of_offsets(query.zone, query.from)),
        from_(query.zone.to_civil(query.from) - subject.duration - room_),
        to_(query.zone.to_civil(query.to) + room_),
        known_(floor<days>(from_ - days{3}), floor<days>(to_ + days{3})),
        own_(occurrences_in(subject, query.zone, from_, to_, known_)) {
    for (const auto& zone : query.zones) amplifier_of_.emplace(zone.id, zone.amplifier);
    for (const auto& zone : subject.zones) {
      if (const auto found = amplifier_of_.find(zone); found != amplifier_of_.end()) amplifiers_.insert(found->second);
    }
  }

  std::optional<FirstClash> run() {
    if (own_.empty()) return std::nullopt;
    for (std::size_t i = 0; i + 1 < own_.size() && subject_.duration + room_ > days{1}; ++i) {
      if (meet(own_[i], subject_, own_[i + 1])) break;
    }
    std::unordered_set<ProgrammeId> replaced{subject_.id};
    for (const auto& programme : query_.instead) replaced.insert(programme.id);
    for (const auto& programme : query_.instead) compare(programme);
    for (const auto& programme : query_.programmes) {
      if (!replaced.contains(programme.id)) compare(programme);
    }
    return std::move(found_);
  }

 private:
  void compare(const Programme& other) {
    if (other.priority != subject_.priority || !near_in_day(other) || !shares_amplifier(other)) return;
    const seconds longest = std::max(subject_.duration, other.duration) + room_;
    const CivilTime last = std::min(own_.back(), latest_) + longest;
    const auto starts = occurrences_in(other, query_.zone, own_.front() - longest, last + seconds{1}, known_);
    auto first = own_.begin();
    for (const CivilTime start : starts) {
      while (first != own_.end() && *first + subject_.duration + room_ <= start) ++first;
      for (auto own = first; own != own_.end() && *own < start + other.duration + room_; ++own) {
        if (meet(*own, other, start)) return;  // others of this programme are later
      }
    }
  }

  /// Looks at two editions closely; true when the later ones need no look.
  bool meet(CivilTime own, const Programme& other, CivilTime start) {
    if (found_ && own >= latest_) return true;
    const bool apart = own >= start + other.duration || start >= own + subject_.duration;
    if (apart && (room_ == seconds{0} || steady(own))) return false;
    const WallTime own_start = query_.zone.to_wall(own);
    const WallTime own_end = own_start + subject_.duration;
    const WallTime other_start = query_.zone.to_wall(start);
    if (own_start >= other_start + other.duration || other_start >= own_end) return false;
    if (own_end <= query_.from || own_start >= query_.to) return false;
    EditionId with = edition_id(other.id, start);
    if (cancelled(with) || cancelled(edition_id(subject_.id, own))) return false;
    if (other_start <= query_.from && query_.over && query_.over(with)) return false;
    found_ = FirstClash{own_start, std::move(with), other.title, fought_over(other)};
    latest_ = own;
    return true;
  }

  /// Is no clock changed within days of this time? Then civil time tells who meets whom. Asked once a week.
  bool steady(CivilTime own) {
    const auto week = floor<std::chrono::weeks>(own.time_since_epoch());
    const auto [known, added] = steady_.try_emplace(week.count());
    if (added)
      known->second =
          offset_at(query_.zone, WallTime{week - days{2}}) == offset_at(query_.zone, WallTime{week + days{9}});
    return known->second;
  }

  [[nodiscard]] bool near_in_day(const Programme& other) const {
    const auto time_of_day = [](CivilTime time) { return time - floor<days>(time); };
    const seconds day = days{1};
    const seconds after = (time_of_day(other.start) - time_of_day(subject_.start) + day) % day;
    return after < subject_.duration + room_ || day - after < other.duration + room_;
  }

  [[nodiscard]] bool shares_amplifier(const Programme& other) const {
    return std::ranges::any_of(other.zones, [&](const std::string& zone) {
      const auto found = amplifier_of_.find(zone);
      return found != amplifier_of_.end() && amplifiers_.contains(found->second);
    });
  }

  [[nodiscard]] std::vector<std::string> fought_over(const Programme& other) const {
    std::unordered_set<std::size_t> wanted;
    for (const auto& zone : other.zones) {
      if (const auto found = amplifier_of_.find(zone); found != amplifier_of_.end()) wanted.insert(found->second);
    }
    std::vector<std::string> zones;
    for (const auto& zone : subject_.zones) {
      const auto found = amplifier_of_.find(zone);
      if (found != amplifier_of_.end() && wanted.contains(found->second)) zones.push_back(zone);
    }
    return zones;
  }

  /// Sought only once two editions meet, which ends most searches.
  [[nodiscard]] bool cancelled(const EditionId& edition) {
    if (!cancelled_) {
      cancelled_.emplace();
      for (const auto& change : query_.changes) {
        if (change.cancelled) cancelled_->insert(change.edition);
      }
    }
    return cancelled_->contains(edition);
  }

  const Programme& subject_;
  const ClashQuery& query_;
  const seconds room_;
  const CivilTime from_, to_;
  RuleDates known_;
  const std::vector<CivilTime> own_;
  std::unordered_map<std::string_view, std::size_t> amplifier_of_;
  std::unordered_set<std::size_t> amplifiers_;
  std::optional<std::unordered_set<std::string_view>> cancelled_;
  std::unordered_map<std::chrono::weeks::rep, bool> steady_;
  std::optional<FirstClash> found_;
  CivilTime latest_ = CivilTime::max() - days{1000};
};

}  // namespace

std::optional<FirstClash> first_clash(const Programme& subject, const ClashQuery& query) {
  return Search{subject, query}.run();
}

}  // namespace wardcast::scheduler
