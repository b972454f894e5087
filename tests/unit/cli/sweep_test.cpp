// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <boost/json/parse.hpp>

#include "tests/support/wardcast_program.hpp"
#include "tests/unit/cli/small_station.hpp"

namespace wardcast::test {
namespace {
using testing::HasSubstr;
using testing::StartsWith;

/// A station with a session on record, whose database stays open as a running daemon's does.
class SweepCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    store::Sweep sweep;
    sweep.id = "s2018-03-12";
    sweep.local_date = "2018-03-12";
    sweep.planned_start = sweep.started_at = kBegun;
    sweep.planned_end = kBegun + std::chrono::hours{2};
    sweep.origin = "planned";
    sweep.lines = {"l1", "l2", "l3"};
    ASSERT_TRUE(station_.store().append(sweep));
    ASSERT_TRUE(station_.store().append(store::LineReference{
        0, "l1", kBegun - std::chrono::hours{1}, "tu", "Đã nghe từng loa", 150, 10, 0.15, {}, 1000}));
    store::Measurement row;
    row.line = "l1";
    row.at = kBegun + std::chrono::minutes{1};
    row.sweep = sweep.id;
    row.purpose = "sweep";
    row.verdict = "ok";
    row.volts = 10;
    row.amps = 0.149;
    row.watts = 149;
    row.reference_watts = 150;
    row.deviation = 150.0 / 149 - 1;
    row.detail = "In order.";
    ASSERT_TRUE(station_.store().append(row));
    ASSERT_TRUE(station_.store().append(
        store::SweepEnd{sweep.id, kBegun + std::chrono::minutes{5}, "partial", 1, 0, 0, 2, "stopped by tu"}));
  }
  Outcome run(const std::string& arguments) { return wardcast(arguments + " --config " + station_.config().string()); }

  static constexpr WallTime kBegun{seconds{1'520'816'400}};  // 2018-03-12 08:00 in Hanoi
  SmallStation station_;
};

TEST_F(SweepCommand, ListsSessionsAndMonths) {
  const auto told = run("sweep list --from 2018-03-01 --to 2018-03-31");
  EXPECT_EQ(told.exit_code, 0) << told.output;
  EXPECT_EQ(told.output,
            "s2018-03-12  2018-03-12T08:00:00+07:00  planned  partial  1 in order, 0 faulty, 0 unjudged, 2 not tested  "
            "stopped by tu\n2018-03: 1 of 4 sessions held\n");
  const auto json = boost::json::parse(run("sweep list --from 2018-03-01 --to 2018-03-31 --json").output);
  EXPECT_EQ(json.at("sweeps").at(0).at("result").as_string(), "partial");
  EXPECT_EQ(json.at("month").at("2018-03").at("held").as_int64(), 1);
  EXPECT_EQ(run("sweep list").output.find("s2018"), std::string::npos) << "the last three months";
  EXPECT_EQ(run("sweep list --from never").exit_code, 2);
  EXPECT_EQ(run("sweep list --from 2018-03-31 --to 2018-03-01").exit_code, 2);
}

TEST_F(SweepCommand, PrintsTheMinutes) {
  const auto csv = run("sweep minutes s2018-03-12");
  EXPECT_EQ(csv.exit_code, 0) << csv.output;
  EXPECT_THAT(csv.output, StartsWith("\xEF\xBB\xBF"
                                     "BIÊN BẢN KIỂM TRA ĐƯỜNG DÂY VÀ LOA\r\n"));
  EXPECT_THAT(csv.output, HasSubstr("Tháng 03/2018 – Buổi 01/04"));
  EXPECT_THAT(csv.output, HasSubstr("Tuyến tốt;1/3, chưa rõ 2"));
  EXPECT_THAT(run("sweep minutes s2018-03-12 --language en").output, HasSubstr("Lines in order"));
  const auto json = boost::json::parse(run("sweep minutes s2018-03-12 --format json").output);
  EXPECT_EQ(json.at("month").at("number").as_int64(), 1);
  EXPECT_EQ(json.at("lines").at(0).at("standing").as_string(), "good");
  const auto file = station_.folder() / "minutes.csv";
  EXPECT_EQ(run("sweep minutes s2018-03-12 -o " + file.string()).exit_code, 0);
  EXPECT_GT(std::filesystem::file_size(file), 500U);
  EXPECT_EQ(run("sweep minutes none").exit_code, 2);
  EXPECT_EQ(run("sweep").exit_code, 2);
}

TEST_F(SweepCommand, TellsLinesAndTheirHistory) {
  const auto told = run("line list");
  EXPECT_EQ(told.exit_code, 0) << told.output;
  EXPECT_THAT(told.output, HasSubstr("l1  z1  l1  0 loudspeakers  no meter  2018-03-12T08:01:00+07:00  sweep  ok  "
                                     "149.0 W of 150.0 W, +0.7 %\n"));
  EXPECT_THAT(told.output, HasSubstr("l3  z3  l3  0 loudspeakers  no meter  never tested\n"));
  const auto json = boost::json::parse(run("line list --json").output);
  EXPECT_EQ(json.at("lines").at(0).at("reference").at("who").as_string(), "tu");
  EXPECT_TRUE(json.at("lines").at(1).at("latest").is_null());

  const auto history = run("line history l1");
  EXPECT_THAT(history.output, StartsWith("2018-03-12T07:00:00+07:00  confirmed by tu  150.0 W  Đã nghe từng loa\n"));
  EXPECT_THAT(history.output, HasSubstr("+0.7 %  In order.\n"));
  EXPECT_EQ(boost::json::parse(run("line history l1 --json").output).at("measurements").as_array().size(), 1U);
  EXPECT_EQ(run("line history l2").exit_code, 0) << "nothing is on record of it, which is no mistake";
  EXPECT_EQ(run("line history none").exit_code, 2);
}

}  // namespace
}  // namespace wardcast::test
