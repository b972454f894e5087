// SPDX-License-Identifier: GPL-3.0-or-later
// One programme on its way: start, order, end, and what may not air.
#include <gtest/gtest.h>

#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;

TEST(Engine, AirsTheRundownInOrderAtThePlannedInstantWithoutAHole) {
  VirtualStation ward;
  const auto tune = ward.item(50), first = ward.item(100), second = ward.item(75);
  auto& edition = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {first, second});
  edition.opening_item = tune;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");

  const auto heard = ward.heard(1);
  ASSERT_EQ(heard.size(), 225U);
  EXPECT_EQ(heard.front().wall, ward.local("2026-11-22T17:00:00"));
  for (std::size_t i = 1; i < heard.size(); ++i) EXPECT_EQ(heard[i].at - heard[i - 1].at, 20ms) << i;
  EXPECT_EQ(heard[0].item, tune);
  EXPECT_EQ(heard[50].item, first);
  EXPECT_EQ(heard[150].item, second);
  EXPECT_EQ(heard[224].packet, 74U);
  EXPECT_TRUE(ward.heard(0).empty());
  EXPECT_TRUE(ward.heard(2).empty());

  const auto& as_run = ward.as_run(edition.id);
  ASSERT_EQ(as_run.segments.size(), 3U);
  EXPECT_EQ(as_run.segments[0].role, "opening");
  EXPECT_EQ(as_run.segments[1].packets, 100U);
  EXPECT_EQ(as_run.segments[1].confirmation, store::Confirmation::confirmed);
  EXPECT_EQ(as_run.segments[1].started_at, ward.local("2026-11-22T17:00:01"));
  EXPECT_EQ(as_run.end->result, "full");
  EXPECT_EQ(as_run.end->reason, "finished");
  EXPECT_EQ(as_run.airing.local_date, "2026-11-22");
}

TEST(Engine, ShowsHowFarTheItemOnAirHasCome) {
  VirtualStation ward;
  ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(100), ward.item(75)});
  ward.publish();
  ward.run_until("2026-11-22T17:00:03");
  const auto live = ward.engine().live(ward.now());
  const auto& zone = live.zones.at(2);
  EXPECT_EQ(zone.since, ward.local("2026-11-22T17:00:00"));
  EXPECT_EQ(zone.item_since, ward.local("2026-11-22T17:00:02"));
  EXPECT_EQ(zone.item_length, 1500ms);
  EXPECT_FALSE(live.zones.at(0).item_since.has_value());
}

TEST(Engine, ClosesRelaysBeforeTheFirstPacketAndOpensThemLatencyAfterTheLast) {
  VirtualStation ward;
  ward.edition({"z1"}, "2026-11-22T17:00:00", 60, {ward.item(100)});
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  // Power first (warm-up 2 s), then the line; sound from 17:00:00 to 17:00:02; 200 ms for the receiver's buffer; power
  // last.
  const std::vector<std::string> expected{"16:59:56.500 8 closed", "16:59:58.500 1 closed", "17:00:02.200 1 open",
                                          "17:00:03.700 8 open"};
  EXPECT_EQ(ward.relay_log, expected);
}

TEST(Engine, NothingUnapprovedWithdrawnOrExpiredAirs) {
  VirtualStation ward;
  const auto good = ward.item(50), unapproved = ward.item(50), expired = ward.item(50), last = ward.item(50);
  ward.plan_item(unapproved).refused = "unapproved";
  ward.plan_item(expired).expires_at = ward.local("2026-11-22T17:00:00");
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {good, unapproved, expired, last}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  const auto heard = ward.heard(1);
  ASSERT_EQ(heard.size(), 100U);
  EXPECT_EQ(heard[49].item, good);
  EXPECT_EQ(heard[50].item, last);
  EXPECT_EQ(heard[50].at - heard[49].at, 20ms);
  const auto& as_run = ward.as_run(id);
  ASSERT_EQ(as_run.skips.size(), 2U);
  EXPECT_EQ(as_run.skips[0].reason, "unapproved");
  EXPECT_EQ(as_run.skips[1].reason, "expired");
  EXPECT_EQ(as_run.end->result, "partial");
}

TEST(Engine, WithdrawnWhileOnAirIsCutAtOnceAndTheNextFollows) {
  VirtualStation ward;
  const auto first = ward.item(500), second = ward.item(50);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {first, second}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:03");
  ward.plan_item(first).refused = "withdrawn";
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  const auto heard = ward.heard(1);
  ASSERT_GT(heard.size(), 150U);
  EXPECT_LE(heard.size(), 202U);
  EXPECT_EQ(heard.back().item, second);
  for (std::size_t i = 1; i < heard.size(); ++i) EXPECT_LE(heard[i].at - heard[i - 1].at, 20ms);
  const auto& as_run = ward.as_run(id);
  EXPECT_EQ(as_run.segments[0].end_reason, "withdrawn");
  EXPECT_EQ(as_run.end->result, "partial");
}

TEST(Engine, AnItemThatExpiresWhileOnAirIsCutThen) {
  VirtualStation ward;
  const auto first = ward.item(500);
  ward.plan_item(first).expires_at = ward.local("2026-11-22T17:00:04");
  ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {first});
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 200.0, 1.0);
}

