// SPDX-License-Identifier: GPL-3.0-or-later
// `wardcast rehearse` as a person runs it: the program itself, its words and its exit code.
#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_to.hpp>

#include "tests/support/wardcast_program.hpp"
#include "tests/unit/cli/small_station.hpp"

namespace wardcast::test {
namespace {

class Rehearse : public ::testing::Test {
 protected:
  Outcome run(const std::string& rest, bool merged = false) {
    return wardcast("rehearse --config " + station.config().string() + " " + rest, merged);
  }
  /// The whole document of a day.
  boost::json::value day(const std::string& date = "2018-01-02") {
    const auto said = run("--from " + date + " --to " + date + " --json");
    EXPECT_EQ(said.exit_code, 0);
    return boost::json::parse(said.output);
  }
  std::int64_t figure(const boost::json::value& all, const char* name) {
    return boost::json::value_to<std::int64_t>(all.at("statistics").at(name));
  }
  scheduler::Programme news(const std::string& start = "2018-01-02T17:00", int minutes = 30) {
    return station.programme("Bản tin", start, minutes, {"z1", "z3"});
  }
  SmallStation station;
};

TEST_F(Rehearse, AirsAnEditionAsTheDaemonWould) {
  auto programme = news();
  programme.items = {station.add_item(22500), station.add_item(9000)};
  station.add(programme);
  const auto all = day();
  const auto& journal = all.at("journal").as_array();
  ASSERT_EQ(journal.size(), 1U);
  const auto& airing = journal[0];
  EXPECT_EQ(airing.at("id").as_string(), "a1-20180102T170000");
  EXPECT_EQ(airing.at("started_at").as_string(), "2018-01-02T17:00:00+07:00");
  EXPECT_EQ(airing.at("ended_at").as_string(), "2018-01-02T17:10:30+07:00");
  EXPECT_EQ(airing.at("result").as_string(), "full");
  EXPECT_EQ(airing.at("reason").as_string(), "finished");
  EXPECT_EQ(airing.at("on_air_seconds").as_double(), 630);
  ASSERT_EQ(airing.at("segments").as_array().size(), 2U);
  EXPECT_EQ(airing.at("segments").as_array()[1].at("confirmation").as_string(), "confirmed");
  EXPECT_EQ(airing.at("segments").as_array()[1].at("started_at").as_string(), "2018-01-02T17:07:30+07:00");
  EXPECT_EQ(figure(all, "programmes"), 1);
  EXPECT_EQ(figure(all, "items"), 2);
}

TEST_F(Rehearse, SaysTheSameToTheByteAndLeavesEveryByteAsItWas) {
  auto programme = news("2018-01-01T17:00");
  programme.rrule = "FREQ=DAILY";
  programme.items = {station.add_item(22500), station.add_item(90000)};
  station.add(programme);
  auto music = station.programme("Ca nhạc", "2018-01-01T17:10", 30, {"z2"});
  music.rrule = "FREQ=WEEKLY;BYDAY=SA,SU";
  music.priority = 100;
  music.items = {station.add_item(1000), station.add_item(3)};
  station.add(music);
  station.leave();
  const auto before = station.bytes();
  const auto first = run("--from 2018-01-01 --to 2018-01-31 --json");
  const auto second = run("--from 2018-01-01 --to 2018-01-31 --json");
  EXPECT_EQ(first.exit_code, 0);
  EXPECT_EQ(boost::json::parse(first.output).at("journal").as_array().size(), 39U);
  EXPECT_EQ(first.output, second.output);
  EXPECT_EQ(station.bytes(), before);
}

TEST_F(Rehearse, ItemsCountAsTheyStandToday) {
  auto programme = news();
  const auto lost = station.add_item(500);
  const auto draft = station.add_item(500);
  const auto expired = station.add_item(500);
  const auto cut_short = station.add_item(500);
  const auto good = station.add_item(500);
  programme.items = {lost, draft, expired, cut_short, good};
  station.add(programme);
  auto item = station.store().item(draft).value();
  item.status = store::ItemStatus::submitted;
  ASSERT_TRUE(station.store().update_item(item));
  item = station.store().item(expired).value();
  item.expires_on = parse_date("2018-01-01").value();
  ASSERT_TRUE(station.store().update_item(item));
  std::filesystem::remove(station.recording(station.store().item(lost)->media));
  std::filesystem::resize_file(station.recording(station.store().item(cut_short)->media), 200);
  station.add(station.programme("Không có gì", "2018-01-02T18:00", 30, {"z1"}));
  const auto all = day();
  const auto& airing = all.at("journal").as_array()[0];
  EXPECT_EQ(airing.at("result").as_string(), "partial");
  EXPECT_EQ(airing.at("on_air_seconds").as_double(), 10);
  std::vector<std::string> reasons;
  for (const auto& skip : airing.at("skips").as_array()) reasons.emplace_back(skip.at("reason").as_string());
  EXPECT_EQ(reasons, (std::vector<std::string>{"missing_file", "unapproved", "expired", "unreadable"}));
  const auto& empty = all.at("journal").as_array()[1];
  EXPECT_EQ(empty.at("result").as_string(), "missed");
  EXPECT_EQ(empty.at("reason").as_string(), "empty_rundown");
  EXPECT_EQ(figure(all, "programmes_partial"), 1);
  EXPECT_EQ(figure(all, "programmes_missed"), 1);
}

TEST_F(Rehearse, TheStrongerTakesTheZonesAndTheClockRunsOn) {
  auto weak = station.programme("Yếu", "2018-01-02T17:00", 30, {"z1"});
  weak.items = {station.add_item(90000)};
  station.add(weak);
  auto strong = station.programme("Mạnh", "2018-01-02T17:10", 5, {"z2"});  // on the same amplifier
  strong.priority = 128;
  strong.items = {station.add_item(15000)};
  station.add(strong);
  const auto journal = day().at("journal").as_array();
  ASSERT_EQ(journal.size(), 2U);
  EXPECT_EQ(journal[1].at("on_air_seconds").as_double(), 300);
  // 25 minutes, and less by what it takes until the line is read back closed after the other's end.
  EXPECT_LE(journal[0].at("on_air_seconds").as_double(), 1500);
  EXPECT_GE(journal[0].at("on_air_seconds").as_double(), 1499);
}

TEST_F(Rehearse, WhatIsOnAirWhenItBeginsHoldsItsZonesButIsNotWrittenDown) {
  auto early = station.programme("Trước", "2018-01-02T17:00", 30, {"z1"});
  early.items = {station.add_item(90000)};
  station.add(early);
  auto late = station.programme("Sau", "2018-01-02T17:20", 5, {"z1"});
  late.items = {station.add_item(500)};
  station.add(late);
  const auto said = run("--from 2018-01-02T17:15 --to 2018-01-03 --json");
  const auto journal = boost::json::parse(said.output).at("journal").as_array();
  ASSERT_EQ(journal.size(), 1U) << said.output;
  EXPECT_EQ(journal[0].at("title").as_string(), "Sau");
  EXPECT_EQ(journal[0].at("reason").as_string(), "busy");
}

TEST_F(Rehearse, WhatBeginsBeforeTheEndIsAiredToItsEnd) {
  auto programme = news();
  programme.items = {station.add_item(22500)};
  station.add(programme);
  const auto said = run("--from 2018-01-02T16:00 --to 2018-01-02T17:00:01 --json");
  const auto journal = boost::json::parse(said.output).at("journal").as_array();
  ASSERT_EQ(journal.size(), 1U);
  EXPECT_EQ(journal[0].at("on_air_seconds").as_double(), 450);
  const auto before = run("--from 2018-01-02T16:00 --to 2018-01-02T17:00 --json");
  EXPECT_TRUE(boost::json::parse(before.output).at("journal").as_array().empty());
}

TEST_F(Rehearse, ADrillTakesTheZonesIsOnRecordAndCountsNowhere) {
  auto programme = news();
  programme.items = {station.add_item(90000)};
  station.add(programme);
  const auto message = std::to_string(station.add_item(500));
  const auto asked = std::string{"--from 2018-01-02 --to 2018-01-02 "};
  const auto alone = day();
  const auto beside = boost::json::parse(run(asked + "--drill 2018-01-02T18:00 " + message + " --json").output);
  EXPECT_EQ(beside.at("statistics"), alone.at("statistics"));
  ASSERT_EQ(beside.at("journal").as_array().size(), 2U);
  const auto& drill = beside.at("journal").as_array()[1];
  EXPECT_EQ(drill.at("drill").as_bool(), true);
  EXPECT_EQ(drill.at("origin").as_string(), "emergency");
  EXPECT_EQ(drill.at("result").as_string(), "full");
  EXPECT_EQ(drill.at("planned_start").as_string(), "2018-01-02T18:00:00+07:00");
  EXPECT_EQ(drill.at("zones").as_array().size(), 3U);
  ASSERT_EQ(drill.at("segments").as_array().size(), 2U);
  EXPECT_EQ(drill.at("segments").as_array()[0].at("role").as_string(), "tone");
  EXPECT_EQ(drill.at("segments").as_array()[1].at("packets").as_int64(), 500);

  // Over a programme: 3 s of tone and 10 s of words are lost to it, and a moment until it is heard again.
  const auto over = boost::json::parse(run(asked + "--drill 2018-01-02T17:10 " + message + " --json").output);
  EXPECT_NEAR(over.at("statistics").at("on_air_seconds").as_double(), 1800 - 13, 1);
  EXPECT_EQ(figure(over, "items"), 1) << "more than 95 % of it was heard";
}

TEST_F(Rehearse, ADrillThatMayNotBeIsRefused) {
  const auto message = std::to_string(station.add_item(500));
  const auto refused = [&](const std::string& drill, int code) {
    const auto said = run("--from 2018-01-02 --to 2018-01-02 --drill " + drill, true);
    EXPECT_EQ(said.exit_code, code) << said.output;
    return said.output;
  };
  EXPECT_NE(refused("2018-01-03T18:00 " + message, 2).find("outside"), std::string::npos);
  EXPECT_NE(refused("2018-01-02T18:00 999", 2).find("no item 999"), std::string::npos);
  EXPECT_EQ(refused("yesterday " + message, 2).find("2018-01-02T18"), std::string::npos);
  EXPECT_NE(refused("2018-01-02T03:15 " + message, 4).find("hours guard"), std::string::npos);
  auto item = station.store().item(std::stoll(message)).value();
  item.status = store::ItemStatus::submitted;
  ASSERT_TRUE(station.store().update_item(item));
  EXPECT_NE(refused("2018-01-02T18:00 " + message, 2).find("unapproved"), std::string::npos);
}

TEST_F(Rehearse, TellsAPersonInAFewLines) {
  auto programme = news("2018-01-01T17:00");
  programme.rrule = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";
  const auto item = station.add_item(22500);
  programme.items = {item, station.add_item(22500), station.add_item(22500), station.add_item(22500)};
  station.add(programme);
  ASSERT_TRUE(station.store().put_edition_change({"1-20180103T170000", std::vector<store::ItemId>{}, false}));
  ASSERT_TRUE(station.store().put_edition_change({"1-20180104T170000", std::nullopt, true}));
  const auto said = run("--from 2018-01-01 --to 2018-01-07");
  EXPECT_EQ(said.output,
            "2018-01-03T17:00:00  Bản tin: missed (empty_rundown)\n"
            "programmes   3 (0 partial, 1 missed)\n"
            "on air       1h30'\n"
            "items        4 (12 airings)\n"
            "editions     4 rehearsed, 0 with a clash\n");
}

TEST_F(Rehearse, TakesAnotherDataFolder) {
  auto programme = news();
  programme.items = {station.add_item(500)};
  station.add(programme);
  station.leave();
  const auto elsewhere = station.folder() / "copy of data";
  std::filesystem::copy(station.data(), elsewhere, std::filesystem::copy_options::recursive);
  std::filesystem::remove_all(station.data());
  const auto said = run("--from 2018-01-02 --to 2018-01-02 --json --data '" + elsewhere.string() + "'");
  EXPECT_EQ(figure(boost::json::parse(said.output), "programmes"), 1);
}

TEST_F(Rehearse, ExitCodesAreTheContracts) {
  EXPECT_EQ(run("--from 2018-01-02").exit_code, 2);
  EXPECT_EQ(run("--from 2018-01-02 --to yesterday").exit_code, 2);
  EXPECT_EQ(wardcast("rehearse --config /does/not/exist.toml --from 2018-01-02 --to 2018-01-02").exit_code, 3);
  EXPECT_EQ(run("--from 2018-01-02 --to 2018-01-02 --data /does/not/exist").exit_code, 4);
}

}  // namespace
}  // namespace wardcast::test
