// SPDX-License-Identifier: GPL-3.0-or-later
// on_busy and on_interrupt, one by one. The whole table is in takeover_table_test.cpp.
#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/statistics/counting.hpp"
#include "scheduler/timetable.hpp"
#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;
using scheduler::OnBusy, scheduler::OnInterrupt;

/// Packets of an item in the order in which they left.
std::vector<std::uint32_t> packets_of(const std::vector<Heard>& heard, std::int64_t item) {
  std::vector<std::uint32_t> packets;
  for (const auto& one : heard) {
    if (one.item == item) packets.push_back(one.packet);
  }
  return packets;
}

std::vector<std::uint32_t> zero_to(std::uint32_t end) {
  std::vector<std::uint32_t> packets(end);
  for (std::uint32_t i = 0; i < end; ++i) packets[i] = i;
  return packets;
}

std::int64_t counted(const store::AsRun& as_run) {
  std::int64_t packets = 0;
  for (const auto& segment : as_run.segments) packets += statistics::counted_packets(segment);
  return packets;
}

TEST(OnInterruptStop, GivesUpWhatIsLostAndEndsWithTheLastZone) {
  VirtualStation ward;
  const auto item = ward.item(2500);
  auto& weak = ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 60, {item});
  weak.on_interrupt = OnInterrupt::stop;
  const auto id = weak.id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 5, {ward.item(100)}).priority = 128;
  ward.edition({"z4"}, "2026-11-22T17:00:20", 5, {ward.item(100)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(1), item).size(), 500U) << "z3 is over although it was free again";
  EXPECT_EQ(packets_of(ward.heard(2), item), zero_to(1000));
  const auto& as_run = ward.as_run(id);
  EXPECT_EQ(as_run.end->reason, "interrupted");
  EXPECT_EQ(as_run.end->result, "partial");
  EXPECT_EQ(as_run.end->ended_at, ward.local("2026-11-22T17:00:20"));
  EXPECT_EQ(counted(as_run), 1000);
  ASSERT_EQ(as_run.zone_changes.size(), 2U);
  EXPECT_EQ(as_run.zone_changes[0].zones, std::vector<std::string>{"z4"});
  EXPECT_EQ(as_run.zone_changes[0].given_up, std::vector<std::string>{"z3"});
  EXPECT_EQ(as_run.zone_changes[1].standing, "over");
}

TEST(OnInterruptStop, WhatWasGivenUpStaysSoAcrossARestart) {
  VirtualStation ward;
  const auto item = ward.item(2500);
  ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 60, {item}).on_interrupt = OnInterrupt::stop;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 5, {ward.item(100)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:00:20");
  ward.crash_and_restart(1s);
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(1), item).size(), 500U);
  EXPECT_EQ(packets_of(ward.heard(2), item).back(), 2499U);
}

TEST(OnInterruptContinue, MutedItsClockRunsOnAcrossARestart) {
  VirtualStation ward;
  const auto item = ward.item(2500);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {item}).id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 20, {ward.item(1000)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:00:20");
  ward.crash_and_restart(1s);
  ward.run_until("2026-11-22T17:02:00");
  const auto packets = packets_of(ward.heard(1), item);
  ASSERT_GT(packets.size(), 500U);
  EXPECT_EQ(packets[499], 499U);
  EXPECT_NEAR(packets[500], 1500.0, 3.0) << "back at the clock's place at 17:00:30";
  EXPECT_EQ(packets.back(), 2499U);
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
}

TEST(OnInterruptResume, GoesOnAtThatVeryPacketAndCountsWhole) {
  VirtualStation ward;
  const auto item = ward.item(1500), next = ward.item(100);
  auto& edition = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {item, next});
  edition.on_interrupt = OnInterrupt::resume;
  const auto id = edition.id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 10, {ward.item(500)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(1), item), zero_to(1500));
  EXPECT_EQ(packets_of(ward.heard(1), next), zero_to(100));
  EXPECT_EQ(ward.heard(1).size(), 2100U);
  const auto& as_run = ward.as_run(id);
  EXPECT_EQ(as_run.end->result, "full");
  EXPECT_EQ(counted(as_run), 1600);
  ASSERT_EQ(as_run.segments.size(), 3U);
  EXPECT_EQ(as_run.segments[0].packets, 500U);
  EXPECT_EQ(as_run.segments[0].end_reason, "interrupted");
  EXPECT_EQ(as_run.segments[1].first_packet, 500U);
  EXPECT_EQ(as_run.segments[1].started_at, ward.heard(1)[1000].wall);
  EXPECT_EQ(statistics::on_air_time(as_run), frames_to_time(1600));
}

