// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "daemon/statistics/csv.hpp"
#include "daemon/statistics/log_import.hpp"
#include "daemon/statistics/report_csv.hpp"
#include "daemon/statistics/report_json.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/statistics/airings.hpp"
#include "tests/unit/statistics/log_rows.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::statistics {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using Line = std::vector<std::string>;

CivilDate date(const std::string& text) { return parse_date(text).value(); }
const Period kQuarter{date("2018-01-01"), date("2018-03-31")};

class Reports : public ::testing::Test {
 protected:
  void take(const std::vector<std::string>& rows) {
    Problems problems{"log.csv"};
    const auto read = read_programme_log(log_text(rows), zone_, now_, problems);
    ASSERT_TRUE(store_->atomically([&]() -> Result<void> {
      const auto made = import_log(*store_, read, zone_, problems);
      if (!made) return made.error();
      return {};
    })) << problems.count();
  }
  void put(const store::AsRun& run) {
    ASSERT_TRUE(store_->append(run.airing));
    for (const auto& segment : run.segments) ASSERT_TRUE(store_->append(segment));
    for (const auto& skip : run.skips) ASSERT_TRUE(store_->append(skip));
    ASSERT_TRUE(store_->append(*run.end));
  }
  Report made(Period period = kQuarter) { return report_of(*store_, "Đài truyền thanh phường Gia Thụy", period, now_); }
  std::vector<Line> csv(Language language = Language::vi, Period period = kQuarter) {
    text_ = report_csv(made(period), language, zone_);
    Problems problems{"report.csv"};
    std::vector<Line> lines;
    for (const auto& row : read_csv(text_, problems)) {
      auto& line = lines.emplace_back();
      for (const auto& field : row) line.push_back(field.text);
    }
    EXPECT_EQ(problems.count(), 0U);
    return lines;
  }

  store::TempFolder folder_;
  TimeZone zone_ = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  WallTime now_ = hanoi("2018-04-02", 8, 30);
  std::unique_ptr<store::Store> store_ = store::open_store(folder_.path()).value();
  std::string text_;
};

TEST_F(Reports, TheGoldenQuarterOnPaper) {
  take(golden_rows());
  const auto lines = csv();
  EXPECT_TRUE(text_.starts_with(kByteOrderMark));
  EXPECT_THAT(lines, Contains(Line{"Kỳ báo cáo", "Quý I/2018"}));
  EXPECT_THAT(lines, Contains(Line{"Từ ngày", "01/01/2018"}));
  EXPECT_THAT(lines, Contains(Line{"Đến ngày", "31/03/2018"}));
  EXPECT_THAT(lines, Contains(Line{"Số liệu tính đến", "02/04/2018 08:30"}));
  EXPECT_THAT(lines, Contains(Line{"Chương trình đã phát", "59", "–", "–", "–"}));
  EXPECT_THAT(lines, Contains(Line{"Thời lượng phát", "29h30'", "–", "–", "–"}));
  EXPECT_THAT(lines, Contains(Line{"Tin, bài", "244", "–", "–", "–"}));
  EXPECT_THAT(lines, Contains(Line{"01/2018", "22", "22", "0", "0", "11h00'", "0h00'", "0h00'", "0h00'", "11h00'"}));
  EXPECT_THAT(lines, Contains(Line{"02/2018", "15", "15", "0", "0", "7h30'", "0h00'", "0h00'", "0h00'", "7h30'"}));
  EXPECT_THAT(lines, Contains(Line{"03/2018", "22", "22", "0", "0", "11h00'", "0h00'", "0h00'", "0h00'", "11h00'"}));
  EXPECT_THAT(lines, Contains(Line{"Quý I/2018", "59", "59", "0", "0", "29h30'", "0h00'", "0h00'", "0h00'", "29h30'"}));
  EXPECT_THAT(lines, Contains(::testing::Each(::testing::StartsWith("Chương trình: một số phát theo lịch"))))
      << "the counting rules stand under it";
}

