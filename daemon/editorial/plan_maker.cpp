// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/plan_maker.hpp"

#include <algorithm>
#include <set>

#include "daemon/editorial/item_rules.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::editorial {
namespace {

/// Of editions and of emergencies that go on.
std::vector<store::ItemId> items_of(const std::vector<scheduler::Edition>& editions,
                                    const std::vector<store::EmergencyRecord>& emergencies) {
  std::set<store::ItemId> ids;
  for (const auto& record : emergencies) {
    if (!record.end) ids.insert(record.emergency.item);
  }
  for (const auto& edition : editions) {
    ids.insert(edition.items.begin(), edition.items.end());
    if (edition.opening_item) ids.insert(*edition.opening_item);
    if (edition.closing_item) ids.insert(*edition.closing_item);
  }
  return {ids.begin(), ids.end()};
}

}  // namespace

playout::PlanItem plan_item(const store::Item& item, const TimeZone& zone) {
  playout::PlanItem out;
  out.id = item.id;
  out.title = item.title;
  out.kind = item.kind;
  out.theme = item.theme;
  out.author = item.author;
  out.unit = item.unit;
  out.media = item.media;
  out.packets = item.packets;
  out.refused = refused(item);
  if (item.expires_on) out.expires_at = zone.to_wall(std::chrono::local_days{*item.expires_on} + std::chrono::days{1});
  return out;
}

std::shared_ptr<const playout::Plan> PlanMaker::make(WallTime now, WallTime back_to) {
  auto plan = std::make_shared<playout::Plan>();
  plan->made_at = now;
  plan->from = std::min(now - kBack, back_to);
  plan->until = now + kAhead;
  plan->editions = scheduler::timetable(book_.programmes(), book_.changes(), zones_, zone_, plan->from, plan->until);
  if (before_air_ != nullptr) before_air_->mark(plan->editions, BeforeAir::Look::glance);
  for (const auto& item : store_.items_by_id(items_of(plan->editions, store_.emergencies(kEmergencies))))
    plan->items.emplace(item.id, plan_item(item, zone_));
  for (const auto& item : store_.messages(kMessages)) plan->messages.push_back(plan_item(item, zone_));
  return plan;
}

}  // namespace wardcast::editorial