TEST(OnInterruptResume, WhileItKeepsAZoneItPlaysOnAndTheOtherRejoins) {
  VirtualStation ward;
  const auto item = ward.item(1500);
  ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 60, {item}).on_interrupt = OnInterrupt::resume;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 10, {ward.item(500)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(2), item), zero_to(1500));
  const auto rejoined = packets_of(ward.heard(1), item);
  ASSERT_GT(rejoined.size(), 500U);
  EXPECT_NEAR(rejoined[500], 1000.0, 2.0);
}

TEST(OnInterruptResume, ThePauseOutlivesARestart) {
  VirtualStation ward;
  const auto item = ward.item(1500);
  auto& edition = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {item});
  edition.on_interrupt = OnInterrupt::resume;
  const auto id = edition.id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 10, {ward.item(500)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:00:13");
  ward.crash_and_restart(2s);
  ward.run_until("2026-11-22T17:00:17");
  ward.crash_and_restart(1s);
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(1), item), zero_to(1500));
  EXPECT_EQ(ward.as_run(id).end->result, "full");
  EXPECT_EQ(counted(ward.as_run(id)), 1500);
}

TEST(OnInterruptResume, TheSlotsEndStaysAndATwoMinuteOverrunIsCountedFromThere) {
  VirtualStation ward;
  const auto item = ward.item(2500), lost = ward.item(500);
  auto& edition = ward.edition({"z3"}, "2026-11-22T17:00:00", 55, {item, lost});
  edition.on_interrupt = OnInterrupt::resume;
  const auto id = edition.id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 20, {ward.item(1000)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:03:00");
  // 10 s before the pause, on from 17:00:30, the item ends at 17:01:10: 15 s past the slot; the next is not begun.
  EXPECT_EQ(packets_of(ward.heard(1), item), zero_to(2500));
  EXPECT_TRUE(packets_of(ward.heard(1), lost).empty());
  EXPECT_EQ(ward.as_run(id).skips.at(0).reason, "slot_end");
}

TEST(OnInterruptResume, StillPausedAtItsSlotsEndItIsOver) {
  VirtualStation ward;
  auto& edition = ward.edition({"z3"}, "2026-11-22T17:00:00", 20, {ward.item(900)});
  edition.on_interrupt = OnInterrupt::resume;
  const auto id = edition.id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 30, {ward.item(1500)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(id).end->reason, "slot_end");
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
  EXPECT_EQ(counted(ward.as_run(id)), 500);
  EXPECT_EQ(ward.heard(1).size(), 2000U);
}

TEST(OnBusyQueue, WaitsForAllItsZonesAndBeginsAtTheBeginningWithinItsSlot) {
  VirtualStation ward;
  const auto item = ward.item(3000);
  ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {ward.item(1000)}).priority = 128;  // over at 17:00:20
  auto& queued = ward.edition({"z3", "z4"}, "2026-11-22T17:00:05", 55, {item});
  queued.on_busy = OnBusy::queue;
  const auto id = queued.id;
  const auto after = ward.edition({"z4"}, "2026-11-22T17:01:00", 20, {ward.item(1000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:03:00");
  const auto heard = packets_of(ward.heard(2), item);
  // The last packet leaves at 17:00:19.98; then z4's relay is closed first: 1.5 s.
  EXPECT_EQ(heard.size(), (60'000U - 21'480U) / 20);
  EXPECT_EQ(heard.front(), 0U);
  EXPECT_EQ(packets_of(ward.heard(1), item), heard);
  EXPECT_EQ(ward.as_run(id).end->reason, "slot_end");
  EXPECT_EQ(ward.as_run(after).end->result, "full") << "the next is not delayed";
}

TEST(OnBusyQueue, IsMissedWhenItsSlotEndsFirst) {
  VirtualStation ward;
  ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(2900)});
  auto& queued = ward.edition({"z3", "z4"}, "2026-11-22T17:00:05", 30, {ward.item(100)});
  queued.on_busy = OnBusy::queue;
  const auto id = queued.id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:34");
  EXPECT_FALSE(ward.journal.rows.contains("a" + id));
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(id).end->result, "missed");
  EXPECT_EQ(ward.as_run(id).end->reason, "busy");
  EXPECT_EQ(ward.as_run(id).end->ended_at, ward.local("2026-11-22T17:00:35"));
  EXPECT_TRUE(ward.heard(2).empty());
}

TEST(OnBusyQueue, GoesOnWaitingAfterARestart) {
  VirtualStation ward;
  const auto item = ward.item(500);
  ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {ward.item(1500)});
  ward.edition({"z3"}, "2026-11-22T17:00:05", 55, {item}).on_busy = OnBusy::queue;
  ward.publish();
  ward.run_until("2026-11-22T17:00:10");
  ward.crash_and_restart(1s);
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(1), item), zero_to(500));
}

