// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/samples.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::store {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

CivilDate date(int y, unsigned m, unsigned d) { return CivilDate{year{y}, month{m}, day{d}}; }

class JournalTest : public ::testing::Test {
 protected:
  void reopen() {
    store.reset();
    store = open_store(folder.path()).value();
  }
  Airing add_airing(const std::string& id, const std::string& local_date, std::int64_t start) {
    auto airing = sample_airing(id);
    airing.local_date = local_date;
    airing.planned_start = airing.started_at = at(start);
    EXPECT_TRUE(store->append(airing));
    return airing;
  }
  TempFolder folder;
  std::unique_ptr<Store> store = open_store(folder.path()).value();
};

TEST_F(JournalTest, AnAiringComesBackWithAllThatBelongsToIt) {
  const auto airing = sample_airing();
  ASSERT_TRUE(store->append(airing));
  auto segment = sample_segment();
  segment.confirmation = Confirmation::not_heard;
  auto opening = sample_segment(airing.id, 0);
  opening.item.reset();
  opening.role = "opening";
  opening.steady_ns -= 400'000'000;
  ASSERT_TRUE(store->append(segment));
  ASSERT_TRUE(store->append(opening));
  ASSERT_TRUE(store->append(Skip{airing.id, 2, 9, "Bài chưa duyệt", "unapproved", at(1514887300), "item"}));
  ASSERT_TRUE(store->append(Skip{airing.id, 3, std::nullopt, "Nhạc kết", "unreadable", at(1514887301), "closing"}));
  ASSERT_TRUE(store->append(AiringEnd{airing.id, at(1514889000, 9), "partial", "stopped", "đào dừng phát"}));
  reopen();

  const auto read = store->airing(airing.id);
  ASSERT_TRUE(read);
  EXPECT_TRUE(same(read->airing, airing));
  ASSERT_EQ(read->segments.size(), 2U);
  EXPECT_TRUE(same(read->segments[0], opening)) << "in order of time";
  EXPECT_TRUE(same(read->segments[1], segment));
  ASSERT_EQ(read->skips.size(), 2U);
  EXPECT_EQ(read->skips[0].title, "Bài chưa duyệt");
  EXPECT_EQ(read->skips[0].item, 9);
  EXPECT_EQ(read->skips[0].reason, "unapproved");
  EXPECT_EQ(read->skips[0].at, at(1514887300));
  EXPECT_EQ(read->skips[1].item, std::nullopt);
  EXPECT_EQ(read->skips[1].role, "closing");
  ASSERT_TRUE(read->end);
  EXPECT_EQ(read->end->ended_at, at(1514889000, 9));
  EXPECT_EQ(read->end->result, "partial");
  EXPECT_EQ(read->end->reason, "stopped");
  EXPECT_EQ(read->end->detail, "đào dừng phát");
  EXPECT_FALSE(store->airing("a-unknown"));

  const auto period = store->as_run(date(2018, 1, 2), date(2018, 1, 2));
  ASSERT_EQ(period.size(), 1U);
  EXPECT_TRUE(same(period[0].airing, airing));
  ASSERT_EQ(period[0].segments.size(), 2U);
  EXPECT_TRUE(same(period[0].segments[1], segment));
  EXPECT_EQ(period[0].skips.size(), 2U);
  EXPECT_TRUE(period[0].end);
}

TEST_F(JournalTest, ARepeatedAppendChangesNothing) {
  ASSERT_TRUE(store->append(sample_airing()));
  auto again = sample_airing();
  again.title = "khác";
  ASSERT_TRUE(store->append(again));
  ASSERT_TRUE(store->append(sample_segment()));
  ASSERT_TRUE(store->append(sample_segment()));
  const auto read = store->airing(sample_airing().id);
  EXPECT_EQ(read->airing.title, sample_airing().title);
  EXPECT_EQ(read->segments.size(), 1U);
}

TEST_F(JournalTest, AnAiringEndsOnce) {
  ASSERT_TRUE(store->append(sample_airing()));
  ASSERT_EQ(store->unfinished().size(), 1U);
  ASSERT_TRUE(store->append(AiringEnd{sample_airing().id, at(1), "full", "finished", ""}));
  EXPECT_TRUE(store->unfinished().empty());
  const auto second = store->append(AiringEnd{sample_airing().id, at(2), "missed", "busy", ""});
  EXPECT_EQ(second.error().code, ErrorCode::conflict);
  EXPECT_EQ(store->airing(sample_airing().id)->end->result, "full");
  ASSERT_TRUE(store->append(sample_airing())) << "a known airing";
  EXPECT_TRUE(store->unfinished().empty()) << "is not opened again";
}

