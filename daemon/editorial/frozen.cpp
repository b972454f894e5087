// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/frozen.hpp"

#include <algorithm>
#include <tuple>

#include "scheduler/timetable.hpp"

namespace wardcast::editorial {
namespace {

using scheduler::Edition;

/// An item in progress may finish so long after the slot, and a little more.
constexpr std::chrono::seconds kOverrun{150};

auto content(const Edition& edition) {
  return std::tie(edition.start, edition.duration, edition.title, edition.zones, edition.opening_item,
                  edition.closing_item, edition.items, edition.source, edition.origin, edition.priority,
                  edition.on_busy, edition.on_interrupt, edition.repeat_of, edition.cancelled);
}

std::vector<Edition> near(const Deps& deps, const Touched& touched, WallTime now) {
  return scheduler::timetable(touched.programmes, touched.changes, deps.zones, deps.zone, now - kOverrun,
                              now + kFrozen);
}

bool frozen(const Deps& deps, const Edition& edition, WallTime now) {
  if (edition.cancelled) return false;
  const auto airing = deps.store.airing("a" + edition.id);
  return airing ? !airing->end : edition.end() > now;
}

std::string sentence(const Deps& deps, const Edition& edition, WallTime now) {
  const auto named = "Edition " + edition.id + " ('" + edition.title + "') ";
  const auto when = edition.start > now ? "begins at " + deps.zone.rfc3339(edition.start) + ", within the minute"
                                        : std::string{"is on air"};
  return named + when + ": it is no longer changed. Stop it with POST /api/v1/" +
         (edition.start > now ? "stop once it sounds" : "airings/a" + edition.id + "/stop") +
         ", change it when it is over, or send ?force=true to change it all the same.";
}

}  // namespace

std::optional<http::Response> refuse_frozen(const Deps& deps, const http::Request& request, const Touched& before,
                                            const Touched& after, std::string& forced) {
  const WallTime now = request.now.wall;
  const auto planned = near(deps, after, now);
  for (const auto& edition : near(deps, before, now)) {
    const auto same = std::ranges::find(planned, edition.id, &Edition::id);
    if (same != planned.end() && content(*same) == content(edition)) continue;
    if (!frozen(deps, edition, now)) continue;
    auto refused = sentence(deps, edition, now);
    if (request.query_value("force").value_or("") != "true")
      return http::problem(409, Reason::frozen, refused, {{"edition", edition.id}, {"title", edition.title}});
    forced = std::move(refused);
    return std::nullopt;
  }
  return std::nullopt;
}

std::vector<scheduler::EditionChange> changes_of(const Deps& deps, scheduler::ProgrammeId programme) {
  std::vector<scheduler::EditionChange> own;
  const auto prefix = std::to_string(programme) + "-";
  for (const auto& change : deps.programmes.changes())
    if (change.edition.starts_with(prefix)) own.push_back(change);
  return own;
}

}  // namespace wardcast::editorial
