// SPDX-License-Identifier: GPL-3.0-or-later
// What people do about faults, and what the register makes of it.
#include <gmock/gmock.h>

#include "daemon/health/fault_place.hpp"
#include "daemon/health/fault_words.hpp"
#include "tests/unit/health/logbook.hpp"

namespace wardcast::health {
namespace {
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class FaultLife : public Logbook {
 protected:
  Result<Resolution> ask_to_resolve(std::int64_t id, const std::string& who = "binh", const std::string& note = {}) {
    const auto answer = std::make_shared<std::optional<Result<Resolution>>>();
    faults->resolve(id, note, who, now, [answer](const Result<Resolution>& result) {
      EXPECT_FALSE(*answer) << "told twice";
      *answer = result;
    });
    return answer->value_or(Error{ErrorCode::internal, "not told yet"});
  }
  std::vector<std::string> story(std::size_t fault = 0) const {
    std::vector<std::string> words;
    for (const auto& event : written.at(fault).events)
      words.push_back(event.what + (event.who.empty() ? "" : " by " + event.who));
    return words;
  }
};

TEST_F(FaultLife, FromFindToClose) {
  faults->raise("no_comm", "no_comm:board/b1", "silent", now);
  pass(60s);
  ASSERT_TRUE(faults->acknowledge(1, "binh", now));
  const auto until = now.wall + 2h;
  ASSERT_TRUE(faults->assign(1, "tu", until, "binh", now));
  ASSERT_TRUE(faults->assign(1, "tu", until, "binh", now)) << "the same again changes nothing";
  ASSERT_TRUE(faults->add_note(1, "fuse", "tu", now));
  ASSERT_TRUE(faults->add_photo(1, "p1", "tu", now));
  ASSERT_TRUE(faults->add_photo(1, "p1", "tu", now));
  pass(540s);
  const auto refused = ask_to_resolve(1, "tu");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_THAT(refused.error().detail, HasSubstr("silent"));
  EXPECT_EQ(faults->close(1, "", "tu", now).error().code, ErrorCode::conflict);
  faults->clear("no_comm:board/b1", "It answers again.", now);
  const auto resolved = ask_to_resolve(1, "tu");
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->fault.state, FaultState::resolved) << "by itself already";
  const auto closed = faults->close(1, "new fuse", "tu", now);
  ASSERT_TRUE(closed);
  EXPECT_EQ(closed->state, FaultState::closed);
  EXPECT_EQ(closed->closed_by, "tu");
  EXPECT_EQ(closed->owner, "tu");
  EXPECT_EQ(closed->deadline, until);
  EXPECT_EQ(closed->outage(now.wall + 1h), 600s);
  EXPECT_THAT(story(), ElementsAre("acknowledged by binh", "assigned by binh", "note by tu", "photo by tu",
                                   "retest_failed by tu", "resolved", "closed by tu"));
  EXPECT_EQ(faults->close(1, "", "tu", now).error().code, ErrorCode::conflict);
  EXPECT_EQ(ask_to_resolve(1).error().code, ErrorCode::conflict);
  EXPECT_EQ(ask_to_resolve(9).error().code, ErrorCode::not_found);
  restart();
  EXPECT_EQ(newest().closed_by, "tu");
  EXPECT_THAT(newest().photos, ElementsAre("p1"));
  EXPECT_EQ(newest().outage(now.wall + 1h), 600s) << "the history says the same";
}

TEST_F(FaultLife, AManualOneWaitsForAPersonWhateverBecomesOfItsCause) {
  faults->raise("welded", "welded:b1:2", "stays closed", now);
  for (int i = 0; i < 60; ++i) {
    pass(5s);
    faults->clear("welded:b1:2", "It opened.", now);
    pass(5s);
    faults->raise("welded", "welded:b1:2", "stays closed", now);
  }
  EXPECT_TRUE(newest().open());
  EXPECT_LE(written[0].events.size(), 6U) << "no storm either";
  faults->clear("welded:b1:2", "It opened.", now);
  pass(3600s);
  EXPECT_EQ(newest().state, FaultState::fresh);
  const auto resolved = ask_to_resolve(1, "tu", "New relay.");
  ASSERT_TRUE(resolved);
  EXPECT_EQ(resolved->fault.resolved_by, "tu");
  EXPECT_EQ(written[0].events.back().detail, "New relay.");
}

TEST_F(FaultLife, ARetestThatHasToWaitResolvesLaterInThePersonsName) {
  std::function<void(Retested)> say;
  faults->set_retest([&say](const Fault&, Now, std::function<void(Retested)> tell) { say = std::move(tell); });
  faults->record("short", "short:line/l1", "shorted", now, R"({"ohms":1})");
  EXPECT_FALSE(ask_to_resolve(1)) << "no answer yet";
  EXPECT_EQ(newest().retest_by, "binh");
  const auto second = ask_to_resolve(1, "lan");
  EXPECT_EQ(second.error().code, ErrorCode::conflict) << "one at a time";
  EXPECT_EQ(second.error().reason, Reason::retest_running);
  say({Retested::Kind::failed, "Still 1 Ω.", now, R"({"ohms":1.1})"});
  EXPECT_EQ(newest().measured, R"({"ohms":1.1})");
  EXPECT_EQ(newest().retest_by, "");
  const auto stale = say;

  bool later = false;
  faults->resolve(1, "Dry now.", "binh", now, [&later](const Result<Resolution>& result) {
    ASSERT_TRUE(result);
    EXPECT_FALSE(later) << "told once";
    later = result->later;
  });
  say({Retested::Kind::busy, "On air.", now});
  EXPECT_TRUE(later);
  stale({Retested::Kind::passed, "", now});
  EXPECT_TRUE(newest().open()) << "an earlier test's late word";
  pass(600s);
  say({Retested::Kind::passed, "48 W of 50 W.", now});
  EXPECT_EQ(newest().state, FaultState::resolved);
  EXPECT_EQ(newest().resolved_by, "binh");
  EXPECT_EQ(written[0].events.back().detail, "Dry now. 48 W of 50 W.");
}

TEST_F(FaultLife, OneThatGoesDuringItsRetestIsResolvedInThePersonsName) {
  std::function<void(Retested)> say;
  faults->set_retest([&say](const Fault&, Now, std::function<void(Retested)> tell) { say = std::move(tell); });
  faults->raise("partial", "partial:line/l1", "2 gone", now);
  int answers = 0;
  faults->resolve(1, "New joint.", "tu", now, [&answers](const Result<Resolution>& result) {
    ASSERT_TRUE(result);
    EXPECT_EQ(result->fault.resolved_by, "tu");
    ++answers;
  });
  faults->clear("partial:line/l1", "In order: 59 W.", now);  // what the re-test measured clears it first
  say({Retested::Kind::passed, "In order: 59 W.", now});
  EXPECT_EQ(answers, 1);
  EXPECT_THAT(story(), ElementsAre("resolved by tu"));
  EXPECT_EQ(written[0].events.back().detail, "New joint. In order: 59 W.");
}

TEST_F(FaultLife, WhatMerelyHappenedResolvesAtOnce) {
  faults->record("schedule_missed", "schedule_missed:a1", "missed", now);
  const auto resolved = ask_to_resolve(1);
  ASSERT_TRUE(resolved);
  EXPECT_FALSE(resolved->later);
  EXPECT_EQ(resolved->fault.state, FaultState::resolved);
}

TEST_F(FaultLife, AnotherFaultMayTakeItsPlace) {
  faults->record("overload", "overload:line/l1", "too much", now);
  faults->supersede("overload:line/l1", "It is a short now.", now);
  EXPECT_EQ(newest().state, FaultState::resolved);
  EXPECT_EQ(written[0].events.back().detail, "It is a short now.");
}

TEST_F(FaultLife, ComingBackItIsNewAgainAndTheOutageAddsUp) {
  faults->raise("no_comm", "c", "silent", now);
  ASSERT_TRUE(faults->assign(1, "tu", std::nullopt, "binh", now));
  pass(100s);
  faults->clear("c", "", now);
  pass(1000s);
  faults->raise("no_comm", "c", "silent again", now);
  pass(50s);
  EXPECT_EQ(newest().state, FaultState::fresh);
  EXPECT_EQ(newest().owner, "tu");
  EXPECT_EQ(newest().outage(now.wall), 150s);
}

TEST_F(FaultLife, PhotosAreBounded) {
  faults->raise("no_comm", "c", "silent", now);
  for (std::size_t i = 0; i < FaultRegister::kPhotos; ++i)
    ASSERT_TRUE(faults->add_photo(1, "p" + std::to_string(i), "tu", now));
  EXPECT_EQ(faults->add_photo(1, "one more", "tu", now).error().code, ErrorCode::conflict);
  EXPECT_TRUE(faults->add_photo(1, "p3", "tu", now)) << "known";
}

TEST(FaultClassTest, WhatWasMeasuredMaySayHowBadItIs) {
  EXPECT_EQ(severity_of("partial", ""), Severity::minor);
  EXPECT_EQ(severity_of("partial", R"({"severity":"major"})"), Severity::major);
  EXPECT_EQ(severity_of("partial", R"({"severity":7})"), Severity::minor);
  EXPECT_EQ(severity_of("partial", "no JSON"), Severity::minor);
  EXPECT_EQ(severity_of("short", ""), Severity::critical);
}

TEST(FaultPlaceTest, IsReadFromTheCause) {
  site::Site site;
  site.boards.resize(1);
  site.boards[0].id = "b1";
  site.amplifiers.resize(1);
  site.amplifiers[0].id = "a1";
  site.amplifiers[0].power = site::ChannelRef{0, 7};
  site.zones.resize(1);
  site.zones[0].id = "z1";
  site.zones[0].name = "Khu 1";
  site.zones[0].lines.resize(1);
  site.zones[0].lines[0].id = "l1";
  site.zones[0].lines[0].relay = {0, 1};
  const auto contact = place_of(site, "welded:b1:2");
  EXPECT_EQ(contact.board, "b1");
  EXPECT_EQ(contact.contact, 2);
  EXPECT_EQ(contact.line, "l1");
  EXPECT_EQ(contact.zone, "z1");
  EXPECT_EQ(place_name(site, contact), "Khu 1 (z1), l1, b1:2");
  EXPECT_EQ(place_of(site, "relay_stuck:b1:8").amplifier, "a1");
  EXPECT_EQ(place_of(site, "short:line/l1").zone, "z1");
  EXPECT_EQ(place_of(site, "no_comm:board/b1").board, "b1");
  EXPECT_EQ(place_of(site, "no_comm:meter/m1").meter, "m1");
  EXPECT_EQ(place_of(site, "stream_lost:amplifier/a1").amplifier, "a1");
  EXPECT_EQ(place_name(site, place_of(site, "disk_low:data")), "");
  EXPECT_EQ(place_name(site, place_of(site, "nonsense")), "");
}

TEST(FaultWordsTest, EveryClassHasAdviceInBothLanguages) {
  for (const auto* kind : {"no_comm", "relay_stuck", "welded", "no_tone", "short", "overload", "partial", "open",
                           "earth", "drift", "stream_lost", "source_silent", "media_bad", "no_device",
                           "schedule_missed", "clock_wrong", "disk_low", "alert_failed"}) {
    for (const auto tongue : {Tongue::vi, Tongue::en}) {
      EXPECT_NE(class_name(kind, tongue), kind);
      EXPECT_NE(advice(kind, tongue), advice("unknown", tongue)) << kind;
    }
    EXPECT_EQ(fault_class(kind).name, kind);
  }
}

}  // namespace
}  // namespace wardcast::health
