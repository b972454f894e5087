// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/programme_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "tests/unit/statistics/log_rows.hpp"

namespace wardcast::statistics {
namespace {

using ::testing::HasSubstr;

const TimeZone kHanoi = TimeZone::locate("Asia/Ho_Chi_Minh").value();
const WallTime kToday = WallTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};

std::vector<LogRow> read(const std::string& text, Problems& problems) {
  return read_programme_log(text, kHanoi, kToday, problems);
}

/// The one row of a log that has nothing wrong.
store::ImportedRow good(const std::string& row) {
  Problems problems{"log.csv"};
  const auto rows = read(log_text({row}), problems);
  for (const auto& problem : problems.in_file_order()) ADD_FAILURE() << problem.text();
  return rows.size() == 1 ? rows[0].row : store::ImportedRow{};
}

std::string at(std::optional<WallTime> instant) { return instant ? kHanoi.rfc3339(*instant) : "none"; }

TEST(ProgrammeLog, ARowIsUnderstood) {
  const auto row = good(
      "2018-01-02;17:00;17:00:01;17:07:31,5;Bản tin  chiều ;1;Tin;Tin hoạt động;Y tế;Đào;Trạm Y tế;own;z1, z2;full;");
  EXPECT_EQ(row.local_date, "2018-01-02");
  EXPECT_EQ(at(row.planned_start), "2018-01-02T17:00:00+07:00");
  EXPECT_EQ(at(row.started_at), "2018-01-02T17:00:01+07:00");
  EXPECT_EQ(at(row.ended_at), "2018-01-02T17:07:31.500+07:00");
  EXPECT_EQ(row.programme, "Bản tin chiều");
  EXPECT_EQ(row.position, 1);
  EXPECT_EQ(row.zones, (std::vector<std::string>{"z1", "z2"}));
  EXPECT_EQ(row.origin, "own");
  EXPECT_EQ(row.result, "full");
}

TEST(ProgrammeLog, WaysToWriteTheSame) {
  const auto plain = good("2018-01-02;17:00;17:00:00;17:07:30;Bản tin;1;Tin;tin;;;;own;;full;");
  for (const auto* other : {
           "02/01/2018;17:00:00;17:00;17:07:30.0;Bản tin;01;Tin;tin;;;;;;Đủ;",
           "2/1/2018;17h00;17h00;17:07:30;\"Bản tin\";1;\"Tin\";tin;;;;Tự sản xuất;;FULL;",
           "2018-01-02;2018-01-02T17:00;02/01/2018 17:00;2018-01-02T10:07:30Z;Bản tin;1;Tin;tin;;;;Tự SX;;full;",
           "2018-01-02;17:00;2018-01-02T17:00:00+07:00;2018-01-02 17:07:30;Ba\xCC\x89n tin;1;Tin;tin;;;;own;;full;",
       }) {
    EXPECT_TRUE(good(other) == plain) << other;
  }
}

TEST(ProgrammeLog, MidnightPassesDuringAProgramme) {
  const auto row = good("2018-01-31;23:50;00:10;00:20;Đón giao thừa;2;Tin;tin;;;;own;;full;");
  EXPECT_EQ(at(row.started_at), "2018-02-01T00:10:00+07:00");
  EXPECT_EQ(at(row.ended_at), "2018-02-01T00:20:00+07:00");
  const auto over = good("2018-01-31;23:50;23:50;00:10;Đón giao thừa;1;Tin;tin;;;;own;;full;");
  EXPECT_EQ(at(over.ended_at), "2018-02-01T00:10:00+07:00");
  const auto early = good("2018-01-31;17:00;16:59:58;17:10;Bản tin;1;Tin;tin;;;;own;;full;");
  EXPECT_EQ(at(early.started_at), "2018-01-31T16:59:58+07:00");
}

TEST(ProgrammeLog, Origins) {
  const std::vector<std::pair<std::string, std::string>> cases{
      {"relay", "relay"},
      {"Tiếp âm", "relay"},
      {"notice", "notice"},
      {"Khẩn cấp", "emergency"},
      {"repeat", "own repeat"},
      {"Phát lại", "own repeat"},
      {"drill", "own drill"},
      {"emergency drill", "emergency drill"},
      {"Khẩn cấp diễn tập", "emergency drill"},
      {"relay repeat", "relay repeat"},
  };
  for (const auto& [said, meant] : cases) {
    EXPECT_EQ(good("2018-01-02;17:00;17:00;17:05;Bản tin;1;Tin;tin;;;;" + said + ";;full;").origin, meant) << said;
  }
}

TEST(ProgrammeLog, WhatWasMissedHasNoTimes) {
  const auto item = good("2018-01-02;17:00;;;Bản tin;1;Tin;tin;;;;own;;missed;mất điện");
  EXPECT_FALSE(item.started_at);
  EXPECT_EQ(item.reason, "mất điện");
  const auto programme = good("2018-01-02;17:00;;;Bản tin;;;;;;;own;;Bỏ lỡ;mất điện");
  EXPECT_EQ(programme.title, "");
  EXPECT_EQ(programme.result, "missed");
}

struct Bad {
  std::string row;
  int column;  ///< 0: not looked at
  std::string said;
};

TEST(ProgrammeLog, EveryProblemWithItsPlace) {
  const std::vector<Bad> cases{
      {"30/02/2018;17:00;17:00;17:05;P;1;T;;;;;own;;full;", 1, "date: '30/02/2018' is no date"},
      {"2018-01-02;25:00;17:00;17:05;P;1;T;;;;;own;;full;", 12, "planned_start: '25:00' is no time"},
      {"2018-01-02;2018-01-03T17:00;17:00;17:05;P;1;T;;;;;own;;full;", 12, "is not on 2018-01-02"},
      {"2018-01-02;17:00;17.00;17:05;P;1;T;;;;;own;;full;", 18, "started_at: '17.00' is no time"},
      {"2018-01-02;17:00;17:00;17:5;P;1;T;;;;;own;;full;", 24, "ended_at: '17:5' is no time"},
      {"2018-01-02;17:00;17:05;17:05;P;1;T;;;;;own;;full;", 24, "does not lie after started_at"},
      {"2018-01-02;17:00;17:05;17:00;P;1;T;;;;;own;;full;", 24, "does not lie after started_at"},
      {"2018-01-02;17:00;17:00;2018-02-02T17:00;P;1;T;;;;;own;;full;", 24, "more than a day"},
      {"2018-01-02;17:00;17:00;17:05;;1;T;;;;;own;;full;", 30, "programme: the programme needs a name"},
      {"2018-01-02;17:00;17:00;17:05;P;một;T;;;;;own;;full;", 32, "position: 'một' is no whole number"},
      {"2018-01-02;17:00;17:00;17:05;P;-1;T;;;;;own;;full;", 32, "position"},
      {"2018-01-02;17:00;17:00;17:05;P;;T;;;;;own;;full;", 32, "position"},
      {"2018-01-02;17:00;17:00;17:05;P;1;;;;;;own;;full;", 34, "title: the item needs a title"},
      {"2018-01-02;17:00;17:00;17:05;P;1;T;;;;;ours;;full;", 40, "origin: 'ours' is none of"},
      {"2018-01-02;17:00;17:00;17:05;P;1;T;;;;;own;;ok;", 45, "result: 'ok' is none of"},
      {"2018-01-02;17:00;17:00;17:05;P;1;T;;;;;own;;;", 45, "result: '' is none of"},
      {"2018-01-02;17:00;17:00;17:05;P;1;T;;;;;own;;missed;", 18, "what was missed has no times"},
      {"2018-01-02;17:00;;;P;1;T;;;;;own;;full;", 18, "started_at: '' is no time"},
      {"2030-01-02;17:00;17:00;17:05;P;1;T;;;;;own;;full;", 0, "future"},
      {"2018-01-02;17:00;17:00;17:05;P;1;T;own;full;", 1, "10 fields instead of 15"},
      {"2018-01-02;17:00;17:00;17:05;P;1;a;b;;;;own;;full;;", 1, "16 fields instead of 15"},
      {"2018-01-02;17:00;17:00;17:05;P;1;\xff;;;;;own;;full;", 34, "not UTF-8"},
      {"2018-01-02;17:00;17:00;17:05;P;1;\"T;;;;;own;;full;", 34, "has no end"},
  };
  for (const auto& bad : cases) {
    Problems problems{"log.csv"};
    (void)read(log_text({bad.row}), problems);
    ASSERT_GE(problems.count(), 1U) << bad.row;
    const auto first = problems.in_file_order()[0];
    EXPECT_THAT(first.text(), HasSubstr(bad.said)) << bad.row;
    EXPECT_EQ(first.line, 2) << bad.row;
    if (bad.column == 0) continue;
    EXPECT_EQ(first.column, bad.column) << bad.row;
  }
}

TEST(ProgrammeLog, AllProblemsAtOnce) {
  Problems problems{"log.csv"};
  (void)read(log_text({"2018-01-02;17:00;x;y;P;1;T;;;;;ours;;ok;", "hôm nay;17:00;;;P;1;T;;;;;own;;missed;"}),
             problems);
  EXPECT_EQ(problems.count(), 5U);
}

TEST(ProgrammeLog, AKeyComesOnceAndAProgrammeHasOneOrigin) {
  Problems twice{"log.csv"};
  const std::string row = "2018-01-02;17:00;17:00;17:05;P;1;T;;;;;own;;full;";
  (void)read(log_text({row, row}), twice);
  ASSERT_EQ(twice.count(), 1U);
  EXPECT_EQ(twice.in_file_order()[0].text(),
            "log.csv:3:32: line 2 has the same date, planned_start, programme and position");
  Problems origins{"log.csv"};
  (void)read(log_text({row, "2018-01-02;17:00;17:05;17:10;P;2;T;;;;;relay;;full;"}), origins);
  ASSERT_EQ(origins.count(), 1U);
  EXPECT_THAT(origins.in_file_order()[0].text(),
              HasSubstr("a programme has one origin: here 'relay', in line 2 'own'"));
}

TEST(ProgrammeLog, Headers) {
  const auto first_problem = [](const std::string& text) {
    Problems problems{"log.csv"};
    (void)read(text, problems);
    return problems.count() > 0 ? problems.in_file_order()[0].text() : std::string{};
  };
  EXPECT_THAT(first_problem(""), HasSubstr("log.csv:1:1: the file is empty"));
  EXPECT_THAT(first_problem("date,planned_start,started_at\n"), HasSubstr("save the table with ';' between columns"));
  EXPECT_THAT(first_problem("date;planed_start\n"), HasSubstr("log.csv:1:1: the column 'planned_start' is missing"));
  EXPECT_THAT(first_problem(kLogHeader + ";titel\n"), HasSubstr("did you mean 'title'?"));
  EXPECT_THAT(first_problem(kLogHeader + ";title\n"), HasSubstr("stands there twice"));
  EXPECT_EQ(first_problem("\xEF\xBB\xBF" + kLogHeader + "\r\n"), "");
}

TEST(ProgrammeLog, WhatIsSaidOfNonsenseIsStillText) {
  Problems problems{"log.csv"};
  (void)read("\xff\xfe;" + std::string(5000, 'x') + "\n", problems);
  bool told = false;
  for (const auto& problem : problems.in_file_order()) {
    EXPECT_TRUE(to_nfc(problem.message)) << "a message goes into JSON";
    EXPECT_LT(problem.message.size(), 400U);
    told = told || problem.message.find("not UTF-8") != std::string::npos;
  }
  EXPECT_TRUE(told);
}

}  // namespace
}  // namespace wardcast::statistics