TEST_F(JournalTest, KeepsWhoHadWhichZonesInOrder) {
  ASSERT_TRUE(store->append(sample_airing()));
  const ZoneChange lost{sample_airing().id, at(20), 20, 1, "paused", {}, {}};
  const ZoneChange back{sample_airing().id, at(10), 30, 1, "on_air", {"khu-a", "đê La Thành"}, {"khu-b"}};  // stepped
  ASSERT_TRUE(store->append(back));
  ASSERT_TRUE(store->append(lost));
  ASSERT_TRUE(store->append(lost)) << "again: nothing happens";
  reopen();
  const std::vector<ZoneChange> both{lost, back};
  EXPECT_EQ(store->airing(sample_airing().id)->zone_changes, both);
  EXPECT_EQ(store->as_run(date(2018, 1, 2), date(2018, 1, 2)).at(0).zone_changes, both);
}

TEST_F(JournalTest, NothingIsWrittenOfAnUnknownAiring) {
  EXPECT_EQ(store->append(ZoneChange{"a9", at(1), 0, 1, "muted", {}, {}}).error().code, ErrorCode::not_found);
  EXPECT_EQ(store->append(sample_segment()).error().code, ErrorCode::not_found);
  EXPECT_EQ(store->append(Skip{"a9", 0, {}, "", "", at(1), "item"}).error().code, ErrorCode::not_found);
  EXPECT_EQ(store->append(AiringEnd{"a9", at(1), "full", "", ""}).error().code, ErrorCode::not_found);
  auto airing = sample_airing();
  airing.local_date = "02/01/2018";
  EXPECT_EQ(store->append(airing).error().field, "local_date");
}

TEST_F(JournalTest, APeriodHoldsItsDatesAndWhatIsUnfinished) {
  for (const auto& [id, on, start] : {std::tuple{"a1", "2017-12-31", 100},
                                      {"a3", "2018-01-01", 300},
                                      {"a2", "2018-01-01", 200},
                                      {"a4", "2018-03-31", 400},
                                      {"a5", "2018-04-01", 500}}) {
    const auto airing = add_airing(id, on, start);
    ASSERT_TRUE(store->append(AiringEnd{airing.id, at(start + 1), "missed", "not_running", ""}));
  }
  add_airing("a6", "2026-11-22", 600);
  std::vector<std::string> ids;
  for (const auto& run : store->as_run(date(2018, 1, 1), date(2018, 3, 31))) ids.push_back(run.airing.id);
  EXPECT_EQ(ids, (std::vector<std::string>{"a2", "a3", "a4", "a6"}));
  EXPECT_TRUE(store->as_run(date(2018, 5, 1), date(2018, 4, 1)).size() == 1U) << "the unfinished one alone";
}

TEST_F(JournalTest, ACheckpointLeftOverBecomesACrashSegmentOnce) {
  const auto run = store->begin_run(at(1514880000)).value();
  ASSERT_TRUE(store->append(sample_airing()));
  auto clip = sample_segment();
  clip.run = run;
  clip.end_reason.clear();
  clip.packets = 50;
  ASSERT_TRUE(store->checkpoint({{clip}}, {}));
  clip.packets = 100;
  ASSERT_TRUE(store->checkpoint({{clip}}, {}));
  EXPECT_TRUE(store->airing(clip.airing)->segments.empty()) << "a checkpoint is no fact";
  reopen();
  EXPECT_GT(store->begin_run(at(1514887300)).value(), run);
  const auto segments = store->airing(clip.airing)->segments;
  ASSERT_EQ(segments.size(), 1U);
  clip.end_reason = "crash";
  EXPECT_TRUE(same(segments[0], clip));
  reopen();
  (void)store->begin_run(at(1514887400)).value();
  EXPECT_EQ(store->airing(clip.airing)->segments.size(), 1U);
}

TEST_F(JournalTest, AnAppendedSegmentTakesItsCheckpointAway) {
  ASSERT_TRUE(store->append(sample_airing()));
  auto clip = sample_segment();
  auto other = sample_segment(clip.airing, 2);
  other.steady_ns += 1;
  ASSERT_TRUE(store->checkpoint({{clip}, {other}}, {}));
  ASSERT_TRUE(store->append(clip));
  (void)store->begin_run(at(1)).value();
  const auto segments = store->airing(clip.airing)->segments;
  ASSERT_EQ(segments.size(), 2U);
  EXPECT_EQ(segments[0].end_reason, "finished");
  EXPECT_EQ(segments[1].end_reason, "crash");
}

