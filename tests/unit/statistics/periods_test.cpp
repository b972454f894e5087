// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/periods.hpp"

#include <gtest/gtest.h>

namespace wardcast::statistics {
namespace {

std::string text(Period period) { return format_date(period.from) + " " + format_date(period.to); }
Period period(const std::string& from, const std::string& to) {
  return {parse_date(from).value(), parse_date(to).value()};
}

TEST(Periods, Quarters) {
  EXPECT_EQ(text(period_of(*parse_quarter("2018Q1"))), "2018-01-01 2018-03-31");
  EXPECT_EQ(text(period_of(*parse_quarter("2024q4"))), "2024-10-01 2024-12-31");
  EXPECT_EQ(quarter_text(*quarter_of(period("2018-01-01", "2018-03-31"))), "2018Q1");
  EXPECT_FALSE(quarter_of(period("2018-01-01", "2018-03-30")));
  EXPECT_FALSE(quarter_of(period("2018-02-01", "2018-04-30")));
  for (const auto* wrong : {"", "2018", "2018Q0", "2018Q5", "2018Q11", "20I8Q1", "Q12018", "-018Q1"}) {
    EXPECT_FALSE(parse_quarter(wrong)) << wrong;
  }
}

struct Case {
  const char *from, *to, *before, *year_before;
};

TEST(Periods, TheOneBeforeAndTheOneAYearBefore) {
  const std::vector<Case> cases{
      {"2018-01-01", "2018-03-31", "2017-10-01 2017-12-31", "2017-01-01 2017-03-31"},
      {"2018-03-01", "2018-03-31", "2018-02-01 2018-02-28", "2017-03-01 2017-03-31"},
      {"2020-02-01", "2020-02-29", "2020-01-01 2020-01-31", "2019-02-01 2019-02-28"},
      {"2021-02-01", "2021-02-28", "2021-01-01 2021-01-31", "2020-02-01 2020-02-29"},
      {"2018-09-20", "2018-10-20", "2018-08-20 2018-09-19", "2017-09-20 2017-10-20"},
      {"2020-02-29", "2020-02-29", "2020-02-28 2020-02-28", "2019-02-28 2019-02-28"},
      {"2018-04-01", "2018-04-28", "2018-03-04 2018-03-31", "2017-04-01 2017-04-28"},
      {"2018-01-01", "2018-12-31", "2017-01-01 2017-12-31", "2017-01-01 2017-12-31"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(text(before(period(c.from, c.to))), c.before) << c.from;
    EXPECT_EQ(text(a_year_before(period(c.from, c.to))), c.year_before) << c.from;
  }
}

TEST(Periods, Months) {
  const auto months = months_of(period("2017-12-20", "2018-02-05"));
  ASSERT_EQ(months.size(), 3U);
  EXPECT_EQ(text(months[0]), "2017-12-20 2017-12-31");
  EXPECT_EQ(text(months[1]), "2018-01-01 2018-01-31");
  EXPECT_EQ(text(months[2]), "2018-02-01 2018-02-05");
}

}  // namespace
}  // namespace wardcast::statistics
