// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<CivilDate> dates(const std::vector<std::string_view>& texts) {
  std::vector<CivilDate> all;
  for (const auto text : texts) all.push_back(date(text));
  return all;
}

Programme with_calendar(Programme planned, const std::vector<std::string_view>& off,
                        const std::vector<std::string_view>& extra) {
  planned.holiday_calendar = "days";
  planned.calendar = std::make_shared<const HolidayCalendar>(HolidayCalendar{"days", dates(off), dates(extra)});
  return planned;
}

std::vector<std::string> of(const Programme& planned, std::string_view from, std::string_view to) {
  return texts(occurrences(planned, ho_chi_minh(), civil(from), civil(to)));
}

const Programme kWeekdays = programme(1, "2026-11-23T17:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");

TEST(HolidayCalendars, TakeDaysOffAndGiveExtraDays) {
  const auto news = with_calendar(kWeekdays, {"2026-11-24", "2026-11-26"}, {"2026-11-28"});
  EXPECT_THAT(of(news, "2026-11-23T00:00", "2026-11-30T00:00"),
              ElementsAre("2026-11-23T17:00:00", "2026-11-25T17:00:00", "2026-11-27T17:00:00", "2026-11-28T17:00:00"));
}

TEST(HolidayCalendars, AnExtraDayThatTheRuleHasTooAirsOnce) {
  const auto news = with_calendar(kWeekdays, {}, {"2026-11-24"});
  EXPECT_THAT(of(news, "2026-11-24T00:00", "2026-11-25T00:00"), SizeIs(1));
}

TEST(HolidayCalendars, ExdatesBeatExtraDays) {
  auto news = with_calendar(kWeekdays, {}, {"2026-11-28", "2026-11-29"});
  news.exdates.push_back(date("2026-11-28"));
  EXPECT_THAT(of(news, "2026-11-28T00:00", "2026-11-30T00:00"), ElementsAre("2026-11-29T17:00:00"));
}

TEST(HolidayCalendars, ExtraDaysLieBetweenTheStartAndUntil) {
  auto news = with_calendar(kWeekdays, {}, {"2026-11-22", "2026-11-28", "2026-12-05", "2026-12-06"});
  news.rrule += ";UNTIL=20261205T165959";
  EXPECT_THAT(of(news, "2026-11-01T00:00", "2026-11-23T12:00"), IsEmpty()) << "before the start";
  EXPECT_THAT(of(news, "2026-11-28T00:00", "2026-11-30T00:00"), SizeIs(1));
  EXPECT_THAT(of(news, "2026-12-05T00:00", "2026-12-30T00:00"), IsEmpty()) << "past UNTIL by a second";
  news.rrule = "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261205T100000Z";
  EXPECT_THAT(of(news, "2026-12-05T00:00", "2026-12-30T00:00"), SizeIs(1));
}

TEST(HolidayCalendars, CountCountsWhatTheRuleGivesAndEndsTheExtraDaysToo) {
  for (const auto* rule : {"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=5",
                           "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5"}) {
    auto news = with_calendar(kWeekdays, {"2026-11-24"}, {"2026-11-28"});
    news.rrule = rule;
    EXPECT_THAT(of(news, "2026-11-01T00:00", "2027-01-01T00:00"),
                ElementsAre("2026-11-23T17:00:00", "2026-11-25T17:00:00", "2026-11-26T17:00:00", "2026-11-27T17:00:00"))
        << rule << ": the fifth is Friday the 27th, so the Saturday lies past the end";
    news.rrule.back() = '6';
    EXPECT_THAT(of(news, "2026-11-28T00:00", "2026-11-29T00:00"), SizeIs(1))
        << rule << ": the sixth is Monday the 30th";
    EXPECT_THAT(of(news, "2026-11-28T18:00", "2027-01-01T00:00"), ElementsAre("2026-11-30T17:00:00")) << rule;
  }
}

TEST(HolidayCalendars, ADayInBothListsIsOff) {
  EXPECT_THAT(of(with_calendar(kWeekdays, {"2026-11-28"}, {"2026-11-28"}), "2026-11-28T00:00", "2026-11-29T00:00"),
              IsEmpty());
}

TEST(HolidayCalendars, AProgrammeThatAirsOnceKeepsItsOnlyDate) {
  const auto once = with_calendar(programme(1, "2026-11-23T17:00", ""), {"2026-11-24"}, {"2026-11-28"});
  EXPECT_THAT(of(once, "2026-11-01T00:00", "2027-01-01T00:00"), ElementsAre("2026-11-23T17:00:00"));
  EXPECT_THAT(of(with_calendar(once, {"2026-11-23"}, {}), "2026-11-01T00:00", "2027-01-01T00:00"), IsEmpty());
  EXPECT_FALSE(first_occurrence(with_calendar(once, {"2026-11-23"}, {}), ho_chi_minh()));
}

TEST(HolidayCalendars, TheTimetableSeesThemAndTheirClashes) {
  auto news = with_calendar(kWeekdays, {"2026-11-24"}, {"2026-11-28"});
  const std::vector<Programme> two{news, programme(2, "2026-11-28T17:10", "")};
  const auto tuesday = timetable(two, {}, ward(), ho_chi_minh(), instant("2026-11-24T00:00:00+07:00"),
                                 instant("2026-11-25T00:00:00+07:00"));
  EXPECT_THAT(tuesday, IsEmpty());
  const auto saturday = timetable(two, {}, ward(), ho_chi_minh(), instant("2026-11-28T00:00:00+07:00"),
                                  instant("2026-11-29T00:00:00+07:00"));
  ASSERT_THAT(saturday, SizeIs(2));
  EXPECT_EQ(saturday[0].id, "1-20261128T170000");
  ASSERT_THAT(saturday[0].clashes, SizeIs(1));
  EXPECT_EQ(saturday[0].clashes[0].with, "2-20261128T171000");
}

}  // namespace
}  // namespace wardcast::scheduler
