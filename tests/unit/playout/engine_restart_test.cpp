// SPDX-License-Identifier: GPL-3.0-or-later
// The process dies and comes back.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;

TEST(EngineRestart, JoinsInProgressWhereTheClockIsAndTheRelaysNeverOpen) {
  VirtualStation ward;
  const auto first = ward.item(500), second = ward.item(1000);
  const auto id = ward.edition({"z1"}, "2026-11-22T17:00:00", 60, {first, second}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:08");
  ward.crash_and_restart(3s);
  EXPECT_TRUE(ward.line_closed(1));
  ward.run_until("2026-11-22T17:02:00");
  for (const auto& heard : ward.heard(0)) {
    const auto offset = heard.wall - ward.local("2026-11-22T17:00:00");
    const auto expected = (heard.item == first ? 0 : 500) + heard.packet;
    EXPECT_NEAR(static_cast<double>(offset / 1ms), expected * 20.0, 500.0);
  }
  EXPECT_EQ(ward.heard(0).back().packet, 999U);
  const std::vector<std::string> expected{"16:59:56.500 8 closed", "16:59:58.500 1 closed"};
  ASSERT_GE(ward.relay_log.size(), 3U);
  EXPECT_EQ(ward.relay_log[2].substr(ward.relay_log[2].size() - 6), "1 open");
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
  EXPECT_EQ(ward.journal.rows.size(), 1U);
}

TEST(EngineRestart, AfterThirtyKillsOneAiringWhoseSecondsAreThoseSent) {
  std::mt19937 random{20261122};
  VirtualStation ward;
  std::vector<std::int64_t> items;
  for (int i = 0; i < 6; ++i) items.push_back(ward.item(1000));
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 120, items).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:01");
  for (int kill = 0; kill < 30; ++kill) {
    ward.run_for(milliseconds{std::uniform_int_distribution{100, 5000}(random)});
    ward.crash_and_restart(milliseconds{std::uniform_int_distribution{50, 400}(random)});
  }
  ward.run_until("2026-11-22T17:03:00");
  std::uint32_t counted = 0;
  for (const auto& segment : ward.as_run(id).segments) counted += segment.packets;
  // Each rejoin may be off by a rounding; they must not add up.
  for (const auto& heard : ward.heard(1)) {
    const auto before = std::ranges::find(items, heard.item) - items.begin();
    const auto offset = heard.wall - ward.local("2026-11-22T17:00:00");
    ASSERT_NEAR(static_cast<double>(offset / 1us) / 1000, static_cast<double>(before * 1000 + heard.packet) * 20, 120);
  }
  const auto sent = ward.heard(1).size();
  EXPECT_LE(counted, sent);
  EXPECT_GE(counted + 30 * 50, sent);
  EXPECT_EQ(ward.journal.rows.size(), 1U);
  EXPECT_TRUE(ward.as_run(id).end.has_value());
  RecordProperty("packets_sent", static_cast<int>(sent));
  RecordProperty("packets_counted", static_cast<int>(counted));
}

TEST(EngineRestart, DownOverTheStartItJoinsWhereItShouldBe) {
  VirtualStation ward;
  const auto first = ward.item(500), second = ward.item(1000);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {first, second}).id;
  ward.publish();
  ward.crash_and_restart(75s);  // comes back at 17:00:15
  ward.run_until("2026-11-22T17:02:00");
  const auto heard = ward.heard(1);
  ASSERT_FALSE(heard.empty());
  EXPECT_EQ(heard.front().item, second);
  EXPECT_NEAR(heard.front().packet, 250.0, 3.0);
  EXPECT_EQ(ward.as_run(id).skips.at(0).reason, "joined_late");
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
}

TEST(EngineRestart, ASlotThatEndedMeanwhileIsEndedInTheJournal) {
  VirtualStation ward;
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 20, {ward.item(900)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:05");
  ward.crash_and_restart(60s);
  ward.run_until("2026-11-22T17:02:00");
  EXPECT_EQ(ward.as_run(id).end->reason, "not_running");
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
  EXPECT_FALSE(ward.line_closed(3));  // left closed by the crash, put right
}

}  // namespace
}  // namespace wardcast::test
