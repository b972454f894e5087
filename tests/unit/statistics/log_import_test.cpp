// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/log_import.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "daemon/statistics/figures.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/statistics/airings.hpp"
#include "tests/unit/statistics/log_rows.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::statistics {
namespace {

using ::testing::HasSubstr;

CivilDate date(const std::string& text) { return parse_date(text).value(); }
const Period kQuarter{date("2018-01-01"), date("2018-03-31")};

class LogImport : public ::testing::Test {
 protected:
  /// As the command does it; what was wrong is in `said_`.
  std::optional<Imported> take(const std::vector<std::string>& rows) {
    Problems problems{"log.csv"};
    const auto read = read_programme_log(log_text(rows), zone_, hanoi("2026-11-24", 12), problems);
    Imported imported;
    const auto done = store_->atomically([&]() -> Result<void> {
      const auto made = import_log(*store_, read, zone_, problems);
      if (!made) return made.error();
      imported = *made;
      return {};
    });
    said_.clear();
    for (const auto& problem : problems.in_file_order()) said_ += problem.text() + "\n";
    if (!done) return std::nullopt;
    return imported;
  }
  [[nodiscard]] Figures counted(Period period = kQuarter) { return figures_of(*store_, period); }
  [[nodiscard]] std::size_t airings() { return store_->as_run(kQuarter.from, kQuarter.to).size(); }

