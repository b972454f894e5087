// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/editorial/newsroom.hpp"
#include "tests/unit/statistics/log_rows.hpp"

namespace wardcast::editorial {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class ReportApi : public Newsroom {};

TEST_F(ReportApi, AnOldLogBecomesFiguresAndAReport) {
  const auto log = statistics::log_text(statistics::golden_rows());
  const auto first = post("operator", "/api/v1/import", log);
  ASSERT_EQ(first.status, 200) << first.raw.body;
  EXPECT_EQ(first.body.at("new").as_int64(), 244);
  EXPECT_EQ(first.body.at("programmes").as_int64(), 59);
  const auto figures = get("board", "/api/v1/statistics?from=2018-01-01&to=2018-03-31").body;
  EXPECT_EQ(figures.at("programmes").as_int64(), 59);
  EXPECT_EQ(figures.at("on_air_seconds").as_double(), 106'200.0);
  EXPECT_EQ(figures.at("items").as_int64(), 244);
  EXPECT_EQ(figures.at("sweeps").as_int64(), 0);
  EXPECT_EQ(figures.at("faults").as_int64(), 0);
  EXPECT_EQ(get("board", "/api/v1/reports?quarter=2018Q1").body.at("on_air_text").as_string(), "29h30'");
  EXPECT_EQ(get("board", "/api/v1/reports?from=2018-02-01&to=2018-02-28").body.at("programmes").as_int64(), 15);
  const auto csv = get("board", "/api/v1/reports?quarter=2018Q1&format=csv");
  EXPECT_EQ(csv.status, 200);
  EXPECT_EQ(csv.raw.content_type, "text/csv; charset=utf-8");
  EXPECT_THAT(csv.raw.body, HasSubstr("Thời lượng phát;29h30'"));
  EXPECT_THAT(get("board", "/api/v1/reports?quarter=2018Q1&format=csv&language=en").raw.body,
              HasSubstr("Time on air;29h30'"));

  const auto again = post("operator", "/api/v1/import", log);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body.at("new").as_int64(), 0);
  EXPECT_EQ(again.body.at("known").as_int64(), 244);
  int told = 0;
  for (const auto& entry : audit()) told += entry.action == "log.import" ? 1 : 0;
  EXPECT_EQ(told, 1) << "who brought it is on record, once";
}

TEST_F(ReportApi, AWrongLogIsRefusedWhole) {
  auto rows = statistics::golden_rows();
  ASSERT_EQ(post("operator", "/api/v1/import", statistics::log_text(rows)).status, 200);
  rows[7].replace(rows[7].find("Tin số"), 3, "Bài");
  const auto changed = post("operator", "/api/v1/import", statistics::log_text(rows));
  EXPECT_EQ(changed.status, 409);
  EXPECT_THAT(changed.fields(), ::testing::ElementsAre(StartsWith("9:")));
  const auto wrong =
      post("operator", "/api/v1/import", statistics::log_text({"hôm qua;17:00;;;P;1;T;;;;;own;;missed;"}));
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.fields(), ::testing::ElementsAre("2:1"));
  for (const auto* who : {"board", "editor", "technician", "contributor"}) {
    EXPECT_EQ(post(who, "/api/v1/import", "").status, 403) << who;
  }
  EXPECT_EQ(get("contributor", "/api/v1/reports?quarter=2018Q1").status, 403);
}

TEST_F(ReportApi, WhatCannotBeAskedIsSaid) {
  for (const auto* query : {"quarter=2018Q5", "", "from=2018-01-01", "from=2018-02-01&to=2018-01-01",
                            "quarter=2018Q1&format=pdf", "quarter=2018Q1&language=fr"}) {
    EXPECT_EQ(get("board", std::string{"/api/v1/reports?"} + query).status, 422) << query;
  }
}

}  // namespace
}  // namespace wardcast::editorial
