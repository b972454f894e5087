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
                                           edition("missed", at("2026-11-22T17:00:00+07:00"), 1800),
                                           edition("known", at("2026-11-22T17:30:00+07:00"), 1800),
                                           edition("cancelled", at("2026-11-22T18:00:00+07:00"), 60),
                                           edition("running", at("2026-11-22T18:45:00+07:00"), 1800)};
  editions[3].cancelled = true;
  const auto missed = missed_while_away(editions, {airing_id("known")}, zone, last_alive, now);
  ASSERT_EQ(missed.size(), 1U);
  EXPECT_EQ(missed[0].airing.edition_id, "missed");
  EXPECT_EQ(missed[0].airing.local_date, "2026-11-22");
  EXPECT_EQ(missed[0].end->result, "missed");
  EXPECT_EQ(missed[0].end->reason, "not_running");
}

}  // namespace
}  // namespace wardcast::playout