TEST(OnBusyQueue, WhoWaitedComesBeforeAnEqualThatStartsThen) {
  VirtualStation ward;
  const auto item = ward.item(500);
  ward.edition({"z3"}, "2026-11-22T17:00:00", 20, {ward.item(1000)});
  ward.edition({"z3"}, "2026-11-22T17:00:05", 55, {item}).on_busy = OnBusy::queue;
  const auto late = ward.edition({"z3"}, "2026-11-22T17:00:20", 20, {ward.item(100)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(1), item), zero_to(500));
  EXPECT_EQ(ward.as_run(late).end->reason, "busy");
}

TEST(OnBusyPartial, TakesTheOthersAsTheyBecomeFree) {
  VirtualStation ward;
  const auto item = ward.item(1500);
  ward.edition({"z3"}, "2026-11-22T17:00:00", 20, {ward.item(1000)});
  auto& partial = ward.edition({"z3", "z4"}, "2026-11-22T17:00:05", 40, {item});
  partial.on_busy = OnBusy::partial;
  const auto id = partial.id;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(2), item), zero_to(1500));
  const auto rest = packets_of(ward.heard(1), item);
  ASSERT_FALSE(rest.empty());
  EXPECT_NEAR(rest.front(), 750.0, 2.0);
  const auto& changes = ward.as_run(id).zone_changes;
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].zones, std::vector<std::string>{"z4"});
  EXPECT_EQ(changes[1].zones, (std::vector<std::string>{"z3", "z4"}));
}

TEST(OnBusyReject, OneThatLostAZoneRejoinsWithTheOthersAfterARestart) {
  VirtualStation ward;
  const auto item = ward.item(2000);
  const auto id = ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 60, {item}).id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 20, {ward.item(1000)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:00:15");
  ward.crash_and_restart(1s);
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(2), item).back(), 1999U);
  EXPECT_EQ(packets_of(ward.heard(1), item).back(), 1999U);
  EXPECT_EQ(ward.as_run(id).end->reason, "finished");
}

TEST(Overrun, NobodyRunsOverItsSlotUnheard) {
  VirtualStation ward;
  const auto item = ward.item(2500);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {item}).id;
  ward.edition({"z3"}, "2026-11-22T17:00:20", 15, {ward.item(750)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(packets_of(ward.heard(1), item), zero_to(1000)) << "it does not come back after its slot";
  EXPECT_EQ(ward.as_run(id).end->reason, "slot_end");
}

TEST(Series, AOneOffOfHigherPriorityLaidOverItAirsAndTheSeriesComesBack) {
  VirtualStation ward{"2026-11-23T16:00:00"};
  const auto daily = ward.item(1000), special = ward.item(250);
  scheduler::Programme series;
  series.id = 1;
  series.zones = {"z3"};
  series.start = parse_civil("2026-11-23T17:00:00").value();
  series.duration = 30s;
  series.rrule = "FREQ=DAILY;COUNT=3";
  series.items = {daily};
  scheduler::Programme one_off = series;
  one_off.id = 2;
  one_off.start = parse_civil("2026-11-24T17:00:05").value();
  one_off.duration = 10s;
  one_off.rrule.clear();
  one_off.items = {special};
  one_off.priority = 128;
  const std::vector<scheduler::Programme> programmes{series, one_off};
  const auto editions = scheduler::timetable(programmes, {}, ward.zones(), ward.time_zone(),
                                             ward.local("2026-11-23T00:00:00"), ward.local("2026-11-27T00:00:00"));
  ASSERT_EQ(editions.size(), 4U);
  ASSERT_EQ(editions[1].clashes.size(), 1U);
  EXPECT_FALSE(editions[1].clashes[0].equal_priority);
  ward.lay(editions);
  ward.publish();
  ward.run_until("2026-11-25T17:01:00");

  const auto heard = ward.heard(1);
  ASSERT_EQ(heard.size(), 3000U);
  EXPECT_EQ(packets_of(heard, special), zero_to(250));
  EXPECT_EQ(heard[1000 + 249].packet, 249U);
  EXPECT_EQ(heard[1000 + 250].item, special);
  EXPECT_EQ(heard[1000 + 500].item, daily);
  EXPECT_EQ(heard[1000 + 500].packet, 500U) << "back where the clock is";
  EXPECT_EQ(ward.as_run("1-20261123T170000").end->result, "full");
  EXPECT_EQ(ward.as_run("1-20261124T170000").end->result, "partial");
  EXPECT_EQ(ward.as_run("2-20261124T170005").end->result, "full");
  EXPECT_EQ(ward.as_run("1-20261125T170000").end->result, "full");
}

TEST(Stop, LeavesWhatHasNotBegunAsItIs) {
  VirtualStation ward;
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {ward.item(1000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T16:59:30");  // known already, not begun
  ward.engine().stop_all("lan", false, ward.now());
  ward.run_until("2026-11-22T17:00:05");
  EXPECT_TRUE(ward.line_closed(3));
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_EQ(ward.as_run(id).end->result, "full");
}

TEST(Hold, ReleasedWithinTheSlotTheEditionJoinsInProgress) {
  VirtualStation ward;
  const auto item = ward.item(1000);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {item}).id;
  ward.publish();
  ward.engine().stop_all("lan", true, ward.now());
  ward.run_until("2026-11-22T17:00:05");
  ward.engine().release(ward.now());
  ward.run_until("2026-11-22T17:01:00");
  const auto packets = packets_of(ward.heard(1), item);
  ASSERT_EQ(packets.size(), 750U);
  EXPECT_EQ(packets.front(), 250U);
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
}

TEST(Hold, WhatAPersonStoppedDoesNotJoinWhenItIsReleased) {
  VirtualStation ward;
  const auto running = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(3000)}).id;
  const auto begun = ward.edition({"z4"}, "2026-11-22T17:00:10", 50, {ward.item(2000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:05");
  ward.engine().stop_all("lan", true, ward.now());
  ward.run_until("2026-11-22T17:00:15");
  ward.engine().stop_all("lan", true, ward.now());  // the one that began under the hold is stopped too
  ward.engine().release(ward.now());
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(running).end->reason, "stopped");
  EXPECT_EQ(ward.as_run(begun).end->reason, "stopped");
  EXPECT_TRUE(ward.heard(2).empty());
}

TEST(Hold, ReleasedAfterTheRundownWouldHaveBeenOverItIsMissed) {
  VirtualStation ward;
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(100)}).id;
  ward.publish();
  ward.engine().stop_all("lan", true, ward.now());
  ward.run_until("2026-11-22T17:00:10");
  ward.engine().release(ward.now());
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(id).end->result, "missed");
  EXPECT_EQ(ward.as_run(id).end->reason, "hold");
}

