// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <memory>

#include "base/time_zone.hpp"
#include "daemon/editorial/before_air.hpp"
#include "daemon/editorial/programme_book.hpp"
#include "daemon/playout/plan.hpp"
#include "drivers/store/store.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::editorial {

/// Makes what the engine airs from what people wrote. Desk thread.
class PlanMaker {
 public:
  /// A plan reaches back far enough for a restart to find what was on air, and forward well past the next time it is
  /// made.
  static constexpr std::chrono::hours kBack{6}, kAhead{36};
  /// So many items can be put on air in an emergency without asking the desk.
  static constexpr int kMessages = 200;
  /// Those that go on are among the newest so many.
  static constexpr int kEmergencies = 100;

  /// `before_air` fills in the editions' warnings; null: none.
  PlanMaker(store::Store& store, ProgrammeBook& book, const scheduler::Zones& zones, TimeZone zone,
            BeforeAir* before_air = nullptr)
      : store_(store), book_(book), zones_(zones), zone_(std::move(zone)), before_air_(before_air) {}

  /// Everything from kBack before `now` (or from `back_to`, if that is earlier) to kAhead after it. To be made again
  /// after every change, and at least every 12 hours. Throws what the store's readers throw.
  std::shared_ptr<const playout::Plan> make(WallTime now, WallTime back_to = WallTime::max());

 private:
  store::Store& store_;
  ProgrammeBook& book_;
  const scheduler::Zones& zones_;
  const TimeZone zone_;
  BeforeAir* before_air_;
};

/// An item as the engine must know it. It may air to the end of the day expires_on, in the station's zone.
playout::PlanItem plan_item(const store::Item& item, const TimeZone& zone);

}  // namespace wardcast::editorial
