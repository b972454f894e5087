// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "base/time_zone.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

FaultOpened fault(std::int64_t id, const std::string& date = "2018-01-02") {
  return {id, "no_comm", "no_comm:board/b" + std::to_string(id), at(id), date, "Board b does not answer."};
}

CivilDate day(const char* text) { return parse_date(text).value(); }

TEST(Faults, ComeBackWithTheirHistoryInOrder) {
  const TempFolder folder;
  {
    const auto store = open_store(folder.path()).value();
    EXPECT_EQ(store->newest_fault(), 0);
    ASSERT_TRUE(store->append(fault(1)));
    ASSERT_TRUE(store->append(fault(1))) << "again: nothing happens";
    ASSERT_TRUE(store->append(FaultEvent{1, at(5), "evidence", "", "still silent"}));
    ASSERT_TRUE(store->append(FaultEvent{1, at(4), "acknowledged", "lan", ""}));
  }
  const auto store = open_store(folder.path()).value();
  const auto all = store->faults(0);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].opened.kind, "no_comm");
  EXPECT_EQ(all[0].opened.cause, "no_comm:board/b1");
  EXPECT_EQ(all[0].opened.at, at(1));
  ASSERT_EQ(all[0].events.size(), 2U);
  EXPECT_EQ(all[0].events[0].what, "evidence");
  EXPECT_EQ(all[0].events[1].who, "lan") << "in the order written, whatever the clock said";
  EXPECT_EQ(store->newest_fault(), 1);
}

TEST(Faults, KeepWhatPeopleDidAndWhatWasMeasured) {
  const TempFolder folder;
  const auto store = open_store(folder.path()).value();
  auto found = fault(1);
  found.evidence = R"({"watts":12})";
  ASSERT_TRUE(store->append(found));
  ASSERT_TRUE(store->append(FaultEvent{1, at(2), "assigned", "lan", "tu", {}, at(9)}));
  for (const auto* what : {"note", "photo", "gone"}) ASSERT_TRUE(store->append(FaultEvent{1, at(3), what, "tu", "x"}));
  ASSERT_TRUE(store->append(FaultEvent{1, at(4), "retest_failed", "tu", "x", R"({"watts":11})"}));
  EXPECT_FALSE(store->append(FaultEvent{1, at(5), "forgotten", "tu", "x"})) << "no such thing happens to a fault";
  const auto kept = store->fault(1);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->opened.evidence, found.evidence);
  ASSERT_EQ(kept->events.size(), 5U);
  EXPECT_EQ(kept->events[0].due, at(9));
  EXPECT_EQ(kept->events[1].due, std::nullopt);
  EXPECT_EQ(kept->events[4].evidence, R"({"watts":11})");
  EXPECT_FALSE(store->fault(2));
}

TEST(Faults, UnresolvedOnesAreAlwaysFoundAndOfTheOthersTheNewest) {
  const TempFolder folder;
  const auto store = open_store(folder.path()).value();
  for (std::int64_t id = 1; id <= 5; ++id) ASSERT_TRUE(store->append(fault(id)));
  for (const std::int64_t id : {1, 2, 3, 4, 5}) ASSERT_TRUE(store->append(FaultEvent{id, at(9), "resolved", "", ""}));
  ASSERT_TRUE(store->append(FaultEvent{2, at(10), "reopened", "", ""}));
  const auto all = store->faults(1);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].opened.id, 2);
  EXPECT_EQ(all[1].opened.id, 5);
}

TEST(Faults, AreCountedAndFoundByTheDateTheyWereFound) {
  const TempFolder folder;
  const auto store = open_store(folder.path()).value();
  ASSERT_TRUE(store->append(fault(1, "2017-12-31")));
  ASSERT_TRUE(store->append(fault(2, "2018-01-01")));
  ASSERT_TRUE(store->append(fault(3, "2018-03-31")));
  ASSERT_TRUE(store->append(fault(4, "2018-04-01")));
  EXPECT_EQ(store->faults_found(day("2018-01-01"), day("2018-03-31")), 2);
  ASSERT_TRUE(store->append(FaultEvent{3, at(5), "acknowledged", "lan", ""}));
  const auto found = store->faults_of(day("2018-01-01"), day("2018-03-31"));
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].opened.id, 2);
  ASSERT_EQ(found[1].events.size(), 1U);
  EXPECT_EQ(found[1].events[0].who, "lan");
}

TEST(Faults, AnEventOfNoFaultIsRefused) {
  const TempFolder folder;
  const auto store = open_store(folder.path()).value();
  EXPECT_FALSE(store->append(FaultEvent{7, at(1), "evidence", "", ""}));
}

TEST(EditionWarnings, AreGivenOnceForEachStage) {
  const TempFolder folder;
  {
    const auto store = open_store(folder.path()).value();
    EXPECT_TRUE(store->warned("1-20261122T170000", "24h", at(1), "[]").value());
    EXPECT_FALSE(store->warned("1-20261122T170000", "24h", at(2), "[]").value());
  }
  const auto store = open_store(folder.path()).value();
  EXPECT_FALSE(store->warned("1-20261122T170000", "24h", at(3), "[]").value()) << "also after a restart";
  EXPECT_TRUE(store->warned("1-20261122T170000", "60min", at(4), "[]").value());
  EXPECT_TRUE(store->warned("2-20261122T170000", "24h", at(5), "[]").value());
}

TEST(NewestEntry, IsTheLatestInstantTheJournalSpeaksOf) {
  const TempFolder folder;
  const auto store = open_store(folder.path()).value();
  EXPECT_EQ(store->newest_entry(), std::nullopt);
  const auto airing = sample_airing();
  ASSERT_TRUE(store->append(airing));
  EXPECT_EQ(store->newest_entry(), airing.started_at);
  auto segment = sample_segment();
  segment.started_at = airing.started_at + seconds{60};
  segment.packets = 50;
  ASSERT_TRUE(store->append(segment));
  EXPECT_EQ(store->newest_entry(), airing.started_at + seconds{61});
  ASSERT_TRUE(store->append(AiringEnd{airing.id, airing.started_at + seconds{90}, "full", "finished", ""}));
  EXPECT_EQ(store->newest_entry(), airing.started_at + seconds{90});
}

}  // namespace
}  // namespace wardcast::store
