// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <libical/ical.h>

#include "tests/unit/scheduler/support.hpp"

namespace wardcast::scheduler {
namespace {

using testing::HasSubstr;

struct Refused {
  std::string_view rule;
  std::string_view says;
};

class RefusedRules : public testing::TestWithParam<Refused> {};

TEST_P(RefusedRules, NameTheFaultAndTheFix) {
  const auto result = check_rrule(GetParam().rule);
  ASSERT_FALSE(result.has_value()) << GetParam().rule;
  EXPECT_EQ(result.error().field, "rrule");
  EXPECT_EQ(result.error().code, ErrorCode::invalid);
  EXPECT_THAT(result.error().detail, HasSubstr(std::string{GetParam().says})) << GetParam().rule;
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedRules,
    testing::Values(
        Refused{"", "is empty"}, Refused{"RRULE:FREQ=DAILY", "leave 'RRULE:' out"}, Refused{"DAILY", "NAME=VALUE"},
        Refused{"FREQ=DAILY;", "empty part"}, Refused{"FREQ=DAILY;;COUNT=2", "empty part"},
        Refused{"FREQ=", "no value"}, Refused{"BYDAY=MO", "FREQ is missing"},
        Refused{"FREQ=FORTNIGHTLY", "DAILY, WEEKLY, MONTHLY or YEARLY"}, Refused{"FREQ=HOURLY", "too often"},
        Refused{"FREQ=MINUTELY;INTERVAL=30", "too often"}, Refused{"FREQ=SECONDLY", "too often"},
        Refused{"FREQ=DAILY;BYHOUR=5,17", "time of day"}, Refused{"FREQ=DAILY;BYMINUTE=0", "time of day"},
        Refused{"FREQ=DAILY;BYSECOND=0", "time of day"}, Refused{"FREQ=WEEKLY;BYDAYS=MO", "did you mean BYDAY?"},
        Refused{"FREQ=DAILY;RSCALE=CHINESE", "'RSCALE' is not a part"}, Refused{"FREQ=DAILY;FREQ=WEEKLY", "twice"},
        Refused{"FREQ=DAILY;INTERVAL=0", "INTERVAL wants"}, Refused{"FREQ=DAILY;INTERVAL=-1", "INTERVAL wants"},
        Refused{"FREQ=DAILY;INTERVAL=2x", "INTERVAL wants"},
        Refused{"FREQ=DAILY;INTERVAL=99999999999", "INTERVAL wants"}, Refused{"FREQ=DAILY;COUNT=0", "COUNT wants"},
        Refused{"FREQ=DAILY;COUNT=3;UNTIL=20270101", "exclude each other"},
        Refused{"FREQ=DAILY;UNTIL=2027-01-01", "UNTIL wants"}, Refused{"FREQ=DAILY;UNTIL=20270230", "UNTIL wants"},
        Refused{"FREQ=DAILY;UNTIL=20270101T250000", "UNTIL wants"},
        Refused{"FREQ=DAILY;UNTIL=20270101T120000X", "UNTIL wants"}, Refused{"FREQ=WEEKLY;BYDAY=MO,XX", "'XX' is none"},
        Refused{"FREQ=WEEKLY;BYDAY=MO, TU", "' TU' is none"}, Refused{"FREQ=WEEKLY;BYDAY=1MO", "needs FREQ=MONTHLY"},
        Refused{"FREQ=MONTHLY;BYDAY=6MO", "at most 5"}, Refused{"FREQ=MONTHLY;BYDAY=0MO", "'0MO' is none"},
        Refused{"FREQ=YEARLY;BYDAY=54MO", "'54MO' is none"}, Refused{"FREQ=MONTHLY;BYDAY=1MO,FR", "mixes"},
        Refused{"FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=3", "exclude each other"},
        Refused{"FREQ=MONTHLY;BYMONTHDAY=32", "'32' is none"}, Refused{"FREQ=MONTHLY;BYMONTHDAY=0", "'0' is none"},
        Refused{"FREQ=YEARLY;BYMONTH=13", "'13' is none"}, Refused{"FREQ=YEARLY;BYMONTH=-1", "'-1' is none"},
        Refused{"FREQ=WEEKLY;BYMONTHDAY=1", "use FREQ=MONTHLY"},
        Refused{"FREQ=MONTHLY;BYYEARDAY=1", "need FREQ=YEARLY"},
        Refused{"FREQ=YEARLY;BYYEARDAY=1;BYMONTH=1", "stands alone"},
        Refused{"FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1", "every year"},
        Refused{"FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "name the days"}, Refused{"FREQ=MONTHLY;BYSETPOS=1", "add BYDAY"},
        Refused{"FREQ=WEEKLY;WKST=1", "WKST wants"}, Refused{"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "no date ever"},
        Refused{"FREQ=YEARLY;BYMONTH=4,6;BYMONTHDAY=31", "no date ever"},
        Refused{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-30", "no date ever"},
        Refused{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6", "no date ever"},
        Refused{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYSETPOS=2", "no date ever"}));

class AcceptedRules : public testing::TestWithParam<std::string_view> {};

TEST_P(AcceptedRules, AreAccepted) {
  const auto result = check_rrule(GetParam());
  EXPECT_TRUE(result.has_value()) << result.error().detail;
}

INSTANTIATE_TEST_SUITE_P(All, AcceptedRules,
                         testing::Values("FREQ=DAILY", "freq=weekly;byday=mo,fr",
                                         "FREQ=WEEKLY;WKST=SU;INTERVAL=2;BYDAY=SU", "FREQ=DAILY;UNTIL=20271231",
                                         "FREQ=DAILY;UNTIL=20271231T170000", "FREQ=DAILY;UNTIL=20271231T170000Z",
                                         "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1",
                                         "FREQ=MONTHLY;BYDAY=+1MO,-1FR", "FREQ=MONTHLY;BYMONTH=2;BYDAY=5MO",
                                         "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "FREQ=YEARLY;BYYEARDAY=366",
                                         "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
                                         "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"));

// The library keeps one global that would end the process; Debian builds it off, and nothing here writes it.
TEST(Libical, ErrorsAreNotFatal) { EXPECT_EQ(icalerror_get_errors_are_fatal(), 0); }

}  // namespace
}  // namespace wardcast::scheduler
