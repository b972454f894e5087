// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/counting.hpp"

#include <gtest/gtest.h>

#include "tests/unit/statistics/airings.hpp"

namespace wardcast::statistics {
namespace {

using store::Confirmation;

struct ResultCase {
  const char* why;
  store::AsRun run;
  Outcome expected;
  double seconds;
};

TEST(Counting, ResultsAndSeconds) {
  const std::string day = "2018-01-02";
  const std::vector<ResultCase> cases{
      {"every item whole", Aired{day}.item(1, 22500).item(2, 22500).done(), Outcome::full, 900},
      {"just 95 %", Aired{day}.item(1, 950, 1000).item(2, 1000).done(), Outcome::full, 39},
      {"a packet less", Aired{day}.item(1, 949, 1000).item(2, 1000).done(), Outcome::partial, 38.98},
      {"an item was skipped", Aired{day}.item(1, 1000).skip(2).done(), Outcome::partial, 20},
      {"a tune was skipped", Aired{day}.skip(900, "opening").item(1, 1000).done(), Outcome::full, 20},
      {"a tune was cut", Aired{day}.tune("opening", 100).item(1, 1000).tune("closing", 10).done(), Outcome::full, 22.2},
      {"nothing at all", Aired{day}.done(), Outcome::missed, 0},
      {"everything was skipped", Aired{day}.skip(1).skip(2).done(), Outcome::missed, 0},
      {"nobody heard any of it", Aired{day}.item(1, 1000, 1000, Confirmation::not_heard).done(), Outcome::missed, 0},
      {"nobody heard one item", Aired{day}.item(1, 1000).item(2, 1000, 1000, Confirmation::not_heard).done(),
       Outcome::partial, 20},
      {"no board could be read", Aired{day}.item(1, 1000, 1000, Confirmation::unconfirmed).done(), Outcome::full, 20},
      {"a pause within an item", Aired{day}.item(1, 500, 1000).more(500, seconds{60}).done(), Outcome::full, 20},
      {"a restart cost less than 5 %", Aired{day}.item(1, 500, 1000).restart(seconds{1}).more(460).item(2, 1000).done(),
       Outcome::full, 39.2},
      {"a restart cost more", Aired{day}.item(1, 500, 1000).restart(seconds{5}).more(250).done(), Outcome::partial, 15},
      {"half of it was not heard", Aired{day}.item(1, 500, 1000).more(500, seconds{0}, Confirmation::not_heard).done(),
       Outcome::partial, 10},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(word(result_of(c.run)), word(c.expected)) << c.why;
    EXPECT_DOUBLE_EQ(on_air_seconds(c.run), c.seconds) << c.why;
  }
}

TEST(Counting, AFileFoundAfterARestartMakesTheSkipGood) {
  auto run = Aired{"2018-01-02"}.skip(1).item(2, 1000).done();
  EXPECT_EQ(result_of(run), Outcome::partial);
  auto late = run.segments.front();
  late.position = 1;
  late.item = 1;
  run.segments.push_back(late);
  EXPECT_EQ(result_of(run), Outcome::full);
}

TEST(Counting, TheSumIsExactWhateverTheLatenessOfASend) {
  Aired aired{"2018-01-02"};
  for (int i = 0; i < 100; ++i) aired.item(i, 450).early(microseconds{300 * (i % 5)});
  EXPECT_EQ(on_air_time(aired.done()), seconds{900});
}

TEST(Counting, ASteppedWallClockNeitherAddsNorHides) {
  EXPECT_EQ(on_air_time(Aired{"2018-01-02"}.item(1, 3000).step_clock(seconds{-3600}).item(2, 3000).done()),
            seconds{120});
  EXPECT_EQ(on_air_time(Aired{"2018-01-02"}.item(1, 3000).step_clock(seconds{-60}).item(2, 3000).done()), seconds{120})
      << "by the wall clock the two would lie on each other";
}

TEST(Counting, RunsNeverOverlap) {
  // A reboot starts the steady clock anew: the same reading in two runs is not the same time.
  auto run = Aired{"2018-01-02"}.item(1, 3000).restart(seconds{10}).item(2, 3000).done();
  run.segments[1].steady_ns = run.segments[0].steady_ns;
  EXPECT_EQ(on_air_time(run), seconds{120});
}

std::vector<const store::Segment*> all_of(const std::vector<store::AsRun>& runs) {
  std::vector<const store::Segment*> all;
  for (const auto& run : runs) {
    for (const auto& segment : run.segments) all.push_back(&segment);
  }
  return all;
}

TEST(Counting, WhatSoundsAtTheSameTimeCountsOnce) {
  // 17:00–17:30 in one zone, 17:10–17:20 and 17:25–17:40 in others.
  const auto start = [](int minute) {
    auto run = Aired{"2018-01-02"}.item(1, 50 * 60, 50 * 60).going_on();
    run.segments[0].started_at += std::chrono::minutes{minute};
    run.segments[0].steady_ns += nanoseconds{std::chrono::minutes{minute}}.count();
    return run;
  };
  auto half_hour = start(0);
  half_hour.segments[0].packets = 30 * 60 * 50;
  auto inside = start(10);
  inside.segments[0].packets = 10 * 60 * 50;
  auto beyond = start(25);
  beyond.segments[0].packets = 15 * 60 * 50;
  EXPECT_EQ(union_of(all_of({half_hour, inside, beyond})), std::chrono::minutes{40});
  EXPECT_EQ(union_of(all_of({beyond, inside, half_hour})), std::chrono::minutes{40}) << "in any order";
  EXPECT_EQ(union_of(all_of({half_hour, half_hour})), std::chrono::minutes{30});
  EXPECT_EQ(union_of({}), seconds{0});
  for (auto* run : {&half_hour, &inside, &beyond}) run->segments[0].run = 0;  // imported: no steady clock
  for (auto* run : {&half_hour, &inside, &beyond}) run->segments[0].steady_ns = 0;
  EXPECT_EQ(union_of(all_of({half_hour, inside, beyond})), std::chrono::minutes{40}) << "by the wall clock";
}

TEST(Counting, TwoThatSoundTogetherAreNoneThatFollowLate) {
  // 10 s and 5 s in one zone, 10.06 s in another.
  const auto one = Aired{"2018-01-02"}.item(1, 500).item(2, 250).done();
  const auto other = Aired{"2018-01-02", 17, "other"}.item(3, 503).done();
  EXPECT_EQ(union_of(all_of({one, other})), seconds{15});
}

TEST(Counting, AProgrammeThatFollowsAnotherAMomentLateCostsNothing) {
  const auto first = Aired{"2018-01-02"}.item(1, 500).done();
  auto next = Aired{"2018-01-02", 17, "other"}.item(3, 500).done();
  next.segments[0].steady_ns += nanoseconds{milliseconds{9'998}}.count();
  EXPECT_EQ(union_of(all_of({first, next})), seconds{20});
}

TEST(Counting, WhatWasImportedCountsWhereTheStationWasSilent) {
  // The station 17:00–17:10; the log 17:05–17:20 and 18:00–18:10.
  const auto own = Aired{"2018-01-02"}.item(1, 10 * 60 * 50).done();
  auto log = Aired{"2018-01-02"}.item(2, 15 * 60 * 50).item(3, 10 * 60 * 50).done();
  for (auto& segment : log.segments) segment.run = segment.steady_ns = 0;
  log.segments[0].started_at = hanoi("2018-01-02", 17, 5);
  log.segments[1].started_at = hanoi("2018-01-02", 18);
  EXPECT_EQ(union_of(all_of({own, log})), std::chrono::minutes{30});
  EXPECT_EQ(union_of(all_of({log})), std::chrono::minutes{25});
}

}  // namespace
}  // namespace wardcast::statistics
