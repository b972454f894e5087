// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/first_clash.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "scheduler/occurrences.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::floor;

/// Most clashes are met within so long; looking further ahead is only for what has none there.
constexpr days kFirstLook{366};

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

/// An edition of the subject.
struct Own {
  CivilTime start{};
  bool near_change = false;  ///< a clock is changed within days of it, so that civil time does not tell whom it meets
};

std::vector<Own> own_editions(const std::vector<CivilTime>& starts, const TimeZone& zone, bool any_changes) {
  std::vector<Own> own;
  own.reserve(starts.size());
  std::optional<std::chrono::weeks> asked;  // once a week
  bool near_change = false;
  for (const CivilTime start : starts) {
    const auto week = floor<std::chrono::weeks>(start.time_since_epoch());
    if (any_changes && week != asked) {
      asked = week;
      near_change = offset_at(zone, WallTime{week - days{2}}) != offset_at(zone, WallTime{week + days{9}});
    }
    own.push_back({start, near_change});
  }
  return own;
}

/// The days on which another's edition may meet one of these, none being longer than `longest`.
std::vector<DaySpan> days_near(std::span<const Own> own, seconds longest) {
  std::vector<DaySpan> spans;
  for (const auto& each : own) {
    const DaySpan span{floor<days>(each.start - longest), floor<days>(each.start + longest)};
    if (!spans.empty() && span.first <= spans.back().last + days{1}) {
      spans.back().last = span.last;
    } else {
      spans.push_back(span);
    }
  }
  return spans;
}

seconds longest_of(const Programme& subject, const ClashQuery& query) {
  seconds longest = subject.duration;
  for (const auto& programme : query.programmes) longest = std::max(longest, programme.duration);
  for (const auto& programme : query.instead) longest = std::max(longest, programme.duration);
  return longest;
}

/// Some of the subject's editions in a row, and the dates of others near them.
struct Stretch {
  Stretch(std::vector<Own> editions, seconds longest)
      : own(std::move(editions)),
        known(floor<days>(own.front().start - longest), floor<days>(own.back().start + longest),
              days_near(own, longest)) {}

  std::vector<Own> own;
  RuleDates known;
};

class Search {
 public:
  Search(const Programme& subject, const ClashQuery& query)
      : subject_(subject),
        query_(query),
        room_(spread_of_offsets(query.zone, query.from)),
        longest_(longest_of(subject, query) + room_ + seconds{1}) {
    for (const auto& zone : query.zones) amplifier_of_.emplace(zone.id, zone.amplifier);
    for (const auto& zone : subject.zones) {
      if (const auto found = amplifier_of_.find(zone); found != amplifier_of_.end()) amplifiers_.insert(found->second);
    }
    for (const auto& programme : query.instead) replaced_.insert(programme.id);
    replaced_.insert(subject.id);
  }

  std::optional<FirstClash> run() {
    const auto own =
        own_editions(occurrences(subject_, query_.zone, query_.zone.to_civil(query_.from) - subject_.duration - room_,
                                 query_.zone.to_civil(query_.to) + room_),
                     query_.zone, room_ != seconds{0});
    if (own.empty()) return std::nullopt;
    // The first edition of the second look was free in the first; it is there again for the sake of the one after it.
    const auto split = std::ranges::upper_bound(own, own.front().start + kFirstLook, {}, &Own::start);
    look(std::span{own.begin(), split});
    if (!found_ && split != own.end()) look(std::span{std::prev(split), own.end()});
    return std::move(found_);
  }

 private:
  void look(std::span<const Own> own) {
    for (std::size_t i = 0; i + 1 < own.size() && subject_.duration + room_ > days{1}; ++i) {
      if (meet(own[i], subject_, own[i + 1].start)) break;
    }
    Stretch all{{own.begin(), own.end()}, longest_};
    std::vector<Own> near_change;
    std::ranges::copy_if(own, std::back_inserter(near_change), &Own::near_change);
    std::optional<Stretch> changes;
    if (!near_change.empty()) changes.emplace(std::move(near_change), longest_);
    const auto compare_with = [&](const Programme& other) {
      if (other.priority != subject_.priority || !near_in_day(other, room_) || !shares_amplifier(other)) return;
      if (near_in_day(other, seconds{0})) {
        compare(other, all);
      } else if (changes) {  // a changed clock alone can bring them together
        compare(other, *changes);
      }
    };
    for (const auto& programme : query_.instead) compare_with(programme);
    for (const auto& programme : query_.programmes) {
      if (!replaced_.contains(programme.id)) compare_with(programme);
    }
  }

  void compare(const Programme& other, Stretch& stretch) {
    const auto& own = stretch.own;
    const seconds longest = std::max(subject_.duration, other.duration) + room_;
    const CivilTime last = std::min(own.back().start, latest_) + longest;
    const auto starts =
        occurrences_in(other, query_.zone, own.front().start - longest, last + seconds{1}, stretch.known);
    auto first = own.begin();
    for (const CivilTime start : starts) {
      while (first != own.end() && first->start + subject_.duration + room_ <= start) ++first;
      for (auto each = first; each != own.end() && each->start < start + other.duration + room_; ++each) {
        if (meet(*each, other, start)) return;  // others of this programme are later
      }
    }
  }

  /// Looks at two editions closely; true when the later ones need no look.
  bool meet(const Own& edition, const Programme& other, CivilTime start) {
    const CivilTime own = edition.start;
    if (found_ && own >= latest_) return true;
    const bool apart = own >= start + other.duration || start >= own + subject_.duration;
    if (apart && !edition.near_change) return false;
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

  /// May their times of day overlap, clocks being changed by `room` at most?
  [[nodiscard]] bool near_in_day(const Programme& other, seconds room) const {
    const auto time_of_day = [](CivilTime time) { return time - floor<days>(time); };
    const seconds day = days{1};
    const seconds after = (time_of_day(other.start) - time_of_day(subject_.start) + day) % day;
    return after < subject_.duration + room || day - after < other.duration + room;
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
  const seconds longest_;  ///< edition of anybody, with room for clock changes
  std::unordered_map<std::string_view, std::size_t> amplifier_of_;
  std::unordered_set<std::size_t> amplifiers_;
  std::unordered_set<ProgrammeId> replaced_;
  std::optional<std::unordered_set<std::string_view>> cancelled_;
  std::optional<FirstClash> found_;
  CivilTime latest_ = CivilTime::max() - days{1000};
};

}  // namespace

std::optional<FirstClash> first_clash(const Programme& subject, const ClashQuery& query) {
  return Search{subject, query}.run();
}

}  // namespace wardcast::scheduler
