// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/timetable.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "scheduler/clashes.hpp"
#include "scheduler/occurrences.hpp"
#include "scheduler/refusals.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::hours;

/// The longest jump a civil clock has made (a whole day, where the date line was moved), and a little more.
constexpr hours kLongestJump{26};
/// Nowhere is the clock changed twice within this.
constexpr hours kSteadySpan{24 * 10};

using Changes = std::unordered_map<std::string_view, const EditionChange*>;

struct Window {
  WallTime from, to;
  [[nodiscard]] bool meets(WallTime start, WallTime end) const { return start < to && end > from; }
};

struct CivilWindow {
  CivilTime from, to;
};

/// Civil starts whose instants may lie in the window: wider where the clock is changed nearby, because a skipped or
/// doubled hour moves them. What does not belong is sifted out by instants.
CivilWindow civil_window(const Window& window, const TimeZone& zone) {
  const auto offset = [&](WallTime at) {
    return zone.to_civil(at).time_since_epoch() - floor<seconds>(at).time_since_epoch();
  };
  const bool steady =
      window.to - window.from < kSteadySpan && offset(window.from - kLongestJump) == offset(window.to + kLongestJump);
  const seconds margin = steady ? seconds{0} : seconds{kLongestJump};
  return {zone.to_civil(window.from) - margin, zone.to_civil(window.to) + margin + seconds{1}};
}

Edition make_edition(const Programme& programme, CivilTime local_start, WallTime start, const Changes& changes) {
  Edition edition;
  edition.id = edition_id(programme.id, local_start);
  edition.programme = programme.id;
  edition.title = programme.title;
  edition.start = start;
  edition.local_start = local_start;
  edition.duration = programme.duration;
  edition.zones = programme.zones;
  edition.opening_item = programme.opening_item;
  edition.closing_item = programme.closing_item;
  edition.items = programme.items;
  edition.source = programme.source;
  edition.origin = programme.origin;
  edition.priority = programme.priority;
  edition.on_busy = programme.on_busy;
  edition.on_interrupt = programme.on_interrupt;
  edition.repeat_of = programme.repeat_of;
  if (const auto change = changes.empty() ? changes.end() : changes.find(edition.id); change != changes.end()) {
    edition.cancelled = change->second->cancelled;
    if (change->second->items) edition.items = *change->second->items;
  }
  return edition;
}

Changes by_edition(std::span<const EditionChange> changes) {
  Changes map;
  map.reserve(changes.size());
  for (const auto& change : changes) map.insert_or_assign(change.edition, &change);
  return map;
}

/// An edition to be: small, so that ordering thousands is cheap.
struct Planned {
  WallTime start;
  CivilTime local_start;
  const Programme* programme;

  bool operator<(const Planned& other) const {
    // Local starts differ alone when a skipped day falls on the next one's.
    return std::tie(start, programme->id, local_start) < std::tie(other.start, other.programme->id, other.local_start);
  }
};

/// Every edition that meets the window, without clashes and refusals, in order.
std::vector<Edition> collect(std::span<const Programme> programmes, const Changes& changes, const TimeZone& zone,
                             const Window& window, seconds longest) {
  const CivilWindow civil = civil_window({window.from - longest, window.to}, zone);
  RuleDates known{floor<days>(civil.from), floor<days>(civil.to)};
  std::vector<Planned> planned;
  for (const auto& programme : programmes) {
    for (const CivilTime local_start : occurrences_in(programme, zone, civil.from, civil.to, known)) {
      const WallTime start = zone.to_wall(local_start);
      if (window.meets(start, start + programme.duration)) planned.push_back({start, local_start, &programme});
    }
  }
  std::ranges::sort(planned, std::less<>{});
  std::vector<Edition> editions;
  editions.reserve(planned.size());
  for (const auto& each : planned)
    editions.push_back(make_edition(*each.programme, each.local_start, each.start, changes));
  return editions;
}

/// Could editions of these two ever meet? By zones' amplifiers and by time of day, clock changes left room for.
class Acquaintance {
 public:
  Acquaintance(const Programme& subject, const Zones& zones) : subject_(subject) {
    for (const auto& zone : zones) amplifier_of_.emplace(zone.id, zone.amplifier);
    for (const auto& zone : subject.zones) {
      if (const auto found = amplifier_of_.find(zone); found != amplifier_of_.end()) amplifiers_.insert(found->second);
    }
  }

  [[nodiscard]] bool may_meet(const Programme& other) const {
    const bool shared = std::ranges::any_of(other.zones, [&](const std::string& zone) {
      const auto found = amplifier_of_.find(zone);
      return found != amplifier_of_.end() && amplifiers_.contains(found->second);
    });
    return shared && near_in_day(other);
  }

 private:
  [[nodiscard]] bool near_in_day(const Programme& other) const {
    constexpr seconds kRoom = hours{3};
    const auto time_of_day = [](CivilTime time) { return time - floor<days>(time); };
    const seconds day = days{1};
    const seconds after =
        (time_of_day(other.start) - time_of_day(subject_.start) + day) % day;  // other begins so long after subject
    return after < subject_.duration + kRoom || day - after < other.duration + kRoom;
  }

  const Programme& subject_;
  std::unordered_map<std::string_view, std::size_t> amplifier_of_;
  std::unordered_set<std::size_t> amplifiers_;
};

}  // namespace

std::vector<Edition> timetable(std::span<const Programme> programmes, std::span<const EditionChange> changes,
                               const Zones& zones, const TimeZone& zone, WallTime from, WallTime to) {
  if (from >= to || programmes.empty()) return {};
  const seconds longest = std::ranges::max_element(programmes, {}, &Programme::duration)->duration;
  // An edition at the window's edge may clash with one that lies outside: look as far as the longest reaches.
  auto editions = collect(programmes, by_edition(changes), zone, {from - longest, to + longest}, longest);
  mark_clashes(editions, zones);
  const Window asked{from, to};
  std::erase_if(editions, [&](const Edition& edition) { return !asked.meets(edition.start, edition.end()); });
  mark_refusals(editions, zones, zone);
  return editions;
}

std::vector<Edition> editions_of(const Programme& subject, std::span<const Programme> programmes,
                                 std::span<const EditionChange> changes, const Zones& zones, const TimeZone& zone,
                                 WallTime from, WallTime to) {
  const Acquaintance acquaintance{subject, zones};
  std::vector<Programme> concerned{subject};
  for (const auto& other : programmes) {
    if (other.id != subject.id && acquaintance.may_meet(other)) concerned.push_back(other);
  }
  auto editions = timetable(concerned, changes, zones, zone, from, to);
  std::erase_if(editions, [&](const Edition& edition) { return edition.programme != subject.id; });
  return editions;
}

}  // namespace wardcast::scheduler
