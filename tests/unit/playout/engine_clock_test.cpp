// SPDX-License-Identifier: GPL-3.0-or-later
// Clocks that jump and clocks that cannot be right. The rule: docs/decisions/0008-clock.md
#include <algorithm>
#include <map>
#include <random>

#include "scheduler/timetable.hpp"
#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;

std::vector<Heard> of_item(const VirtualStation& ward, std::size_t amplifier, std::int64_t item) {
  auto heard = ward.heard(amplifier);
  std::erase_if(heard, [item](const Heard& packet) { return packet.item != item; });
  return heard;
}

/// The item went out from its first packet to its last, once, a packet every 20 ms of the steady clock.
void expect_whole(const std::vector<Heard>& heard, std::uint32_t packets) {
  ASSERT_EQ(heard.size(), packets);
  for (std::size_t i = 1; i < heard.size(); ++i) {
    ASSERT_EQ(heard[i].packet, heard[i - 1].packet + 1);
    ASSERT_EQ(heard[i].at - heard[i - 1].at, 20ms);
  }
}

std::int64_t counted(const store::AsRun& as_run) {
  std::int64_t packets = 0;
  for (const auto& segment : as_run.segments) packets += segment.packets;
  return packets;
}

/// A moment at which a programme of ten minutes begins, in a zone.
struct Moment {
  const char* what;
  const char* zone;
  const char* before;  ///< a minute before
  const char* start;
  const char* after;  ///< five minutes into it
};

class SteppedClock : public ::testing::TestWithParam<Moment> {};