TEST_F(JournalTest, ACheckpointStaysUntilItsSegmentIsAppended) {
  ASSERT_TRUE(store->append(sample_airing()));
  ASSERT_TRUE(store->checkpoint({{sample_segment()}}, {}));
  ASSERT_TRUE(store->checkpoint({}, {})) << "the clip ended, its segment could not be written yet";
  (void)store->begin_run(at(1)).value();
  EXPECT_EQ(store->airing(sample_airing().id)->segments.size(), 1U);
}

TEST_F(JournalTest, AClipOfWhichNothingWasSentIsNoFact) {
  ASSERT_TRUE(store->append(sample_airing()));
  auto clip = sample_segment();
  clip.packets = 0;
  auto orphan = sample_segment("a-unknown");
  ASSERT_TRUE(store->checkpoint({{clip}, {orphan}}, {}));
  (void)store->begin_run(at(1)).value();
  EXPECT_TRUE(store->airing(sample_airing().id)->segments.empty());
}

TEST_F(JournalTest, RtpSessionsKeepAllTheirBits) {
  RtpBase base;
  base.amplifier = "tăng âm 1";
  base.ssrc = 0xDEADBEEF;
  base.sequence = 0xFFFFFFFFFFFFFFF0ULL;
  base.timestamp = 0x8000000000000001ULL;
  base.wall = at(1514887200, 5);
  base.boottime_ns = 123456789012345;
  base.boot_id = "b0071d";
  ASSERT_TRUE(store->checkpoint({}, {base}));
  base.sequence += 3;
  ASSERT_TRUE(store->checkpoint({}, {base}));
  reopen();
  const auto read = store->rtp_bases();
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].amplifier, base.amplifier);
  EXPECT_EQ(read[0].ssrc, base.ssrc);
  EXPECT_EQ(read[0].sequence, base.sequence);
  EXPECT_EQ(read[0].timestamp, base.timestamp);
  EXPECT_EQ(read[0].wall, base.wall);
  EXPECT_EQ(read[0].boottime_ns, base.boottime_ns);
  EXPECT_EQ(read[0].boot_id, base.boot_id);
}

TEST_F(JournalTest, WhatWasAiredBefore) {
  struct Case {
    const char* why;
    ItemId item;
    std::uint32_t packets;  // of 1000, in two halves
    const char* origin;
    bool drill;
    Confirmation confirmation;
    bool counts;  // as own, before 2018
  };
  const std::vector<Case> cases{
      {"whole", 1, 1000, "own", false, Confirmation::confirmed, true},
      {"just enough", 2, 950, "own", false, Confirmation::unconfirmed, true},
      {"one packet short", 3, 949, "own", false, Confirmation::confirmed, false},
      {"another origin", 4, 1000, "notice", false, Confirmation::confirmed, false},
      {"a drill", 5, 1000, "own", true, Confirmation::confirmed, false},
      {"nobody heard it", 6, 1000, "own", false, Confirmation::not_heard, false},
  };
  std::vector<AiredItem> candidates{{4, "notice"}, {99, "own"}};
  std::vector<AiredItem> expected{{4, "notice"}};
  for (const auto& c : cases) {
    auto airing = sample_airing("a" + std::to_string(c.item));
    airing.local_date = "2017-12-31";
    airing.origin = c.origin;
    airing.drill = c.drill;
    ASSERT_TRUE(store->append(airing));
    auto segment = sample_segment(airing.id);
    segment.item = c.item;
    segment.item_packets = 1000;
    segment.confirmation = c.confirmation;
    segment.first_packet = 0;
    segment.packets = 500;
    ASSERT_TRUE(store->append(segment));
    segment.first_packet = 500;
    segment.steady_ns += 10'000'000'000;
    segment.packets = c.packets - 500;
    ASSERT_TRUE(store->append(segment));
    candidates.push_back({c.item, "own"});
    if (c.counts) expected.push_back({c.item, "own"});
  }
  EXPECT_EQ(store->aired_before(candidates, date(2018, 1, 1)), expected);
  EXPECT_TRUE(store->aired_before(candidates, date(2017, 12, 31)).empty()) << "the date itself is not before it";
}

}  // namespace
}  // namespace wardcast::store
