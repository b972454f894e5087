// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/fault_register.hpp"

#include <gmock/gmock.h>

#include "tests/unit/health/logbook.hpp"

namespace wardcast::health {
namespace {
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::Pair;

using FaultRegisterTest = Logbook;

TEST_F(FaultRegisterTest, OneFaultForACauseHoweverOftenItIsTold) {
  for (int i = 0; i < 100; ++i) {
    faults->raise("no_comm", "no_comm:board/b1", "silent", now);
    pass(10s);
  }
  ASSERT_EQ(written.size(), 1U);
  EXPECT_TRUE(written[0].events.empty()) << "it never went away: nothing new";
  EXPECT_EQ(written[0].opened.local_date, "2026-11-22");
  faults->raise("no_comm", "no_comm:board/b2", "silent", now);
  EXPECT_EQ(written.size(), 2U);
  EXPECT_THAT(faults->open_by_kind(), ElementsAre(Pair("no_comm", 2)));
}

TEST_F(FaultRegisterTest, WhatHappensAgainAddsEvidenceAtMostEveryFiveMinutes) {
  faults->record("media_bad", "media_bad:item/1", "first", now);
  pass(60s);
  faults->record("media_bad", "media_bad:item/1", "second", now);
  EXPECT_EQ(newest().evidence, 1);
  pass(240s);
  faults->record("media_bad", "media_bad:item/1", "third", now);
  EXPECT_EQ(newest().evidence, 2);
  EXPECT_EQ(newest().detail, "third");
  EXPECT_EQ(written.size(), 1U);
}

TEST_F(FaultRegisterTest, GoneMeansResolvedAndBackWithinADayMeansTheSameFault) {
  faults->raise("no_comm", "c", "silent", now);
  pass(5s);
  faults->clear("c", "It answers again.", now);
  EXPECT_EQ(newest().state, FaultState::resolved);
  pass(3600s);
  faults->raise("no_comm", "c", "silent again", now);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(newest().state, FaultState::fresh);
  EXPECT_EQ(newest().evidence, 2);
  EXPECT_EQ(newest().since, written[0].opened.at);
  faults->clear("c", "", now);
  now.wall += 25h;
  now.steady += 25h;
  faults->raise("no_comm", "c", "silent", now);
  EXPECT_EQ(written.size(), 2U) << "another day, another fault";
}

TEST_F(FaultRegisterTest, AFlappingCauseMakesNoStorm) {
  for (int i = 0; i < 360; ++i) {  // an hour of it
    faults->raise("no_comm", "c", "silent", now);
    pass(5s);
    faults->clear("c", "back", now);
    pass(5s);
  }
  ASSERT_EQ(written.size(), 1U);
  EXPECT_LE(written[0].events.size(), 3600U / 300U * 3U);
  EXPECT_TRUE(newest().open());
  pass(301s);
  EXPECT_EQ(newest().state, FaultState::resolved) << "after five quiet minutes";
}

TEST_F(FaultRegisterTest, ARestartKnowsWhatWasOpenAndAcknowledged) {
  faults->raise("no_comm", "c", "silent", now);
  const auto acknowledged = faults->acknowledge(1, "binh", now);
  ASSERT_TRUE(acknowledged);
  EXPECT_EQ(acknowledged->acknowledged_by, "binh");
  restart();
  EXPECT_EQ(newest().state, FaultState::acknowledged);
  EXPECT_EQ(newest().acknowledged_by, "binh");
  faults->raise("no_comm", "c", "still silent", now);
  EXPECT_EQ(written.size(), 1U) << "no twin after a restart";
  EXPECT_EQ(newest().evidence, 2);
  EXPECT_EQ(newest().state, FaultState::acknowledged) << "whoever took it has it still";
  restart();
  faults->clear("c", "It answers again.", now);
  EXPECT_EQ(newest().state, FaultState::resolved) << "it came back while the daemon was away";
}

TEST_F(FaultRegisterTest, AcknowledgingTwiceChangesNothingAndAResolvedOneCannotBe) {
  faults->raise("no_comm", "c", "silent", now);
  ASSERT_TRUE(faults->acknowledge(1, "binh", now));
  ASSERT_TRUE(faults->acknowledge(1, "lan", now));
  EXPECT_EQ(newest().acknowledged_by, "binh");
  EXPECT_EQ(written[0].events.size(), 1U);
  faults->clear("c", "", now);
  EXPECT_EQ(faults->acknowledge(1, "lan", now).error().code, ErrorCode::conflict);
  EXPECT_EQ(faults->acknowledge(9, "lan", now).error().code, ErrorCode::not_found);
  EXPECT_THAT(told, ElementsAre("no_comm new 1", "no_comm acknowledged 1", "no_comm resolved 1"));
}

TEST_F(FaultRegisterTest, MemoryIsBoundedAndOpenOnesAreNeverForgotten) {
  faults->raise("no_comm", "old", "silent", now);
  for (int i = 0; i < 5000; ++i) {
    const auto cause = "c" + std::to_string(i);
    faults->raise("media_bad", cause, "bad", now);
    faults->clear(cause, "", now);
  }
  EXPECT_LE(faults->all().size(), 2U * FaultRegister::kRemembered + 1);
  EXPECT_EQ(faults->all().back().cause, "old");
  EXPECT_THAT(faults->open_causes("no_comm"), ElementsAre("old"));
}

TEST_F(FaultRegisterTest, OneThatGetsWorseIsToldSo) {
  const std::string minor = R"({"severity":"minor"})";
  const std::string major = R"({"severity":"major"})";
  faults->record("partial", "partial:line/l1", "one of ten", now, minor);
  for (const auto& evidence : {minor, major, major, minor}) {
    pass(400s);
    faults->record("partial", "partial:line/l1", "found again", now, evidence);
  }
  EXPECT_THAT(happened, ElementsAre("opened", "evidence", "worse", "evidence", "evidence"));
}

TEST_F(FaultRegisterTest, AStuckContactIsThoughtStuckAfterARestartUntilItIsSeenToFollow) {
  faults->raise("relay_stuck", "relay_stuck:b1:3", "stays open", now);
  restart();
  EXPECT_TRUE(faults->present(1)) << "nobody wants it closed: that proves nothing";
  faults->clear("relay_stuck:b1:3", "It closed.", now);
  EXPECT_FALSE(faults->present(1));
  restart();
  EXPECT_FALSE(faults->present(1)) << "it was seen closed";
  faults->raise("no_comm", "no_comm:board/b1", "silent", now);
  restart();
  EXPECT_FALSE(faults->present(2)) << "whoever watches it tells it again";
}

}  // namespace
}  // namespace wardcast::health