  store::TempFolder folder_;
  TimeZone zone_ = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  std::unique_ptr<store::Store> store_ = store::open_store(folder_.path()).value();
  std::string said_;
};

TEST_F(LogImport, TheGoldenQuarter) {
  const auto imported = take(golden_rows());
  ASSERT_TRUE(imported) << said_;
  EXPECT_EQ(imported->fresh, 244);
  EXPECT_EQ(imported->programmes, 59);
  const auto figures = counted();
  EXPECT_EQ(figures.programmes, 59);
  EXPECT_EQ(figures.programmes_partial, 0);
  EXPECT_EQ(figures.programmes_missed, 0);
  EXPECT_EQ(figures.on_air, seconds{106'200});
  EXPECT_EQ(figures.unconfirmed, seconds{106'200}) << "no board was read";
  EXPECT_EQ(figures.items, 244);
  EXPECT_EQ(figures.item_airings, 244);
  ASSERT_EQ(figures.by_month.size(), 3U);
  EXPECT_EQ(figures.by_month[0].programmes, 22);
  EXPECT_EQ(figures.by_month[1].programmes, 15);
  EXPECT_EQ(figures.by_month[2].programmes, 22);
  EXPECT_TRUE(store_->unfinished().empty()) << "the station must not try to go on with one of them";
}

TEST_F(LogImport, TheSameFileAgainChangesNothing) {
  ASSERT_TRUE(take(golden_rows()));
  const auto again = take(golden_rows());
  ASSERT_TRUE(again) << said_;
  EXPECT_EQ(again->fresh, 0);
  EXPECT_EQ(again->known, 244);
  EXPECT_EQ(counted().items, 244);
  EXPECT_EQ(airings(), 59U);
}

TEST_F(LogImport, AChangedRowRefusesTheWholeFile) {
  ASSERT_TRUE(take(golden_rows()));
  auto changed = golden_rows();
  changed[100].replace(changed[100].find("Tin số"), 3, "Bài");
  changed.push_back("2018-03-31;17:00;17:00;17:05;Bản tin;1;Tin mới;tin;;;;own;;full;");
  EXPECT_FALSE(take(changed));
  EXPECT_THAT(said_, HasSubstr("log.csv:102:"));
  EXPECT_THAT(said_, HasSubstr("title: this row was imported with 'Tin số 101', now it says 'Bài số 101'"));
  EXPECT_EQ(airings(), 59U) << "the row that is new was not taken either";
  EXPECT_EQ(counted().items, 244);
}

TEST_F(LogImport, EveryFieldThatDiffersIsTold) {
  ASSERT_TRUE(take({"2018-01-02;17:00;17:00;17:05;P;1;T;k;t;a;u;own;z1;full;"}));
  EXPECT_FALSE(take({"2018-01-02;17:00;17:01;17:06;P;1;U;l;s;b;v;relay;z2;partial;x"}));
  for (const auto* field :
       {"started_at", "ended_at", "title", "kind", "theme", "author", "unit", "origin", "zones", "result", "reason"}) {
    EXPECT_THAT(said_, HasSubstr(std::string{": "} + field + ": this row was imported with")) << field;
  }
}

TEST_F(LogImport, OneItemIsOneWhateverTheDay) {
  const std::string words = ";Tiêm chủng;Thông báo;Y tế;Đào;Trạm Y tế;own;z1;full;";
  ASSERT_TRUE(take({"2018-01-02;17:00;17:00;17:05;P;1" + words, "2018-01-03;17:00;17:00;17:05;P;1" + words,
                    "2018-02-01;17:00;17:00;17:05;P;1;Tiêm chủng;Thông báo;Y tế;Hoa;Trạm Y tế;own;z1;full;"}));
  EXPECT_EQ(counted().items, 2) << "another author: another item";
  EXPECT_EQ(counted().item_airings, 3);
  ASSERT_TRUE(take({"2018-03-01;17:00;17:00;17:05;P;1" + words}));
  const auto march = counted({date("2018-03-01"), date("2018-03-31")});
  EXPECT_EQ(march.items, 0) << "first aired in January";
  EXPECT_EQ(march.item_airings, 1);
}

TEST_F(LogImport, MissedPartialRepeatRelayAndDrill) {
  ASSERT_TRUE(take({
      "2018-01-02;17:00;17:00;17:05;P;1;A;tin;;;;own;z1;full;",
      "2018-01-02;17:00;17:05;17:06;P;2;B;tin;;;;own;z1;partial;mất điện",
      "2018-01-02;17:00;;;P;3;C;tin;;;;own;z1;missed;mất điện",
      "2018-01-03;17:00;;;P;;;;;;;own;z1;missed;không có người trực",
      "2018-01-04;17:00;;;P;1;A;tin;;;;own;z1;missed;",
      "2018-01-05;19:00;19:00;19:05;P;1;A;tin;;;;repeat;z1;full;",
      "2018-01-05;05:00;05:00;05:30;Đài thành phố;1;Thời sự;;;;;relay;;full;",
      "2018-01-06;09:00;09:00;09:01;Còi;1;Diễn tập;;;;;emergency drill;;full;",
      "2018-01-06;10:00;10:00;10:02;Lũ;1;Lũ về;;;;;emergency;;full;",
  })) << said_;
  const auto figures = counted();
  EXPECT_EQ(figures.programmes, 1);
  EXPECT_EQ(figures.programmes_partial, 1);
  EXPECT_EQ(figures.programmes_missed, 2);
  EXPECT_EQ(figures.on_air, seconds{300 + 60 + 300});
  EXPECT_EQ(figures.items, 1) << "A; B was cut";
  EXPECT_EQ(figures.item_airings, 2);
  ASSERT_EQ(figures.by_origin.size(), 3U);
  EXPECT_EQ(figures.by_origin[0].key, "emergency");
  EXPECT_EQ(figures.by_origin[0].on_air, seconds{120});
  EXPECT_EQ(figures.by_origin[2].key, "relay");
  EXPECT_EQ(figures.by_origin[2].on_air, seconds{1800});
}

TEST_F(LogImport, ALaterLogMayAddToAProgramme) {
  ASSERT_TRUE(take({"2018-01-02;17:00;17:00;17:05;P;1;A;tin;;;;own;z1;full;"}));
  const auto more = take({"2018-01-02;17:00;17:00;17:05;P;1;A;tin;;;;own;z1;full;",
                          "2018-01-02;17:00;17:05;17:06;P;2;B;tin;;;;own;z1;partial;"});
  ASSERT_TRUE(more) << said_;
  EXPECT_EQ(more->fresh, 1);
  EXPECT_EQ(more->known, 1);
  EXPECT_EQ(counted().programmes, 1);
  EXPECT_EQ(counted().programmes_partial, 1);
  EXPECT_EQ(counted().on_air, seconds{360});
}

TEST_F(LogImport, WhatTheStationAiredItselfIsNotTakenTwice) {
  auto run = Aired{"2018-01-02"}.item(1, 15000).done();
  run.airing.title = "Bản tin";
  run.airing.programme = 3;
  ASSERT_TRUE(store_->append(run.airing));
  EXPECT_FALSE(take({"2018-01-02;17:00;17:00;17:05;Bản tin;1;A;tin;;;;own;z1;full;"}));
  EXPECT_THAT(said_, HasSubstr("the station itself has this programme of that date and time"));
  EXPECT_TRUE(take({"2018-01-02;17:00;17:00;17:05;Bản tin khác;1;A;tin;;;;own;z1;full;"}));
}

TEST_F(LogImport, TwoZonesAtOnceCountOnce) {
  ASSERT_TRUE(take({"2018-01-02;17:00;17:00;17:30;P;1;A;tin;;;;own;z1;full;",
                    "2018-01-02;17:10;17:10;17:40;Q;1;B;tin;;;;own;z2;full;"}));
  EXPECT_EQ(counted().on_air, std::chrono::minutes{40});
  EXPECT_EQ(counted().programmes, 2);
}

}  // namespace
}  // namespace wardcast::statistics
