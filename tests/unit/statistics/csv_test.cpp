// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/csv.hpp"

#include <gtest/gtest.h>

namespace wardcast::statistics {
namespace {

std::vector<std::vector<std::string>> texts(std::string_view text, Problems& problems) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : read_csv(text, problems)) {
    auto& fields = rows.emplace_back();
    for (const auto& field : row) fields.push_back(field.text);
  }
  return rows;
}

using Table = std::vector<std::vector<std::string>>;

TEST(Csv, WhatSpreadsheetsWrite) {
  const std::vector<std::pair<std::string, Table>> cases{
      {"", {}},
      {"\n\r\n", {}},
      {"a;b", {{"a", "b"}}},
      {"\xEF\xBB\xBF"
       "a;b\r\nc;\r\n",
       {{"a", "b"}, {"c", ""}}},
      {";;\n", {{"", "", ""}}},
      {"\"a;b\";\"c\"\"d\"\n", {{"a;b", "c\"d"}}},
      {"\"two\nlines\";x", {{"two\nlines", "x"}}},
      {"\"\";\"\"", {{"", ""}}},
      {"a\"b;c", {{"a\"b", "c"}}},
  };
  for (const auto& [text, expected] : cases) {
    Problems problems{"log.csv"};
    EXPECT_EQ(texts(text, problems), expected) << text;
    EXPECT_EQ(problems.count(), 0U) << text;
  }
}

TEST(Csv, TellsWhereInCharacters) {
  Problems problems{"log.csv"};
  const auto rows = read_csv("đường;x\n\"a\nb\";ư;y\n", problems);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0][1].place, (Place{1, 7}));
  EXPECT_EQ(rows[1][0].place, (Place{2, 1}));
  EXPECT_EQ(rows[1][1].place, (Place{3, 4}));
  EXPECT_EQ(rows[1][2].place, (Place{3, 6}));
}

TEST(Csv, WrongQuotesAreTold) {
  Problems open{"log.csv"};
  (void)read_csv("a;\"b\nc", open);
  ASSERT_EQ(open.count(), 1U);
  EXPECT_EQ(open.in_file_order()[0].line, 1);
  EXPECT_EQ(open.in_file_order()[0].column, 3);
  Problems behind{"log.csv"};
  (void)read_csv("\"a\"b;c", behind);
  ASSERT_EQ(behind.count(), 1U);
  EXPECT_EQ(behind.in_file_order()[0].column, 4);
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  CsvWriter writer;
  writer.line({"a", "b;c", "d\"e", "two\nlines", "", "đ"}).field("-5,0").field("+3").end_line();
  const auto text = writer.done();
  EXPECT_TRUE(text.starts_with(kByteOrderMark));
  Problems problems{"x.csv"};
  EXPECT_EQ(texts(text, problems), (Table{{"a", "b;c", "d\"e", "two\nlines", "", "đ"}, {"-5,0", "+3"}}));
}

TEST(Csv, AFormulaIsOnlyText) {
  CsvWriter writer;
  writer.line({"=1+1", "@x", "-cmd", "+84 24"});
  EXPECT_EQ(writer.done(), std::string{kByteOrderMark} + "\"'=1+1\";\"'@x\";\"'-cmd\";\"'+84 24\"\r\n");
}

}  // namespace
}  // namespace wardcast::statistics
