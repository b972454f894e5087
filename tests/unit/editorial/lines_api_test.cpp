// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::HasSubstr;

/// Four loudspeakers of 15 W on 100 V: 60 W, which draw 60 mA of 10 V.
constexpr health::Measured kWhole{10, 0.06, {}};

class LinesApi : public Newsroom {};

TEST_F(LinesApi, ListsEachWithWhatIsKnownOfIt) {
  const auto told = get("board", "/api/v1/lines");
  ASSERT_EQ(told.status, 200);
  const auto& lines = told.body.at("lines").as_array();
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].at("id").as_string(), "lz1");
  EXPECT_EQ(lines[0].at("meter").as_string(), "m1:1");
  EXPECT_EQ(lines[0].at("health").at("verdict").as_string(), "unknown");
  EXPECT_EQ(lines[0].at("speakers").as_array().size(), 4U);
  EXPECT_TRUE(lines[0].at("reference").is_null());
  EXPECT_EQ(lines[2].at("health").at("verdict").as_string(), "not_measured") << "without a meter it is never in order";
  EXPECT_EQ(get("contributor", "/api/v1/lines").status, 403);
  EXPECT_EQ(get("board", "/api/v1/lines/none").status, 404);
}

TEST_F(LinesApi, APersonOnSiteConfirmsAReferenceAndLaterTestsAreJudgedByIt) {
  lines_.reads["lz1"] = kWhole;
  EXPECT_EQ(post("technician", "/api/v1/lines/lz1/reference", "{}").status, 422) << "why?";
  const auto told = post("technician", "/api/v1/lines/lz1/reference", R"({"reason":"all four heard on site"})");
  ASSERT_EQ(told.status, 200);
  EXPECT_NEAR(told.body.at("reference").at("watts").to_number<double>(), 60, 0.1);
  EXPECT_EQ(told.body.at("reference").at("who").as_string(), "technician");
  EXPECT_TRUE(told.body.at("resolution").at("one_lost_shows").as_bool());
  lines_.reads["lz1"] = {10, 0.045, {}};
  const auto tested = post("technician", "/api/v1/lines/lz1/test");
  ASSERT_EQ(tested.status, 200);
  EXPECT_EQ(tested.body.at("measurement").at("verdict").as_string(), "partial");
  EXPECT_EQ(tested.body.at("measurement").at("lost").at("best").to_number<int>(), 1);
  EXPECT_EQ(get("board", "/api/v1/lines/lz1").body.at("health").at("verdict").as_string(), "partial");
}

TEST_F(LinesApi, ABusyLineIsTestedLater) {
  const auto told = post("technician", "/api/v1/lines/lz1/test");
  EXPECT_EQ(told.status, 202);
  EXPECT_THAT(told.text("detail"), HasSubstr("on air there"));
}

TEST_F(LinesApi, ALineWithoutAMeterHasNoReference) {
  EXPECT_EQ(post("technician", "/api/v1/lines/lz3/reference", R"({"reason":"heard"})").status, 409);
}

TEST_F(LinesApi, AShortedLineIsLeftAloneUntilItsFaultIsResolved) {
  faults_.raise("short", "short:line/lz1", "Short circuit.", clock_.now());
  EXPECT_EQ(post("technician", "/api/v1/lines/lz1/test").status, 409);
  EXPECT_EQ(get("board", "/api/v1/lines/lz1").body.at("faults").at(0).at("class").as_string(), "short");
}

TEST_F(LinesApi, OnlyTechniciansTest) {
  for (const auto* who : {"contributor", "operator", "editor", "board"}) {
    EXPECT_EQ(post(who, "/api/v1/lines/lz1/test").status, 403) << who;
    EXPECT_EQ(post(who, "/api/v1/sweeps").status, 403) << who;
  }
}

TEST_F(LinesApi, SessionsAreBegunListedAndStopped) {
  EXPECT_EQ(post("technician", "/api/v1/sweeps", R"({"lines":["none"]})").status, 422);
  const auto begun = post("technician", "/api/v1/sweeps", R"({"dry":true,"lines":["lz1"]})");
  ASSERT_EQ(begun.status, 201);
  EXPECT_EQ(begun.text("id"), "m1");
  EXPECT_EQ(post("technician", "/api/v1/sweeps").status, 409);
  const auto told = get("board", "/api/v1/sweeps");
  ASSERT_EQ(told.status, 200);
  EXPECT_EQ(told.body.at("running").as_array().size(), 1U);
  EXPECT_EQ(post("technician", "/api/v1/sweeps/m1/stop").status, 200);
  EXPECT_EQ(post("technician", "/api/v1/sweeps/m1/stop").status, 404);
}

TEST_F(LinesApi, UntilWhenTestsArePostponedIsTold) {
  EXPECT_TRUE(get("board", "/api/v1/sweeps").body.at("postponed_until").is_null());
  EXPECT_EQ(post("technician", "/api/v1/sweeps/any/postpone", R"({"seconds":3600})").status, 200);
  EXPECT_EQ(get("board", "/api/v1/sweeps").text("postponed_until"), "2026-11-22T11:00:00+07:00");
  EXPECT_EQ(post("technician", "/api/v1/sweeps/any/postpone", R"({"seconds":0})").status, 200);
  EXPECT_TRUE(get("board", "/api/v1/sweeps").body.at("postponed_until").is_null());
}

TEST_F(LinesApi, AStopKeepsTheNextTestWaiting) {
  EXPECT_EQ(post("operator", "/api/v1/stop").status, 200);
  EXPECT_THAT(lines_.done, testing::Contains("hushed for 600"));
}

TEST_F(LinesApi, HistoryComesFromTheRecord) {
  store::Measurement row;
  row.line = "lz1";
  row.at = kNow;
  row.sweep = "s1";
  row.purpose = "sweep";
  row.verdict = "ok";
  row.watts = 60;
  on_desk([&] { return store_->append(row).has_value(); });
  const auto told = get("board", "/api/v1/lines/lz1/measurements");
  ASSERT_EQ(told.status, 200);
  ASSERT_EQ(told.body.at("measurements").as_array().size(), 1U);
  EXPECT_EQ(told.body.at("measurements").at(0).at("watts").to_number<double>(), 60);
}

}  // namespace
}  // namespace wardcast::editorial