TEST(OnBusyQueue, WhatCannotBeHeardBeforeItsSlotEndsIsBusyAndTouchesNothing) {
  VirtualStation ward;
  ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(9500)});  // cut there: two minutes more are too long
  auto& to_the_end = ward.edition({"z3"}, "2026-11-22T17:00:05", 55, {ward.item(100)});
  to_the_end.on_busy = OnBusy::queue;
  const auto first = to_the_end.id;
  ward.edition({"z4"}, "2026-11-22T17:00:00", 60, {ward.item(2900)});  // over at 17:00:58; a1 needs 3.5 s
  auto& cold = ward.edition({"z1", "z4"}, "2026-11-22T17:00:05", 55, {ward.item(100)});
  cold.on_busy = OnBusy::queue;
  const auto second = cold.id;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  for (const auto& id : {first, second}) {
    EXPECT_EQ(ward.as_run(id).end->result, "missed");
    EXPECT_EQ(ward.as_run(id).end->reason, "busy") << id;
  }
  for (const auto& change : ward.relay_log)
    EXPECT_TRUE(change.find(" 8 ") == std::string::npos && change.find(" 1 ") == std::string::npos) << change;
}

TEST(OnInterruptStop, WhatIsGivenUpIsFreeForAnItemThatRunsOverItsSlot) {
  VirtualStation ward;
  ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 120, {ward.item(5000)}).on_interrupt = OnInterrupt::stop;
  auto& strong = ward.edition({"z3"}, "2026-11-22T17:00:10", 30, {ward.item(1600)});
  strong.priority = 128;
  const auto id = strong.id;
  ward.publish();
  ward.run_until("2026-11-22T17:03:00");
  EXPECT_EQ(ward.as_run(id).end->result, "full");
  EXPECT_EQ(ward.as_run(id).end->ended_at, ward.local("2026-11-22T17:00:42"));
}

TEST(OnInterruptContinue, AnItemOfWhichNothingWasHeardIsOnRecordAndTheProgrammeIsNotFull) {
  VirtualStation ward;
  const auto first = ward.item(500), muted = ward.item(500), last = ward.item(500);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {first, muted, last}).id;
  ward.edition({"z3"}, "2026-11-22T17:00:10", 10, {ward.item(500)}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_TRUE(packets_of(ward.heard(1), muted).empty());
  EXPECT_GE(packets_of(ward.heard(1), last).size(), 495U);
  const auto& as_run = ward.as_run(id);
  ASSERT_EQ(as_run.skips.size(), 1U);
  EXPECT_EQ(as_run.skips[0].item, muted);
  EXPECT_EQ(as_run.skips[0].position, 1);
  EXPECT_EQ(as_run.skips[0].reason, "interrupted");
  EXPECT_EQ(as_run.end->result, "partial");
  EXPECT_EQ(statistics::result_of(as_run), statistics::Outcome::partial);
}

}  // namespace
}  // namespace wardcast::test
