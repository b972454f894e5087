// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/before_air.hpp"

#include <spdlog/spdlog.h>

#include <boost/json/serialize.hpp>
#include <map>

#include "daemon/editorial/plan_maker.hpp"
#include "daemon/editorial/programmes.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::editorial {

void BeforeAir::mark(std::span<scheduler::Edition> editions, Look look) {
  std::set<store::ItemId> ids;
  for (const auto& edition : editions) {
    ids.insert(edition.items.begin(), edition.items.end());
    if (edition.opening_item) ids.insert(*edition.opening_item);
    if (edition.closing_item) ids.insert(*edition.closing_item);
  }
  std::map<store::ItemId, scheduler::ItemFacts> known;
  for (const auto& item : store_.items_by_id({ids.begin(), ids.end()})) {
    const auto plan = plan_item(item, zone_);
    auto& facts = known[item.id];
    facts = {plan.title, std::int64_t{plan.packets}, plan.refused, plan.expires_at, {}};
    // What does not air needs no recording.
    if (plan.refused.empty())
      if (const auto whole = media_.check(plan.media, look); !whole) facts.unreadable = whole.error().detail;
    tell_media(item, facts.unreadable, look);
  }
  const auto lookup = [&known](scheduler::ItemId id) -> const scheduler::ItemFacts* {
    const auto found = known.find(id);
    return found == known.end() ? nullptr : &found->second;
  };
  for (auto& edition : editions) edition.warnings = scheduler::judge(edition, lookup);
}

void BeforeAir::tell_media(const store::Item& item, const std::string& problem, Look look) {
  const bool known = bad_.contains(item.id);
  if (!problem.empty() && !known) {
    bad_.insert(item.id);
  } else if (problem.empty() && known && look == Look::full) {  // a glance proves nothing
    bad_.erase(item.id);
  } else {
    return;
  }
  if (news_) news_(item.id, item.title, problem);
}

std::vector<BeforeAir::Due> BeforeAir::due(std::span<const scheduler::Edition> editions, WallTime now) {
  std::vector<Due> due;
  for (const auto& edition : editions) {
    const auto stage = scheduler::stage_at(edition.start, now);
    if (!stage || edition.cancelled || told_.contains({edition.id, *stage})) continue;
    Due one{edition, *stage};
    mark({&one.edition, 1}, Look::full);
    if (one.edition.warnings.empty()) continue;
    const auto first = store_.warned(edition.id, scheduler::word(*stage), now,
                                     boost::json::serialize(warnings_json(one.edition.warnings)));
    if (!first) spdlog::error("before air: that people were warned cannot be written down: {}", first.error().detail);
    told_.insert({edition.id, *stage});
    if (!first || *first) due.push_back(std::move(one));
  }
  std::erase_if(told_, [now](const auto& told) {
    const auto parts = scheduler::parse_edition_id(told.first);
    return !parts ||
           WallTime{parts->second.time_since_epoch()} < now - std::chrono::hours{48};  // about: no zone needed
  });
  return due;
}

}  // namespace wardcast::editorial
