// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/hours_guard.hpp"

#include <gmock/gmock.h>

#include <random>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;
using Windows = std::vector<DailyWindow>;

DailyWindow window(int from, int to) { return {from * 60, to * 60}; }

TEST(HoursGuard, IntersectsAndMerges) {
  EXPECT_THAT(intersect(Windows{window(5, 21)}, Windows{window(7, 24)}), ElementsAre(window(7, 21)));
  EXPECT_THAT(intersect(Windows{window(5, 11), window(13, 21)}, Windows{window(10, 14)}),
              ElementsAre(window(10, 11), window(13, 14)));
  EXPECT_THAT(intersect(Windows{window(5, 10)}, Windows{window(10, 14)}), IsEmpty());
  EXPECT_THAT(intersect(Windows{}, Windows{window(0, 24)}), IsEmpty());
  EXPECT_THAT(intersect(Windows{window(8, 12), window(12, 14), window(5, 9)}, Windows{window(0, 24)}),
              ElementsAre(window(5, 14)));
}

TEST(HoursGuard, AllowedAtIsHalfOpen) {
  const Windows daytime{{330, 1290}};
  EXPECT_FALSE(allowed_at(daytime, ho_chi_minh(), instant("2026-11-22T05:29:59.999+07:00")));
  EXPECT_TRUE(allowed_at(daytime, ho_chi_minh(), instant("2026-11-22T05:30:00+07:00")));
  EXPECT_TRUE(allowed_at(daytime, ho_chi_minh(), instant("2026-11-22T21:29:59.999+07:00")));
  EXPECT_FALSE(allowed_at(daytime, ho_chi_minh(), instant("2026-11-22T21:30:00+07:00")));
  EXPECT_FALSE(allowed_at(Windows{}, ho_chi_minh(), instant("2026-11-22T12:00:00+07:00")));
}

TEST(HoursGuard, AllowedUntil) {
  const auto until = [](const Windows& some, std::string_view from) {
    return allowed_until(some, ho_chi_minh(), instant(from));
  };
  EXPECT_EQ(until({{330, 1290}}, "2026-11-22T17:00:00+07:00"), instant("2026-11-22T21:30:00+07:00"));
  EXPECT_EQ(until({{330, 1290}}, "2026-11-22T17:00:00.25+07:00"), instant("2026-11-22T21:30:00+07:00"));
  EXPECT_EQ(until({{330, 1290}}, "2026-11-22T03:15:00+07:00"), instant("2026-11-22T03:15:00+07:00"));
  EXPECT_EQ(until({window(0, 24)}, "2026-11-22T03:15:00+07:00"), std::nullopt);
  EXPECT_EQ(until({window(0, 12), window(12, 24)}, "2026-11-22T03:15:00+07:00"), std::nullopt);
  EXPECT_EQ(until({window(0, 2), window(20, 24)}, "2026-11-22T23:00:00+07:00"), instant("2026-11-23T02:00:00+07:00"));
  EXPECT_EQ(until({window(20, 24)}, "2026-11-22T23:00:00+07:00"), instant("2026-11-23T00:00:00+07:00"));
  EXPECT_EQ(until({}, "2026-11-22T23:00:00+07:00"), instant("2026-11-22T23:00:00+07:00"));
}

TEST(HoursGuard, ClockChanges) {
  // The clock goes from 02:00 to 03:00: a window that ends at 02:30 ends with the jump.
  EXPECT_EQ(allowed_until(Windows{{60, 150}}, berlin(), instant("2026-03-29T01:10:00+01:00")),
            instant("2026-03-29T03:00:00+02:00"));
  // Goes on: 02:30 of both passes is inside.
  EXPECT_EQ(allowed_until(Windows{{60, 240}}, berlin(), instant("2026-10-25T01:10:00+02:00")),
            instant("2026-10-25T04:00:00+01:00"));
  // Ends at the first 02:30; at the second 02:10 it may sound again, until the second 02:30.
  EXPECT_EQ(allowed_until(Windows{{60, 150}}, berlin(), instant("2026-10-25T01:10:00+02:00")),
            instant("2026-10-25T02:30:00+02:00"));
  EXPECT_EQ(allowed_until(Windows{{60, 150}}, berlin(), instant("2026-10-25T02:10:00+01:00")),
            instant("2026-10-25T02:30:00+01:00"));
}

TEST(HoursGuard, AgreesWithLookingMinuteByMinute) {
  std::mt19937 engine{3};
  const auto random = [&](int low, int high) { return std::uniform_int_distribution{low, high}(engine); };
  for (const auto* name :
       {"Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo", "Asia/Ho_Chi_Minh"}) {
    const auto zone = TimeZone::locate(name).value();
    for (const auto* around : {"2026-03-28T12:00:00Z", "2026-10-24T12:00:00Z", "2017-10-14T12:00:00Z",
                               "2018-02-17T12:00:00Z", "2026-04-04T06:00:00Z", "2024-04-25T12:00:00Z"}) {
      for (int round = 0; round < 12; ++round) {
        Windows some;
        for (int i = random(1, 3); i > 0; --i) {
          const int from = random(0, 1439);
          some.push_back({from, random(from + 1, 1440)});
        }
        if (round % 3 == 0) some = {{0, random(1, 1400)}, {random(1401, 1439), 1440}};
        WallTime from = instant(around) + minutes{random(0, 1440)};
        WallTime expected = from;
        int steps = 0;
        while (allowed_at(some, zone, expected) && ++steps < 4000) expected += minutes{1};
        if (steps == 4000) continue;
        ASSERT_EQ(allowed_until(some, zone, from), expected)
            << name << " " << zone.rfc3339(from) << " " << format_hours(some);
      }
    }
  }
}

}  // namespace
}  // namespace wardcast::scheduler
