// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/airing_row.hpp"

#include <gtest/gtest.h>

namespace wardcast::playout {
namespace {

scheduler::Edition edition(const std::string& id, WallTime start, int slot_seconds) {
  scheduler::Edition made;
  made.id = id;
  made.title = "Bản tin " + id;
  made.start = start;
  made.duration = seconds{slot_seconds};
  made.zones = {"z1"};
  return made;
}

TEST(MissedWhileAway, TellsSlotsThatPassedWhollyAndAreNotInTheJournal) {
  const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  const auto last_alive = parse_rfc3339("2026-11-22T16:00:00+07:00").value();
  const auto now = parse_rfc3339("2026-11-22T19:00:00+07:00").value();
  const auto at = [](const char* text) { return parse_rfc3339(text).value(); };
  std::vector<scheduler::Edition> editions{edition("before", at("2026-11-22T15:30:00+07:00"), 1800),
                                           edition("waiting", at("2026-11-22T15:45:00+07:00"), 1800),
                                           edition("aired", at("2026-11-22T15:50:00+07:00"), 1800),
                                           edition("missed", at("2026-11-22T17:00:00+07:00"), 1800),
                                           edition("known", at("2026-11-22T17:30:00+07:00"), 1800),
                                           edition("cancelled", at("2026-11-22T18:00:00+07:00"), 60),
                                           edition("running", at("2026-11-22T18:45:00+07:00"), 1800)};
  editions[5].cancelled = true;
  const auto missed = missed_while_away(editions, {airing_id("aired"), airing_id("known")}, zone, last_alive, now);
  ASSERT_EQ(missed.size(), 2U);
  EXPECT_EQ(missed[0].airing.edition_id, "waiting") << "in the queue or held when the power went";
  EXPECT_EQ(missed[1].airing.edition_id, "missed");
  EXPECT_EQ(missed[1].airing.local_date, "2026-11-22");
  EXPECT_EQ(missed[1].end->result, "missed");
  EXPECT_EQ(missed[1].end->reason, "not_running");
}

TEST(NeverBegun, WhatARundownHadLeftWhenTheDaemonWentAwayForGood) {
  auto planned = edition("broken", parse_rfc3339("2026-11-22T17:00:00+07:00").value(), 1800);
  planned.opening_item = 9;
  planned.items = {1, 2, 3};
  planned.closing_item = 9;
  store::AsRun as_run;
  as_run.airing.id = airing_id(planned.id);
  store::Segment whole;
  whole.role = "item";
  whole.position = 1;
  whole.item = 1;
  whole.item_packets = whole.packets = 1000;
  whole.confirmation = store::Confirmation::confirmed;
  as_run.segments = {whole};
  as_run.skips = {{as_run.airing.id, 2, 2, "", "unreadable", planned.start, "item"}};
  const auto rest = never_begun(planned, as_run);
  ASSERT_EQ(rest.size(), 3U);
  EXPECT_EQ(rest[0].role, "opening");
  EXPECT_EQ(rest[1].position, 3);
  EXPECT_EQ(rest[1].item, 3);
  EXPECT_EQ(rest[1].role, "item");
  EXPECT_EQ(rest[1].reason, "not_running");
  EXPECT_EQ(rest[2].role, "closing");
  as_run.skips = rest;
  EXPECT_TRUE(never_begun(planned, as_run).size() == 1 && never_begun(planned, as_run)[0].position == 2);
}

}  // namespace
}  // namespace wardcast::playout
