// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using std::chrono::days;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> of(const Programme& planned, std::string_view from, std::string_view to) {
  return texts(occurrences(planned, ho_chi_minh(), civil(from), civil(to)));
}

TEST(Occurrences, OnceHasOne) {
  const auto once = programme(1, "2026-11-22T17:00", "");
  EXPECT_THAT(of(once, "2026-11-22T00:00", "2026-11-23T00:00"), ElementsAre("2026-11-22T17:00:00"));
  EXPECT_THAT(of(once, "2026-11-22T17:00", "2026-11-22T17:01"), SizeIs(1));
  EXPECT_THAT(of(once, "2026-11-22T17:01", "2026-11-23T00:00"), IsEmpty());
  EXPECT_THAT(of(once, "2026-11-21T00:00", "2026-11-22T17:00"), IsEmpty());
}

TEST(Occurrences, GoldenQuarterHas59) {
  auto news = programme(1, "2018-01-01T17:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
  for (const auto* off : {"2018-01-01", "2018-02-14", "2018-02-15", "2018-02-16", "2018-02-19", "2018-02-20"})
    news.exdates.push_back(date(off));
  EXPECT_THAT(of(news, "2018-01-01T00:00", "2018-04-01T00:00"), SizeIs(59));
  EXPECT_THAT(of(news, "2018-01-01T00:00", "2018-02-01T00:00"), SizeIs(22));
  EXPECT_THAT(of(news, "2018-02-01T00:00", "2018-03-01T00:00"), SizeIs(15));
  EXPECT_THAT(of(news, "2018-03-01T00:00", "2018-04-01T00:00"), SizeIs(22));
}

// Of the Sunday's libical 3.0.16 alone makes 14 and 28 January.
TEST(Occurrences, IntervalCountsWeeksFromTheStartsOwn) {
  const auto friday = programme(1, "2018-01-05T17:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO");
  EXPECT_THAT(of(friday, "2018-01-01T00:00", "2018-02-10T00:00"),
              ElementsAre("2018-01-15T17:00:00", "2018-01-29T17:00:00"));
  const auto wednesday = programme(1, "2018-01-03T17:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU");
  EXPECT_THAT(of(wednesday, "2018-01-01T00:00", "2018-02-01T00:00"),
              ElementsAre("2018-01-07T17:00:00", "2018-01-21T17:00:00"));
  const auto thursday = programme(1, "2018-01-04T17:00", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,WE,FR");
  EXPECT_THAT(of(thursday, "2018-01-01T00:00", "2018-02-01T00:00"),
              ElementsAre("2018-01-05T17:00:00", "2018-01-22T17:00:00", "2018-01-24T17:00:00", "2018-01-26T17:00:00"));
}

// libical 3.0.16 takes 29 December 2025, a day of week 1, for one of week 53, and others like it.
TEST(Occurrences, WeekNumbersBelongToTheYearOfTheFourthDay) {
  const auto last = programme(1, "2019-07-12T02:00", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO");
  EXPECT_THAT(of(last, "2019-01-01T00:00", "2030-01-01T00:00"),
              ElementsAre("2020-12-28T02:00:00", "2026-12-28T02:00:00"));
  const auto before = programme(1, "2021-01-22T03:00", "FREQ=YEARLY;WKST=TH;BYWEEKNO=-2;BYDAY=SU");
  EXPECT_THAT(of(before, "2023-12-01T00:00", "2024-01-01T00:00"), ElementsAre("2023-12-24T03:00:00"));
  const auto over = programme(1, "2019-10-09T00:00", "FREQ=YEARLY;WKST=SU;BYWEEKNO=-1;BYDAY=SA");
  EXPECT_THAT(of(over, "2021-12-01T00:00", "2022-02-01T00:00"), ElementsAre("2022-01-01T00:00:00"));
}

// The example of RFC 5545 for WKST.
TEST(Occurrences, WeekStartDecidesWhichWeekASundayIsIn) {
  const auto monday = programme(1, "1997-08-05T09:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO");
  EXPECT_THAT(of(monday, "1997-01-01T00:00", "1998-01-01T00:00"),
              ElementsAre("1997-08-05T09:00:00", "1997-08-10T09:00:00", "1997-08-19T09:00:00", "1997-08-24T09:00:00"));
  const auto sunday = programme(1, "1997-08-05T09:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU");
  EXPECT_THAT(of(sunday, "1997-01-01T00:00", "1998-01-01T00:00"),
              ElementsAre("1997-08-05T09:00:00", "1997-08-17T09:00:00", "1997-08-19T09:00:00", "1997-08-31T09:00:00"));
}

TEST(Occurrences, StartThatTheRuleDoesNotMatchDoesNotAir) {
  const auto sunday = programme(1, "2026-11-22T17:00", "FREQ=WEEKLY;BYDAY=MO;COUNT=2");
  EXPECT_THAT(of(sunday, "2026-01-01T00:00", "2027-01-01T00:00"),
              ElementsAre("2026-11-23T17:00:00", "2026-11-30T17:00:00"));
}

TEST(Occurrences, WhatTheRuleLeavesOutComesFromTheStart) {
  EXPECT_THAT(of(programme(1, "2026-01-31T06:00", "FREQ=MONTHLY"), "2026-01-01T00:00", "2026-06-01T00:00"),
              ElementsAre("2026-01-31T06:00:00", "2026-03-31T06:00:00", "2026-05-31T06:00:00"));
  EXPECT_THAT(of(programme(1, "2024-02-29T06:00", "FREQ=YEARLY"), "2024-01-01T00:00", "2033-01-01T00:00"),
              ElementsAre("2024-02-29T06:00:00", "2028-02-29T06:00:00", "2032-02-29T06:00:00"));
  EXPECT_THAT(of(programme(1, "2026-11-25T06:00", "FREQ=WEEKLY"), "2026-11-01T00:00", "2026-12-05T00:00"),
              ElementsAre("2026-11-25T06:00:00", "2026-12-02T06:00:00"));
  EXPECT_THAT(of(programme(1, "2026-01-15T06:00", "FREQ=YEARLY;BYMONTHDAY=31"), "2026-01-01T00:00", "2026-06-01T00:00"),
              ElementsAre("2026-01-31T06:00:00", "2026-03-31T06:00:00", "2026-05-31T06:00:00"));
}

TEST(Occurrences, LastDaysAndWeekdaysOfAMonth) {
  EXPECT_THAT(of(programme(1, "2026-01-01T06:00", "FREQ=DAILY;BYMONTHDAY=-1"), "2026-01-01T00:00", "2026-04-01T00:00"),
              ElementsAre("2026-01-31T06:00:00", "2026-02-28T06:00:00", "2026-03-31T06:00:00"));
  EXPECT_THAT(
      of(programme(1, "2018-01-01T06:00", "FREQ=MONTHLY;BYDAY=1MO,-1FR"), "2018-01-01T00:00", "2018-03-01T00:00"),
      ElementsAre("2018-01-01T06:00:00", "2018-01-26T06:00:00", "2018-02-05T06:00:00", "2018-02-23T06:00:00"));
  EXPECT_THAT(of(programme(1, "2018-01-01T06:00", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"), "2018-03-01T00:00",
                 "2018-05-01T00:00"),
              ElementsAre("2018-03-30T06:00:00", "2018-04-30T06:00:00"));
  EXPECT_THAT(
      of(programme(1, "2026-01-01T06:00", "FREQ=MONTHLY;BYMONTHDAY=31,-1"), "2026-01-01T00:00", "2026-03-01T00:00"),
      ElementsAre("2026-01-31T06:00:00", "2026-02-28T06:00:00"));
}

TEST(Occurrences, CountIsCountedFromTheStartAndExdatesUseItUp) {
  auto five = programme(1, "2026-11-02T17:00", "FREQ=DAILY;COUNT=5");
  five.exdates = {date("2026-11-03")};
  EXPECT_THAT(of(five, "2026-11-01T00:00", "2026-12-01T00:00"),
              ElementsAre("2026-11-02T17:00:00", "2026-11-04T17:00:00", "2026-11-05T17:00:00", "2026-11-06T17:00:00"));
  EXPECT_THAT(of(five, "2026-11-06T00:00", "2026-12-01T00:00"), ElementsAre("2026-11-06T17:00:00"));
  EXPECT_THAT(of(five, "2026-11-07T00:00", "2026-12-01T00:00"), IsEmpty());
}

TEST(Occurrences, UntilAsDateLocalTimeAndInstant) {
  const auto with = [](std::string until) {
    return of(programme(1, "2026-11-20T17:00", "FREQ=DAILY;UNTIL=" + until), "2026-11-01T00:00", "2026-12-01T00:00")
        .size();
  };
  EXPECT_EQ(with("20261122"), 3U);         // that whole day
  EXPECT_EQ(with("20261122T170000"), 3U);  // inclusive
  EXPECT_EQ(with("20261122T165959"), 2U);
  EXPECT_EQ(with("20261122T100000Z"), 3U);  // 17:00 in Ho Chi Minh City
  EXPECT_EQ(with("20261122T095959Z"), 2U);
  EXPECT_EQ(with("20261119"), 0U);
}

TEST(Occurrences, FarAlongASeriesAreTheSameAsFromItsStart) {
  const auto old = programme(1, "2001-03-01T05:30", "FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31,1");
  const auto all = occurrences(old, ho_chi_minh(), civil("2001-01-01T00:00"), civil("2030-01-01T00:00"));
  std::vector<CivilTime> in_pieces;
  for (auto day = civil("2001-01-01T00:00"); day < civil("2030-01-01T00:00"); day += days{13}) {
    const auto piece = occurrences(old, ho_chi_minh(), day, std::min(day + days{13}, civil("2030-01-01T00:00")));
    in_pieces.insert(in_pieces.end(), piece.begin(), piece.end());
  }
  EXPECT_EQ(texts(in_pieces), texts(all));
  EXPECT_FALSE(all.empty());
}

TEST(Occurrences, FirstIsFoundHoweverRare) {
  const auto first = [](std::string_view start, std::string rule) {
    return first_occurrence(programme(1, start, std::move(rule)), ho_chi_minh());
  };
  EXPECT_EQ(first("2026-11-22T17:00", ""), civil("2026-11-22T17:00"));
  EXPECT_EQ(first("2018-01-01T17:00", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO"), civil("2044-02-29T17:00"));
  EXPECT_EQ(first("2023-01-01T17:00", "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29"), std::nullopt);
  EXPECT_EQ(first("2018-01-01T17:00", "FREQ=DAILY;INTERVAL=7;BYDAY=TU"), std::nullopt);
  EXPECT_EQ(first("2018-01-30T17:00", "FREQ=MONTHLY;BYMONTH=2"), std::nullopt);
  EXPECT_EQ(first("2018-01-30T17:00", "FREQ=DAILY;UNTIL=20180129"), std::nullopt);
}

TEST(Occurrences, RuleThatIsRefusedHasNone) {
  EXPECT_THAT(of(programme(1, "2026-11-20T17:00", "FREQ=HOURLY"), "2026-11-01T00:00", "2026-12-01T00:00"), IsEmpty());
}

TEST(EditionId, RoundTripsAndHasOneSpelling) {
  const auto start = civil("2026-11-22T17:00");
  EXPECT_EQ(edition_id(12, start), "12-20261122T170000");
  const auto parsed = parse_edition_id("12-20261122T170000");
  ASSERT_TRUE(parsed.has_value());
  EXPECT_EQ(parsed->first, 12);
  EXPECT_EQ(parsed->second, start);
  for (const auto* bad :
       {"", "12", "12-", "x-20261122T170000", "-1-20261122T170000", "0-20261122T170000", "012-20261122T170000",
        "+1-20261122T170000", "12-20261122T1700", "12-20261122T170000Z", "12-20260230T170000", "12-20261122T240000",
        "12-20261122 170000", "99999999999999999999-20261122T170000"}) {
    const auto result = parse_edition_id(bad);
    ASSERT_FALSE(result.has_value()) << bad;
    EXPECT_EQ(result.error().code, ErrorCode::not_found);
  }
}

}  // namespace
}  // namespace wardcast::scheduler