TEST(Engine, AMissingFileIsSkippedWithoutAHole) {
  VirtualStation ward;
  const auto first = ward.item(50), lost = ward.item(50), last = ward.item(50);
  ward.lose_file(lost);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {first, lost, last}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  const auto heard = ward.heard(1);
  ASSERT_EQ(heard.size(), 100U);
  EXPECT_EQ(heard[50].at - heard[49].at, 20ms);
  EXPECT_EQ(ward.as_run(id).skips[0].reason, "missing_file");
}

TEST(Engine, AnEmptyRundownIsMissedAndClosesNoRelay) {
  VirtualStation ward;
  const auto empty = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {}).id;
  const auto unapproved = ward.item(50);
  ward.plan_item(unapproved).refused = "unapproved";
  const auto nothing = ward.edition({"z4"}, "2026-11-22T17:00:00", 60, {unapproved}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(empty).end->result, "missed");
  EXPECT_EQ(ward.as_run(empty).end->reason, "empty_rundown");
  EXPECT_EQ(ward.as_run(nothing).end->reason, "nothing_playable");
  EXPECT_TRUE(ward.heard(1).empty());
  EXPECT_TRUE(ward.relay_log.empty()) << ward.relay_log.front();
}

TEST(Engine, TheItemInProgressMayFinishUpToTwoMinutesPastTheSlot) {
  VirtualStation ward;
  const auto first = ward.item(2500), second = ward.item(2500), third = ward.item(100);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {first, second, third}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:05:00");
  EXPECT_EQ(ward.heard(1).size(), 5000U);  // 50 s + 50 s: 40 s over; the third is not begun
  EXPECT_EQ(ward.as_run(id).skips.at(0).reason, "slot_end");
  EXPECT_EQ(ward.as_run(id).end->reason, "slot_end");
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
}

TEST(Engine, AnItemThatNeedsLongerThanTwoMinutesIsCutAtTheSlotsEnd) {
  VirtualStation ward;
  ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(3000 + 6001)});
  ward.publish();
  ward.run_until("2026-11-22T17:05:00");
  EXPECT_EQ(ward.heard(1).size(), 3000U);
}

TEST(Engine, AnItemIsCutAtTheSlotsEndWhenTheNextProgrammeWantsTheAmplifier) {
  VirtualStation ward;
  const auto lengthy = ward.item(4000), next = ward.item(100);
  ward.edition({"z1"}, "2026-11-22T17:00:00", 60, {lengthy});
  ward.edition({"z2"}, "2026-11-22T17:01:10", 60, {next});
  ward.publish();
  ward.run_until("2026-11-22T17:05:00");
  const auto heard = ward.heard(0);
  ASSERT_EQ(heard.size(), 3100U);
  EXPECT_EQ(heard[3000].item, next);
  EXPECT_EQ(heard[3000].wall, ward.local("2026-11-22T17:01:10"));
}

TEST(Engine, TheHoursGuardRefusesAndCuts) {
  VirtualStation ward;
  ward.narrow_hours(2, {0, 17 * 60});      // z3 until 17:00
  ward.narrow_hours(3, {0, 17 * 60 + 1});  // z4 until 17:01
  const auto both = ward.edition({"z3", "z4"}, "2026-11-22T16:59:30", 120, {ward.item(6000)}).id;
  const auto late = ward.edition({"z3"}, "2026-11-22T17:02:00", 60, {ward.item(100)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:04:00");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 1500.0, 1.0);
  EXPECT_NEAR(static_cast<double>(ward.heard(2).size()), 4500.0, 1.0);
  EXPECT_EQ(ward.as_run(both).end->reason, "hours_guard");
  EXPECT_EQ(ward.as_run(late).end->result, "missed");
  EXPECT_EQ(ward.as_run(late).end->reason, "hours_guard");
}

TEST(Engine, StoppingSilencesWhatIsOnAirAndNotWhatBeginsHalfAMinuteLater) {
  VirtualStation ward;
  const auto now = ward.edition({"z4"}, "2026-11-22T16:59:20", 120, {ward.item(6000)}).id;
  const auto soon = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(100)}).id;
  ward.publish();
  ward.run_until("2026-11-22T16:59:30");
  ward.engine().stop_all("lan", false, ward.now());
  ward.run_until("2026-11-22T17:00:01");
  EXPECT_EQ(ward.engine().live(ward.now()).zones[2].source, "programme");
  EXPECT_TRUE(ward.line_closed(3));
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(now).end->reason, "stopped");
  EXPECT_EQ(ward.as_run(soon).end->result, "full");
  EXPECT_EQ(ward.as_run(soon).segments.at(0).confirmation, store::Confirmation::confirmed);
  EXPECT_EQ(ward.heard(1).size(), 100U);
}

TEST(Engine, StoppingWhenTheContactsAreAlreadyClosedForAProgrammeStopsIt) {
  VirtualStation ward;
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(100)}).id;
  ward.publish();
  ward.run_until("2026-11-22T16:59:59");
  ASSERT_TRUE(ward.line_closed(3));
  ward.engine().stop_all("lan", false, ward.now());
  ward.run_for(100ms);
  EXPECT_FALSE(ward.line_closed(3));
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_TRUE(ward.heard(1).empty());
  EXPECT_EQ(ward.as_run(id).end->reason, "stopped");
}

TEST(Engine, CancellingWhileOnAirEndsIt) {
  VirtualStation ward;
  auto& edition = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(1000)});
  ward.publish();
  ward.run_until("2026-11-22T17:00:05");
  edition.cancelled = true;
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 250.0, 2.0);
  EXPECT_EQ(ward.as_run(edition.id).end->reason, "cancelled");
}

}  // namespace
}  // namespace wardcast::test
