// SPDX-License-Identifier: GPL-3.0-or-later
// Several programmes at once: priorities, shared amplifiers, stopping, holding.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;

TEST(EngineZones, BackToBackOnASharedAmplifierSwapsZonesWhenTheBufferHasPlayedOut) {
  VirtualStation ward;
  const auto first = ward.item(500), second = ward.item(250);
  ward.edition({"z1"}, "2026-11-22T17:00:00", 10, {first});
  ward.edition({"z2"}, "2026-11-22T17:00:10", 10, {second});
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  const auto heard = ward.heard(0);
  ASSERT_EQ(heard.size(), 750U);
  EXPECT_EQ(heard[500].at - heard[499].at, 20ms);
  const std::vector<std::string> expected{"16:59:56.500 8 closed", "16:59:58.500 1 closed", "17:00:10.200 1 open",
                                          "17:00:10.200 2 closed", "17:00:15.200 2 open",   "17:00:16.700 8 open"};
  EXPECT_EQ(ward.relay_log, expected);
}

TEST(EngineZones, AStrongerProgrammeTakesOnlyTheZonesItNeedsAndGivesThemBack) {
  VirtualStation ward;
  const auto base = ward.item(1500), stronger = ward.item(250);
  ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 60, {base});
  ward.edition({"z3"}, "2026-11-22T17:00:10", 10, {stronger}).priority = 128;
  ward.publish();
  ward.run_until("2026-11-22T17:01:30");
  const auto untouched = ward.heard(2);
  ASSERT_EQ(untouched.size(), 1500U);
  EXPECT_TRUE(std::ranges::all_of(untouched, [base](const Heard& heard) { return heard.item == base; }));
  const auto fought = ward.heard(1);
  for (std::size_t i = 1; i < fought.size(); ++i) EXPECT_LE(fought[i].at - fought[i - 1].at, 60ms) << i;
  EXPECT_EQ(fought[500].item, stronger);
  EXPECT_EQ(fought[749].item, stronger);
  EXPECT_EQ(fought[750].item, base);
  EXPECT_NEAR(static_cast<double>(fought[750].packet), 750.0, 3.0);  // the clock ran on
  EXPECT_EQ(ward.relay_log.size(), 4U);                              // no contact moved in between
}

TEST(EngineZones, OfTwoEqualsTheFirstKeepsTheAmplifierAndTheOtherIsMissed) {
  VirtualStation ward;
  ward.edition({"z1"}, "2026-11-22T17:00:00", 30, {ward.item(1000)});
  const auto refused = ward.edition({"z2"}, "2026-11-22T17:00:05", 10, {ward.item(100)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_EQ(ward.heard(0).size(), 1000U);
  EXPECT_EQ(ward.as_run(refused).end->reason, "busy");
  EXPECT_TRUE(std::ranges::none_of(ward.relay_log, [](const auto& line) { return line.ends_with("2 closed"); }));
}

TEST(EngineZones, StopSilencesAtOnceAndTheEditionNeverRejoins) {
  VirtualStation ward;
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(2000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:05");
  ward.engine().stop_all("lan", false, ward.now());
  EXPECT_FALSE(ward.line_closed(3));
  ward.run_until("2026-11-22T17:00:20");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 250.0, 2.0);
  EXPECT_EQ(ward.as_run(id).end->reason, "stopped");
  EXPECT_EQ(ward.as_run(id).end->detail, "stopped by lan");
  ward.crash_and_restart(1s);
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 250.0, 2.0);
}

TEST(EngineZones, HoldKeepsTheStationSilentUntilReleased) {
  VirtualStation ward;
  const auto held = ward.edition({"z3"}, "2026-11-22T17:00:00", 10, {ward.item(100)}).id;
  const auto after = ward.edition({"z3"}, "2026-11-22T17:01:00", 10, {ward.item(100)}).id;
  ward.publish();
  ward.engine().stop_all("lan", true, ward.now());
  ward.run_until("2026-11-22T17:00:30");
  EXPECT_TRUE(ward.heard(1).empty());
  EXPECT_TRUE(ward.relay_log.empty());
  EXPECT_EQ(ward.as_run(held).end->reason, "hold");
  ward.engine().release(ward.now());
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(after).end->result, "full");
}

TEST(EngineZones, StoppingOneAiringLeavesTheOther) {
  VirtualStation ward;
  const auto one = ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {ward.item(1000)}).id;
  const auto two = ward.edition({"z4"}, "2026-11-22T17:00:00", 30, {ward.item(1000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:05");
  EXPECT_TRUE(ward.engine().stop_airing("a" + one, "lan", ward.now()).has_value());
  EXPECT_FALSE(ward.engine().stop_airing("nothing", "lan", ward.now()).has_value());
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_EQ(ward.as_run(one).end->reason, "stopped");
  EXPECT_EQ(ward.as_run(two).end->result, "full");
}

TEST(EngineZones, ShutDownEndsInTheSafeState) {
  VirtualStation ward;
  ward.edition({"z1", "z3"}, "2026-11-22T17:00:00", 30, {ward.item(1000)});
  ward.publish();
  ward.run_until("2026-11-22T17:00:05");
  ward.engine().shut_down(ward.now());
  ward.run_for(100ms);
  EXPECT_TRUE(ward.engine().safe());
  EXPECT_EQ(ward.boards().contacts(0), 0U);
  EXPECT_FALSE(ward.journal.rows.begin()->second.end.has_value());  // it may be joined again
}

TEST(EngineZones, ARelayThatCannotBeReadNeverDelaysAudioAndIsCountedUnconfirmed) {
  VirtualStation ward;
  ward.boards().unplug(0);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {ward.item(100)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_EQ(ward.heard(1).front().wall, ward.local("2026-11-22T17:00:00"));
  EXPECT_EQ(ward.as_run(id).segments.at(0).confirmation, store::Confirmation::unconfirmed);
}

TEST(EngineZones, WhatNoLineLetThroughIsMarkedNotHeard) {
  VirtualStation ward;
  ward.boards().stick(0, 2);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 30, {ward.item(500)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:05");
  ward.boards().unstick(0, 2);
  ward.run_until("2026-11-22T17:01:00");
  const auto& segments = ward.as_run(id).segments;
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[0].confirmation, store::Confirmation::not_heard);
  EXPECT_EQ(segments[1].confirmation, store::Confirmation::confirmed);
  EXPECT_EQ(segments[0].packets + segments[1].packets, 500U);
  EXPECT_EQ(segments[1].first_packet, segments[0].packets);
}

}  // namespace
}  // namespace wardcast::test