TEST_F(Reports, TheGoldenQuarterForMachines) {
  take(golden_rows());
  const auto json = report_json(made(), Language::vi, zone_);
  EXPECT_EQ(json.at("quarter").as_string(), "2018Q1");
  EXPECT_EQ(json.at("programmes").as_int64(), 59);
  EXPECT_EQ(json.at("on_air_seconds").as_double(), 106'200.0);
  EXPECT_EQ(json.at("on_air_text").as_string(), "29h30'");
  EXPECT_EQ(json.at("items").as_int64(), 244);
  EXPECT_EQ(json.at("as_of").as_string(), "2018-04-02T08:30:00+07:00");
  std::vector<std::pair<std::int64_t, std::string>> months;
  int items = 0;
  for (const auto& month : json.at("months").as_array()) {
    months.emplace_back(month.at("programmes").as_int64(), month.at("on_air_text").as_string().c_str());
    items += month.at("items").to_number<int>();
  }
  EXPECT_THAT(months, ElementsAre(std::pair{22, "11h00'"}, std::pair{15, "7h30'"}, std::pair{22, "11h00'"}));
  EXPECT_EQ(items, 244);
  EXPECT_TRUE(json.at("previous_period").is_null());
  EXPECT_EQ(json.at("counting_rules").as_array().size(), counting_rules(Language::vi).size());
}

TEST_F(Reports, EveryLineOfAReport) {
  take({
      "2017-12-29;17:00;17:00;17:10;Bản tin;1;Cũ;Tin;Y tế;Đào;Trạm Y tế;own;z1;full;",
      "2018-01-02;17:00;17:00;17:10;Bản tin;1;Cũ;Tin;Y tế;Đào;Trạm Y tế;own;z1;full;",
      "2018-01-02;17:00;17:10;17:20;Bản tin;2;Mới; Bài;Y tế;Đào;Trạm Y tế;own;z1;full;",
      "2018-02-05;17:00;;;Bản tin;;;;;;;own;z1,z2;missed;mất điện",
      "2018-02-06;17:00;17:00;17:05;Bản tin;1;Mới hơn;Bài;;;;own;z1;partial;đứt dây",
      "2018-02-07;05:00;05:00;05:30;Thời sự;1;Thời sự;;;;;relay;z1;full;",
  });
  const auto all = csv();
  EXPECT_THAT(all, Contains(Line{"Chương trình đã phát", "2", "1", "–", "+100,0"}));
  EXPECT_THAT(all, Contains(Line{"Thời lượng phát", "0h25'", "0h10'", "–", "+150,0"}));
  EXPECT_THAT(all, Contains(Line{"Tin, bài", "1", "1", "–", "0,0"})) << "Cũ is not new, Mới hơn was cut";
  EXPECT_THAT(all, Contains(Line{"Lượt phát tin, bài", "2", "1", "–", "+100,0"}));
  EXPECT_THAT(all, Contains(Line{"02/2018", "2", "1", "1", "1", "0h05'", "0h30'", "0h00'", "0h00'", "0h35'"}));
  EXPECT_THAT(all, Contains(Line{"Bài", "1", "1", "0", "0", "0", "0", "1", "1", "0", "–", "–"}));
  EXPECT_THAT(all, Contains(Line{"Tin", "0", "1", "0", "0", "0", "0", "0", "1", "1", "–", "-100,0"}));
  EXPECT_THAT(all, Contains(Line{"CỘNG", "1", "2", "0", "0", "0", "0", "1", "2", "1", "–", "0,0"}));
  EXPECT_THAT(all, Contains(Line{"Trạm Y tế", "1", "2", "1", "0h20'"}));
  EXPECT_THAT(all, Contains(Line{"(không ghi)", "0", "0", "1", "0h05'"}));
  EXPECT_THAT(all, Contains(Line{"1", "05/02/2018", "17:00", "Bản tin", "z1, z2", "0h00'", "mất điện"}));
  EXPECT_THAT(all, Contains(Line{"1", "06/02/2018", "17:00", "Bản tin", "z1", "0h05'", "đứt dây"}));
  const auto english = csv(Language::en);
  EXPECT_THAT(english, Contains(Line{"Period", "Quarter I/2018"}));
  EXPECT_THAT(english, Contains(Line{"Programmes aired", "2", "1", "–", "+100.0"}));
}

TEST_F(Reports, ReasonsOfTheStationInWords) {
  put(Aired{"2018-01-02"}.item(1, 1000).skip(2).done());
  auto cut = Aired{"2018-01-03"}.item(3, 500, 1000).done();
  cut.segments.back().end_reason = "crash";
  put(cut);
  auto away = Aired{"2018-01-04"}.done("missed");
  away.end->reason = "not_running";
  put(away);
  put(Aired{"2018-01-05"}.item(4, 100, 100, store::Confirmation::not_heard).done());
  const auto report = made();
  ASSERT_EQ(report.partial.size(), 2U);
  EXPECT_THAT(report.partial[0].reasons, ElementsAre("unapproved"));
  EXPECT_THAT(report.partial[1].reasons, ElementsAre("crash"));
  ASSERT_EQ(report.missed.size(), 2U);
  EXPECT_THAT(report.missed[0].reasons, ElementsAre("not_running"));
  EXPECT_THAT(report.missed[1].reasons, ElementsAre("not_heard"));
  EXPECT_THAT(csv(), Contains(Line{"1", "04/01/2018", "17:00", "", "z1, z2", "0h00'", "máy không chạy"}));
}

TEST(ReportWords, NumbersAsTheyArePrinted) {
  EXPECT_EQ(hours_text(seconds{106'200}), "29h30'");
  EXPECT_EQ(hours_text(seconds{0}), "0h00'");
  EXPECT_EQ(hours_text(seconds{27'000}), "7h30'");
  EXPECT_EQ(hours_text(seconds{29}), "0h00'");
  EXPECT_EQ(hours_text(seconds{3599}), "1h00'");
  EXPECT_EQ(hours_text(std::chrono::hours{1234}), "1234h00'");
  EXPECT_EQ(count_text(Language::vi, 10'100), "10.100");
  EXPECT_EQ(count_text(Language::vi, 999), "999");
  EXPECT_EQ(count_text(Language::vi, 1'391'871), "1.391.871");
  EXPECT_EQ(count_text(Language::en, 10'100), "10,100");
  EXPECT_EQ(change_text(Language::vi, 60, 59), "-1,7");
  EXPECT_EQ(change_text(Language::vi, 59, 59), "0,0");
  EXPECT_EQ(change_text(Language::vi, 12, 13), "+8,3");
  EXPECT_EQ(change_text(Language::vi, 0, 13), "–");
  EXPECT_EQ(month_text("2018-03"), "03/2018");
}

TEST(ReportWords, Periods) {
  const auto text = [](const std::string& from, const std::string& to) {
    return period_text(Language::vi, {date(from), date(to)});
  };
  EXPECT_EQ(text("2018-10-01", "2018-12-31"), "Quý IV/2018");
  EXPECT_EQ(text("2018-03-01", "2018-03-31"), "Tháng 3/2018");
  EXPECT_EQ(text("2018-09-20", "2018-10-20"), "20/09/2018–20/10/2018");
}

}  // namespace
}  // namespace wardcast::statistics