TEST_P(SteppedClock, WhatIsOnAirGoesOnByTheSteadyClockToItsOwnEndOnce) {
  for (const auto step : {microseconds{1h}, -microseconds{1h}}) {
    VirtualStation ward{GetParam().before, Sound::packets, GetParam().zone};
    const auto item = ward.item(30'000);
    const auto id = ward.edition({"z3"}, GetParam().start, 600, {item}).id;
    ward.publish();
    ward.run_for(6min);
    ASSERT_GT(ward.heard(1).size(), 14'000U);
    ward.step(step);
    ward.run_for(3h);  // over the same hour again, where it was put back
    expect_whole(of_item(ward, 1, item), 30'000);
    EXPECT_EQ(ward.as_run(id).end->result, "full");
    EXPECT_EQ(counted(ward.as_run(id)), 30'000);
    EXPECT_EQ(ward.journal.rows.size(), 1U);
    EXPECT_FALSE(ward.line_closed(3));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Moments, SteppedClock,
    ::testing::Values(
        Moment{"an ordinary evening", "Asia/Ho_Chi_Minh", "2026-11-22T16:59:00", "2026-11-22T17:00:00", ""},
        Moment{"midnight", "Asia/Ho_Chi_Minh", "2026-11-22T23:54:00", "2026-11-22T23:55:00", ""},
        Moment{"the end of a month", "Asia/Ho_Chi_Minh", "2026-11-30T23:54:00", "2026-11-30T23:55:00", ""},
        Moment{"the end of a year", "Asia/Ho_Chi_Minh", "2026-12-31T23:54:00", "2026-12-31T23:55:00", ""},
        Moment{"the eve of a leap day", "Asia/Ho_Chi_Minh", "2028-02-28T23:54:00", "2028-02-28T23:55:00", ""},
        Moment{"the end of a leap day", "Asia/Ho_Chi_Minh", "2028-02-29T23:54:00", "2028-02-29T23:55:00", ""},
        Moment{"summer time begins", "Europe/Berlin", "2027-03-28T01:54:00", "2027-03-28T01:55:00", ""},
        Moment{"summer time ends", "Europe/Berlin", "2026-10-25T01:54:00", "2026-10-25T01:55:00", ""},
        Moment{"half an hour begins", "Australia/Lord_Howe", "2026-10-04T01:54:00", "2026-10-04T01:55:00", ""},
        Moment{"half an hour ends", "Australia/Lord_Howe", "2027-04-04T01:24:00", "2027-04-04T01:25:00", ""}));

TEST(StepForward, OverASlotItIsMissedAndIntoASlotItIsJoined) {
  VirtualStation ward;
  const auto first = ward.edition({"z3"}, "2026-11-22T17:00:00", 300, {ward.item(15'000)}).id;
  const auto over = ward.edition({"z3"}, "2026-11-22T17:30:00", 600, {ward.item(30'000)}).id;
  const auto into = ward.edition({"z3"}, "2026-11-22T18:05:00", 600, {ward.item(30'000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:10:00");
  ward.step(1h);  // 18:10
  ward.run_for(1h);
  EXPECT_EQ(ward.as_run(first).end->result, "full");
  EXPECT_EQ(ward.as_run(over).end->result, "missed");
  EXPECT_EQ(ward.as_run(over).end->reason, "clock_stepped");
  EXPECT_EQ(ward.as_run(into).end->result, "partial");
  EXPECT_NEAR(static_cast<double>(counted(ward.as_run(into))), 15'000.0, 50.0);  // five minutes of ten
  EXPECT_EQ(ward.clock_news.size(), 1U);
  EXPECT_EQ(ward.clock_news[0].what.step, microseconds{1h});
}

TEST(StepForward, WhatFollowsAtOnceIsJoinedWhenTheOneOnAirHasEnded) {
  for (const auto step : {microseconds{400ms}, microseconds{60s}, microseconds{2min}}) {
    VirtualStation ward;
    const auto first = ward.edition({"z3"}, "2026-11-22T17:00:00", 600, {ward.item(30'000)}).id;
    const auto next = ward.edition({"z3"}, "2026-11-22T17:10:00", 600, {ward.item(30'000)}).id;
    ward.publish();
    ward.run_until("2026-11-22T17:05:00");
    ward.step(step);
    ward.run_until("2026-11-22T17:30:00");
    EXPECT_EQ(ward.as_run(first).end->result, "full");
    EXPECT_EQ(ward.as_run(next).end->reason, "finished");
    EXPECT_NEAR(static_cast<double>(counted(ward.as_run(next))), 30'000.0 - static_cast<double>(step / 20ms), 50.0);
    EXPECT_EQ(ward.as_run(next).end->ended_at, ward.local("2026-11-22T17:20:00"));
  }
}

TEST(StepForward, OneWhoseSlotIsOverBeforeItsPlaceIsFreeIsMissed) {
  VirtualStation ward;
  const auto first = ward.edition({"z3"}, "2026-11-22T17:00:00", 600, {ward.item(30'000)}).id;
  const auto next = ward.edition({"z3"}, "2026-11-22T17:10:00", 300, {ward.item(15'000)}).id;
  const auto then = ward.edition({"z3"}, "2026-11-22T17:15:00", 600, {ward.item(30'000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:05:00");
  ward.step(8min);  // 17:13: the first goes on until 17:18
  ward.run_until("2026-11-22T17:30:00");
  EXPECT_EQ(ward.as_run(first).end->result, "full");
  EXPECT_EQ(ward.as_run(next).end->reason, "busy");
  EXPECT_EQ(ward.as_run(next).end->ended_at, ward.local("2026-11-22T17:15:00"));
  EXPECT_NEAR(static_cast<double>(counted(ward.as_run(then))), 21'000.0, 50.0);  // seven minutes of ten
}

TEST(StepForward, AndBackAgainNothingIsMissedTwiceOrAiredTwice) {
  VirtualStation ward;
  const auto over = ward.edition({"z3"}, "2026-11-22T17:30:00", 600, {ward.item(30'000)}).id;
  const auto into = ward.edition({"z4"}, "2026-11-22T18:05:00", 600, {ward.item(30'000)}).id;
  const auto later = ward.edition({"z3"}, "2026-11-22T18:45:00", 60, {ward.item(3'000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:10:00");
  ward.step(1h);
  ward.run_for(10min);
  ward.step(-1h);  // 17:20
  EXPECT_TRUE(ward.engine().clock().wrong()) << "the journal speaks of 18:15";
  ward.run_until("2026-11-22T19:00:00");
  EXPECT_EQ(ward.as_run(over).end->reason, "clock_stepped");
  EXPECT_TRUE(of_item(ward, 1, 1).empty());
  EXPECT_NEAR(static_cast<double>(counted(ward.as_run(into))), 15'000.0, 50.0);
  EXPECT_NEAR(static_cast<double>(ward.heard(2).size()), 15'000.0, 50.0);
  EXPECT_EQ(ward.as_run(later).end->result, "full");
}

TEST(StepBack, WhatAiredIsNotAiredAgainAndWhatComesAirsOnce) {
  VirtualStation ward;
  const auto aired = ward.edition({"z3"}, "2026-11-22T17:00:00", 60, {ward.item(3'000)}).id;
  const auto next = ward.edition({"z3"}, "2026-11-22T17:10:00", 60, {ward.item(3'000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:05:00");
  ward.step(-1h);
  ward.run_until("2026-11-22T17:20:00");
  EXPECT_EQ(of_item(ward, 1, 1).size(), 3'000U);
  EXPECT_EQ(of_item(ward, 1, 2).size(), 3'000U);
  EXPECT_EQ(ward.as_run(aired).end->result, "full");
  EXPECT_EQ(ward.as_run(next).end->result, "full");
  EXPECT_EQ(of_item(ward, 1, 2).front().wall, ward.local("2026-11-22T17:10:00"));
}

TEST(WrongClock, NothingScheduledAirsAndRelaysStayOpenUntilItIsRight) {
  VirtualStation ward;
  ward.trust(playout::ClockFloor{ward.local("2026-11-01T00:00:00"), std::nullopt});
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 600, {ward.item(30'000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T16:59:59");
  EXPECT_TRUE(ward.line_closed(3));
  const auto back = ward.local("2026-11-22T16:59:59") - WallTime{};
  ward.step(-back);  // 1970
  EXPECT_TRUE(ward.engine().clock().wrong());
  EXPECT_FALSE(ward.line_closed(3));
  EXPECT_NE(ward.engine().live(ward.now()).clock_wrong, "");
  ward.run_for(5min);
  EXPECT_TRUE(ward.heard(1).empty());
  ward.step(back);
  EXPECT_EQ(ward.engine().live(ward.now()).clock_wrong, "");
  ward.run_until("2026-11-22T17:20:00");
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 15'000.0, 100.0);
  ASSERT_EQ(ward.clock_news.size(), 2U);
  EXPECT_TRUE(ward.clock_news[0].what.went_wrong);
  EXPECT_TRUE(ward.clock_news[1].what.came_right);
}

TEST(WrongClock, TheHoursGuardGoesOnByTheSteadyClockMeanwhile) {
  VirtualStation ward{"2026-11-22T20:59:00"};
  ward.narrow_hours(2, {0, 21 * 60 + 5});
  ward.trust(playout::ClockFloor{ward.local("2026-11-01T00:00:00"), std::nullopt});
  const auto id = ward.edition({"z3"}, "2026-11-22T21:00:00", 600, {ward.item(30'000)}).id;
  ward.publish();
  ward.run_until("2026-11-22T21:02:00");
  ward.step(-(ward.local("2026-11-22T21:02:00") - WallTime{}));
  ward.run_for(10min);
  EXPECT_EQ(ward.as_run(id).end->reason, "hours_guard");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 15'000.0, 5.0) << "cut at 21:05 by the steady clock";
}

TEST(StartedIn1970, ItJoinsWhenTheClockComesRightAndWhatPassedWasMissed) {
  VirtualStation ward{"1970-01-01T08:00:00"};
  ward.trust(playout::ClockFloor{ward.local("2026-11-01T00:00:00"), ward.local("2026-11-22T15:00:00")},
             ward.local("2026-11-22T15:30:00"));
  const auto before = ward.edition({"z3"}, "2026-11-22T15:00:00", 60, {ward.item(3'000)}).id;
  const auto waiting = ward.edition({"z4"}, "2026-11-22T15:20:00", 1800, {ward.item(3'000)}).id;
  const auto passed = ward.edition({"z3"}, "2026-11-22T16:00:00", 60, {ward.item(3'000)}).id;
  const auto now = ward.edition({"z3"}, "2026-11-22T17:00:00", 600, {ward.item(30'000)}).id;
  ward.publish();
  ward.run_for(10min);
  EXPECT_TRUE(ward.journal.rows.empty());
  ward.step(ward.local("2026-11-22T17:05:00") - ward.local("1970-01-01T08:10:00"));
  ward.run_until("2026-11-22T17:20:00");
  EXPECT_FALSE(ward.journal.rows.contains("a" + before)) << "accounted for by an earlier run";
  EXPECT_EQ(ward.as_run(waiting).end->reason, "clock_wrong") << "it had not begun when the earlier run ended";
  EXPECT_EQ(ward.as_run(passed).end->reason, "clock_wrong");
  EXPECT_EQ(ward.as_run(now).end->result, "partial");
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 15'000.0, 100.0);
}

TEST(StartedIn1970, AfterACrashInMidProgrammeTheAiringIsKeptAndJoined) {
  VirtualStation ward;
  const auto item = ward.item(30'000);
  const auto id = ward.edition({"z3"}, "2026-11-22T17:00:00", 600, {item}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:02:00");
  ward.trust(playout::ClockFloor{ward.local("2026-11-01T00:00:00"), ward.local("2026-11-22T17:02:00")},
             ward.local("2026-11-22T17:02:00"), VirtualStation::Apply::at_the_next_start);
  const auto back = ward.local("2026-11-22T17:02:00") - WallTime{};
  ward.crash_and_restart(1s, -back);
  ward.run_for(2min);
  EXPECT_FALSE(ward.as_run(id).end.has_value()) << "it may be joined again";
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 6'000.0, 60.0);
  ward.step(back);  // 17:04
  ward.run_until("2026-11-22T17:20:00");
  EXPECT_EQ(ward.as_run(id).end->result, "partial");
  const auto heard = of_item(ward, 1, item);
  EXPECT_EQ(heard.back().packet, 29'999U);
  EXPECT_NEAR(static_cast<double>(heard.size()), 30'000.0 - 6'050.0, 100.0);
}

/// A daily programme around the hour that is skipped or doubled.
struct Night {
  const char* zone;
  const char* begin;
};
class ChangedClock : public ::testing::TestWithParam<Night> {};

TEST_P(ChangedClock, EveryEditionOfTheNightAirsExactlyOnce) {
  VirtualStation ward{GetParam().begin, Sound::packets, GetParam().zone};
  const auto zone = TimeZone::locate(GetParam().zone).value();
  std::vector<scheduler::Programme> programmes;
  for (int quarter = 0; quarter < 20; ++quarter) {  // from midnight to five, a minute each
    scheduler::Programme programme;
    programme.id = quarter + 1;
    programme.zones = {"z3"};
    const auto day = std::chrono::floor<std::chrono::days>(parse_civil(GetParam().begin).value());
    programme.start = day + quarter * 15min;
    programme.duration = 60s;
    programme.rrule = "FREQ=DAILY";
    programme.items = {ward.item(3'000)};
    programmes.push_back(programme);
  }
  const auto from = ward.now().wall;
  const auto editions =
      scheduler::timetable(programmes, {}, {{"z3", 1, {DailyWindow{0, 1440}}}}, zone, from, from + 54h);
  std::map<scheduler::EditionId, bool> clashing;
  ward.lay(editions);
  for (const auto& edition : editions) {
    clashing[edition.id] = !edition.clashes.empty();
  }
  ward.publish();
  ward.run_for(56h);
  std::size_t aired = 0;
  for (const auto& edition : editions) {
    ASSERT_TRUE(ward.journal.rows.contains("a" + edition.id)) << edition.id;
    const auto& as_run = ward.as_run(edition.id);
    ASSERT_TRUE(as_run.end.has_value()) << edition.id;
    if (as_run.end->result == "full") {
      ++aired;
      EXPECT_EQ(counted(as_run), 3'000) << edition.id;
      EXPECT_EQ(as_run.airing.started_at, edition.start) << edition.id;
    } else {
      EXPECT_TRUE(clashing.at(edition.id)) << edition.id << " " << as_run.end->reason;
    }
  }
  EXPECT_EQ(ward.heard(1).size(), aired * 3'000);
  EXPECT_GE(aired, 3U * 20U - 4U);
}

INSTANTIATE_TEST_SUITE_P(Nights, ChangedClock,
                         ::testing::Values(Night{"Europe/Berlin", "2027-03-26T23:00:00"},
                                           Night{"Europe/Berlin", "2026-10-23T23:00:00"},
                                           Night{"Australia/Lord_Howe", "2026-10-02T23:00:00"},
                                           Night{"Australia/Lord_Howe", "2027-04-02T23:00:00"}));

class RandomSteps : public ::testing::TestWithParam<unsigned> {};

TEST_P(RandomSteps, EveryEditionEndsOnceAndNoPacketIsHeardTwice) {
  std::mt19937 random{GetParam()};
  VirtualStation ward{"2026-11-22T05:00:00"};
  std::vector<std::string> ids;
  for (int i = 0; i < 72; ++i) {  // every ten minutes from six on, two minutes each, in either of two zones
    const auto start = format_civil(parse_civil("2026-11-22T06:00:00").value() + i * 10min);
    ids.push_back(ward.edition({i % 3 == 0 ? "z4" : "z3"}, start, 120, {ward.item(6'000)}).id);
  }
  ward.publish();
  for (int step = 0; step < 8; ++step) {
    ward.run_for(seconds{std::uniform_int_distribution{60, 5400}(random)});
    ward.step(seconds{std::uniform_int_distribution{-5400, 5400}(random)});
  }
  ward.run_until("2026-11-23T06:00:00");
  std::vector<std::pair<std::int64_t, std::uint32_t>> packets;
  for (const std::size_t amplifier : {1U, 2U})
    for (const auto& heard : ward.heard(amplifier)) packets.emplace_back(heard.item, heard.packet);
  EXPECT_GT(packets.size(), 72U * 6'000U / 4U) << "hardly anything aired, so hardly anything is shown";
  std::ranges::sort(packets);
  if (const auto twice = std::ranges::adjacent_find(packets); twice != packets.end())
    ADD_FAILURE() << "item " << twice->first << ", packet " << twice->second << " was heard twice";
  for (const auto& id : ids) {
    ASSERT_TRUE(ward.journal.rows.contains("a" + id)) << id << " is not accounted for";
    ASSERT_TRUE(ward.as_run(id).end.has_value()) << id;
    EXPECT_FALSE(ward.as_run(id).end->reason.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomSteps, ::testing::Range(1U, 11U));

}  // namespace
}  // namespace wardcast::test
