// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/time_zone.hpp"

#include <gtest/gtest.h>

namespace wardcast {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TimeZone zone(std::string_view name) { return TimeZone::locate(name).value(); }
WallTime wall(std::string_view text) { return parse_rfc3339(text).value(); }
CivilTime civil(std::string_view text) { return parse_civil(text).value(); }

TEST(TimeZone, HoChiMinhIsSevenHoursAheadAllYear) {
  const auto here = zone("Asia/Ho_Chi_Minh");
  EXPECT_EQ(here.to_wall(civil("2018-01-02T05:30:00")), wall("2018-01-01T22:30:00Z"));
  EXPECT_EQ(here.to_wall(civil("2018-07-02T05:30:00")), wall("2018-07-01T22:30:00Z"));
  EXPECT_EQ(format_civil(here.to_civil(wall("2018-03-31T17:00:00Z"))), "2018-04-01T00:00:00");
  EXPECT_EQ(format_date(here.date_of(wall("2018-03-31T16:59:59.999999Z"))), "2018-03-31");
  EXPECT_EQ(format_date(here.date_of(wall("2018-03-31T17:00:00Z"))), "2018-04-01");
}

TEST(TimeZone, UnknownNameIsAnErrorThatNamesIt) {
  const auto nowhere = TimeZone::locate("Asia/Ho_Chi_Min");
  ASSERT_FALSE(nowhere.has_value());
  EXPECT_NE(nowhere.error().detail.find("Asia/Ho_Chi_Min"), std::string::npos);
}

// Berlin 2026: 29 March 02:00 → 03:00, 25 October 03:00 → 02:00.
TEST(TimeZone, ASkippedHourMovesForwardByTheGap) {
  const auto berlin = zone("Europe/Berlin");
  EXPECT_EQ(berlin.to_wall(civil("2026-03-29T01:59:59")), wall("2026-03-29T00:59:59Z"));
  EXPECT_EQ(berlin.to_wall(civil("2026-03-29T02:00:00")), wall("2026-03-29T01:00:00Z"));
  EXPECT_EQ(berlin.to_wall(civil("2026-03-29T02:30:00")), wall("2026-03-29T01:30:00Z"));
  EXPECT_EQ(format_civil(berlin.to_civil(berlin.to_wall(civil("2026-03-29T02:30:00")))), "2026-03-29T03:30:00");
  EXPECT_EQ(berlin.to_wall(civil("2026-03-29T03:00:00")), wall("2026-03-29T01:00:00Z"));
}

TEST(TimeZone, OfADoubledHourTheFirstIsTaken) {
  const auto berlin = zone("Europe/Berlin");
  const auto first = berlin.to_wall(civil("2026-10-25T02:30:00"));
  EXPECT_EQ(first, wall("2026-10-25T00:30:00Z"));
  EXPECT_EQ(berlin.rfc3339(first), "2026-10-25T02:30:00+02:00");
  EXPECT_EQ(berlin.rfc3339(first + hours{1}), "2026-10-25T02:30:00+01:00");
  EXPECT_EQ(berlin.to_wall(civil("2026-10-25T03:00:00")), wall("2026-10-25T02:00:00Z"));
  EXPECT_EQ(berlin.to_wall(civil("2026-10-25T03:00:00")) - berlin.to_wall(civil("2026-10-25T02:00:00")), hours{2});
}

TEST(TimeZone, ReadingsOfEveryHalfHourOfAYearComeBack) {
  const auto berlin = zone("Europe/Berlin");
  int moved = 0;
  for (auto instant = wall("2026-01-01T00:00:00Z"); instant < wall("2027-01-01T00:00:00Z"); instant += minutes{30}) {
    if (berlin.to_wall(berlin.to_civil(instant)) != instant) ++moved;
  }
  EXPECT_EQ(moved, 2);  // the second turn of the doubled hour reads like the first
}

TEST(Rfc3339, WritesTheOffsetAndMilliseconds) {
  const auto here = zone("Asia/Ho_Chi_Minh");
  EXPECT_EQ(here.rfc3339(wall("2026-11-22T10:00:00Z")), "2026-11-22T17:00:00+07:00");
  EXPECT_EQ(here.rfc3339(wall("2026-11-22T10:00:00.25Z")), "2026-11-22T17:00:00.250+07:00");
  EXPECT_EQ(here.rfc3339(wall("2026-11-22T10:00:00.0004Z")), "2026-11-22T17:00:00+07:00");
  EXPECT_EQ(zone("America/St_Johns").rfc3339(wall("2026-01-01T00:00:00Z")), "2025-12-31T20:30:00-03:30");
  EXPECT_EQ(zone("Asia/Bangkok").rfc3339(wall("1969-12-31T23:59:59.5Z")), "1970-01-01T06:59:59.500+07:00");
}

TEST(Rfc3339, ReadsOffsetsAndFractions) {
  EXPECT_EQ(wall("2026-11-22T17:00:00+07:00"), wall("2026-11-22T10:00:00Z"));
  EXPECT_EQ(wall("2026-11-22T06:30:00-03:30"), wall("2026-11-22T10:00:00Z"));
  EXPECT_EQ(wall("2026-11-22T10:00:00.123456789Z") - wall("2026-11-22T10:00:00Z"), microseconds{123456});
  EXPECT_EQ(wall("2024-02-29T00:00:00Z") + hours{24}, wall("2024-03-01T00:00:00Z"));
}

TEST(Rfc3339, RefusesWhatIsNotAnInstant) {
  for (const auto* text : {"", "2026-11-22", "2026-11-22T17:00:00", "2026-11-22T24:00:00Z", "2026-02-29T00:00:00Z",
                           "2026-11-22T17:00:00.Z", "2026-11-22T17:00:00+7:00", "2026-11-22T17:00:00+07:60",
                           "2026-11-22T17:00:00Zx", "22/11/2026 17:00", "2026-13-01T00:00:00Z"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
}

TEST(Civil, ReadsAndWrites) {
  EXPECT_EQ(format_civil(civil("2026-11-22T17:00")), "2026-11-22T17:00:00");
  EXPECT_EQ(format_civil(civil("2026-11-22T17:05:09")), "2026-11-22T17:05:09");
  EXPECT_FALSE(parse_civil("2026-11-22T17:00:00Z").has_value());
  EXPECT_FALSE(parse_civil("2026-11-22 17:00").has_value());
  EXPECT_EQ(format_date(parse_date("2028-02-29").value()), "2028-02-29");
  EXPECT_FALSE(parse_date("2026-02-29").has_value());
  EXPECT_FALSE(parse_date("2026-1-1").has_value());
}

}  // namespace
}  // namespace wardcast
