// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/programme_checks.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value_from.hpp>
#include <iterator>
#include <set>

#include "daemon/editorial/changes.hpp"
#include "daemon/editorial/versions.hpp"
#include "scheduler/first_clash.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::editorial {
namespace {

using scheduler::HolidayCalendar;

/// The rundowns of a programme's editions are looked at so far ahead when it is saved.
constexpr std::chrono::days kRundownsAhead{60};
/// Before a series is saved its hours are checked so far ahead: every clock change of a year is in it.
constexpr std::chrono::days kHoursAhead{366};
/// Clashes: after 28 years every date falls on the weekdays it fell on before, until 2100.
constexpr std::chrono::days kClashAhead{28 * 1461 / 4 + 1};

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

http::Response clash_problem(const std::string& start, const std::string& title, const std::string& with,
                             const std::string& other, const std::vector<std::string>& zones) {
  return http::problem(409, Reason::overlap,
                       "The edition of " + start + " of '" + title + "' overlaps edition " + with + " ('" + other +
                           "'), of the same priority, in " + listed(zones) +
                           "; choose another time, other zones or another priority.",
                       {{"edition", with}, {"title", other}, {"zones", boost::json::value_from(zones)}});
}

std::vector<CivilDate> only_in(const std::vector<CivilDate>& first, const std::vector<CivilDate>& second) {
  std::vector<CivilDate> dates;
  std::ranges::set_difference(first, second, std::back_inserter(dates));
  return dates;
}

/// Dates that had no edition by the old calendar and may have one by the new.
std::set<CivilDate> gained_dates(const HolidayCalendar* old, const HolidayCalendar& changed) {
  static const HolidayCalendar kNone;
  const auto& before = old == nullptr ? kNone : *old;
  std::set<CivilDate> dates;
  for (const auto date : only_in(changed.extra_working_days, before.extra_working_days)) dates.insert(date);
  for (const auto date : only_in(before.days_off, changed.days_off)) dates.insert(date);
  return dates;
}

/// What is not as it should be with the rundowns of its next editions: each kind once, with the first edition
/// concerned.
boost::json::array warnings_of(const Deps& deps, const scheduler::Programme& programme, WallTime now) {
  auto editions = scheduler::timetable({&programme, 1}, deps.programmes.changes(), deps.zones, deps.zone, now,
                                       std::max(now, deps.zone.to_wall(programme.start)) + kRundownsAhead);
  deps.before_air.mark(editions, BeforeAir::Look::full);
  boost::json::array all;
  std::vector<const scheduler::Warning*> told;
  for (const auto& edition : editions) {
    for (const auto& warning : edition.warnings) {
      const auto same = [&warning](const scheduler::Warning* other) {
        return other->reason == warning.reason && other->items == warning.items;
      };
      if (std::ranges::any_of(told, same)) continue;
      told.push_back(&warning);
      auto json = std::move(warnings_json({&warning, 1}).at(0).as_object());
      json["edition"] = edition.id;
      all.push_back(std::move(json));
    }
  }
  return all;
}

}  // namespace

boost::json::object shown_programme(const scheduler::Programme& programme) {
  auto json = to_json(programme);
  json["version"] = version_of(json);
  return json;
}

boost::json::object saved(const Deps& deps, const scheduler::Programme& programme, WallTime now) {
  auto json = shown_programme(programme);
  json["warnings"] = warnings_of(deps, programme, now);
  return json;
}

boost::json::object without_answer(boost::json::object body) {
  for (const auto* field : {"warnings", "series", "lost_edition_changes"}) body.erase(field);
  return body;
}

std::optional<http::Response> refuse_edition(const scheduler::Edition& edition, const TimeZone& zone) {
  if (edition.cancelled) return std::nullopt;
  std::vector<Error> refusals;
  boost::json::array zones;
  for (const auto& refusal : edition.refusals) {
    refusals.push_back(
        invalid("start", refusal.detail, refusal.reason == "not_a_zone" ? Reason::not_a_zone : Reason::hours_guard));
    if (!refusal.zone.empty()) zones.emplace_back(refusal.zone);
  }
  const auto named = "The edition of " + zone.rfc3339(edition.start);
  boost::json::object about{{"edition", edition.id}, {"title", edition.title}, {"zones", std::move(zones)}};
  if (auto refused =
          refuse(named + " of '" + edition.title + "' may not air.", refusals, {{"about", std::move(about)}}))
    return refused;
  for (const auto& clash : edition.clashes) {
    if (clash.equal_priority)
      return clash_problem(zone.rfc3339(edition.start), edition.title, clash.with, clash.title, clash.zones);
  }
  return std::nullopt;
}

ParsedProgramme parsed_programme(const Deps& deps, const boost::json::object& body, scheduler::ProgrammeId id) {
  const ProgrammeRules rules{deps.zones, deps.zone,
                             [&deps](scheduler::ItemId item) { return deps.store.item(item).has_value(); },
                             [&deps](scheduler::ProgrammeId other) { return deps.store.programme(other).has_value(); },
                             deps.programmes.calendars()};
  return parse_programme(body, id, rules);
}

std::optional<http::Response> refuse_editions(const Deps& deps, const scheduler::Programme& programme,
                                              std::span<const scheduler::Programme> instead, WallTime now) {
  const auto from = std::max(now, deps.zone.to_wall(programme.start));
  const auto& changes = deps.programmes.changes();
  for (auto& edition :
       scheduler::timetable({&programme, 1}, changes, deps.zones, deps.zone, from, from + kHoursAhead)) {
    edition.clashes.clear();  // looked for below, further ahead
    if (auto refused = refuse_edition(edition, deps.zone)) return refused;
  }
  const auto over = [&deps](const scheduler::EditionId& edition) {
    const auto airing = deps.store.airing("a" + edition);
    return airing && airing->end;
  };
  const scheduler::ClashQuery query{deps.programmes.programmes(), instead, changes, deps.zones, deps.zone, from,
                                    from + kClashAhead,           over};
  const auto clash = scheduler::first_clash(programme, query);
  if (!clash) return std::nullopt;
  return clash_problem(deps.zone.rfc3339(clash->start), programme.title, clash->with, clash->title, clash->zones);
}

std::optional<http::Response> refuse_calendar(const Deps& deps, const std::shared_ptr<const HolidayCalendar>& calendar,
                                              WallTime now) {
  const auto& before = deps.programmes.programmes();
  auto after = before;
  bool used = false;
  for (auto& programme : after) {
    if (programme.holiday_calendar != calendar->name) continue;
    programme.calendar = calendar;
    used = true;
  }
  if (!used) return std::nullopt;
  const auto timetable = [&](const std::vector<scheduler::Programme>& programmes, CivilDate date) {
    const std::chrono::local_days day{date};
    return scheduler::timetable(programmes, deps.programmes.changes(), deps.zones, deps.zone,
                                std::max(now, deps.zone.to_wall(day)), deps.zone.to_wall(day + std::chrono::days{1}));
  };
  for (const auto date : gained_dates(deps.programmes.calendar(calendar->name).get(), *calendar)) {
    if (date < deps.zone.date_of(now)) continue;
    std::set<scheduler::EditionId> known;
    for (const auto& edition : timetable(before, date)) known.insert(edition.id);
    for (const auto& edition : timetable(after, date)) {
      if (known.contains(edition.id)) continue;
      if (auto refused = refuse_edition(edition, deps.zone)) return refused;
    }
  }
  return std::nullopt;
}

}  // namespace wardcast::editorial
