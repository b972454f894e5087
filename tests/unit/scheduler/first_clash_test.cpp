// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/first_clash.hpp"

#include <gmock/gmock.h>

#include <random>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

struct World {
  std::vector<Programme> programmes;
  std::vector<EditionChange> changes;
  Zones zones = ward();
  TimeZone zone = berlin();
  WallTime from = instant("2026-03-01T00:00:00Z"), to = instant("2026-11-30T00:00:00Z");

  [[nodiscard]] std::optional<FirstClash> clash(const Programme& subject,
                                                std::span<const Programme> instead = {}) const {
    return first_clash(subject, {programmes, instead, changes, zones, zone, from, to, {}});
  }
};

/// The plain search: every edition of the subject with all that it meets.
std::optional<WallTime> plainly(const World& world, const Programme& subject) {
  for (const auto& edition :
       editions_of(subject, world.programmes, world.changes, world.zones, world.zone, world.from, world.to)) {
    for (const auto& clash : edition.clashes)
      if (clash.equal_priority) return edition.start;
  }
  return std::nullopt;
}

class FirstClashIn : public testing::TestWithParam<const char*> {};

TEST_P(FirstClashIn, AgreesWithTheTimetable) {
  std::mt19937 engine{5};
  const auto random = [&](int low, int high) { return std::uniform_int_distribution{low, high}(engine); };
  const std::vector<std::string> rules{"",
                                       "FREQ=DAILY",
                                       "FREQ=WEEKLY;BYDAY=MO,TH",
                                       "FREQ=WEEKLY;INTERVAL=3",
                                       "FREQ=MONTHLY;BYDAY=1SU,-1FR",
                                       "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3",
                                       "FREQ=DAILY;INTERVAL=5;COUNT=9",
                                       "FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU",
                                       "FREQ=WEEKLY;UNTIL=20260601",
                                       "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
                                       "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
                                       "FREQ=YEARLY;BYYEARDAY=60,-60",
                                       "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
                                       "FREQ=DAILY;BYMONTH=3,4,10,11"};
  int met = 0, late = 0;
  for (int round = 0; round < 150; ++round) {
    World world;
    world.zone = TimeZone::locate(GetParam()).value();
    const bool far = round % 2 == 0;
    if (far) world.to = instant("2030-06-01T00:00:00Z");
    for (int i = 1; i <= 14; ++i) {
      auto each = programme(i, "2026-02-01T00:00", rules[static_cast<std::size_t>(random(0, 13))],
                            {"z" + std::to_string(random(1, 4))}, minutes{random(1, 120)});
      if (random(0, 9) == 0) each.duration = hours{24};
      each.start += days{far ? random(0, 100) * 14 : random(0, 100)};
      // Half of them in the hours of clock changes.
      each.start += random(0, 1) == 0 ? minutes{0} : minutes{random(0, 1440)};
      each.start += minutes{random(0, 180)};
      each.priority = random(0, 5) == 0 ? 65 : 64;
      if (random(0, 3) == 0)
        each.calendar = std::make_shared<const HolidayCalendar>(
            HolidayCalendar{"x", {date("2026-05-04")}, {date("2026-03-29"), date("2026-05-03")}});
      world.programmes.push_back(each);
    }
    const auto& subject = world.programmes.front();
    for (const auto start : occurrences(subject, world.zone, civil("2026-02-01T00:00"), civil("2026-06-01T00:00")))
      if (random(0, 5) == 0) world.changes.push_back({edition_id(subject.id, start), std::nullopt, true});
    const auto expected = plainly(world, subject);
    const auto found = world.clash(subject);
    ASSERT_EQ(found.has_value(), expected.has_value()) << "round " << round;
    if (found) {
      EXPECT_EQ(found->start, *expected) << "round " << round;
      ++met;
      late += found->start > world.from + days{2 * 366} ? 1 : 0;
    }
  }
  EXPECT_GT(met, 15);
  EXPECT_LT(met, 135);
  EXPECT_GT(late, 0);
}

INSTANTIATE_TEST_SUITE_P(Zones, FirstClashIn,
                         testing::Values("Asia/Ho_Chi_Minh", "Europe/Berlin", "America/New_York",
                                         "Australia/Lord_Howe"));

TEST(FirstClash, WhereAClockIsChangedAloneAlsoYearsAhead) {
  World world;
  world.to = instant("2031-01-01T00:00:00Z");
  // 02:30 does not exist on 31 March 2030 and becomes 03:30; on every other day the two keep apart.
  world.programmes = {programme(1, "2026-03-02T03:30", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=31", {"z1"}, minutes{20})};
  const auto found = world.clash(programme(2, "2026-03-01T02:30", "FREQ=DAILY", {"z1"}, minutes{20}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->with, "1-20300331T033000");
}

TEST(FirstClash, ASeriesAgainstItselfIsFoundAcrossTheEndOfTheFirstYear) {
  World world;
  world.to = instant("2031-01-01T00:00:00Z");
  auto daily = programme(1, "2026-03-26T12:00", "FREQ=DAILY", {"z1"}, hours{24});
  daily.exdates = {date("2026-03-29")};
  const auto found = world.clash(daily);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->with, "1-20270328T120000");
}

TEST(FirstClash, WhatTakesAnothersPlaceIsLookedAtInstead) {
  World world;
  world.programmes = {programme(1, "2026-03-02T17:00", "FREQ=DAILY"), programme(2, "2026-03-02T18:00", "FREQ=DAILY")};
  const auto subject = programme(3, "2026-03-10T17:00", "");
  ASSERT_TRUE(world.clash(subject));
  EXPECT_EQ(world.clash(subject)->with, "1-20260310T170000");
  auto rest = world.programmes[0];
  rest.exdates.push_back(date("2026-03-10"));
  const std::vector<Programme> instead{rest};
  EXPECT_FALSE(world.clash(subject, instead));
}

TEST(FirstClash, ZonesOfOneAmplifierAndAcrossMidnight) {
  World world;
  world.programmes = {programme(1, "2026-03-02T23:50", "FREQ=WEEKLY", {"z3"}, minutes{20})};
  const auto found = world.clash(programme(2, "2026-03-03T00:00", "FREQ=DAILY", {"z1", "z4"}, minutes{5}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->with, "1-20260302T235000");
  EXPECT_EQ(found->zones, std::vector<std::string>{"z4"});
  EXPECT_FALSE(world.clash(programme(2, "2026-03-03T00:10", "FREQ=DAILY", {"z4"}, minutes{5})));
}

TEST(FirstClash, ASeriesAgainstItselfWhereADayHas23Hours) {
  World world;
  const auto found = world.clash(programme(1, "2026-03-01T12:00", "FREQ=DAILY", {"z1"}, hours{24}));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->with, "1-20260329T120000");
  EXPECT_FALSE(world.clash(programme(1, "2026-03-01T12:00", "FREQ=DAILY", {"z1"}, hours{23})));
}

}  // namespace
}  // namespace wardcast::scheduler
