// SPDX-License-Identifier: GPL-3.0-or-later
// `wardcast plan` as a person runs it: the program itself, its words and its exit code.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "tests/support/wardcast_program.hpp"
#include "tests/unit/cli/small_station.hpp"

namespace wardcast::test {
namespace {

class Plan : public ::testing::Test {
 protected:
  Outcome plan(const std::string& rest, bool merged = true) {
    return wardcast("plan --config " + station.config().string() + " " + rest, merged);
  }
  SmallStation station;
};

TEST_F(Plan, IsATableAPersonCanRead) {
  auto news = station.programme("Bản tin", "2026-11-23T17:00", 30, {"z1", "z3"});
  news.rrule = "FREQ=WEEKLY;BYDAY=MO,WE";
  news.items = {station.add_item(30 * 60 * 50)};
  station.add(news);
  auto late = station.programme("Ca nhạc", "2026-11-25T21:15", 30, {"z2"});
  late.priority = 100;
  station.add(late);
  ASSERT_TRUE(station.store().put_edition_change({"1-20261130T170000", std::nullopt, true}));
  const auto said = plan("--from 2026-11-23 --to 2026-11-30");
  EXPECT_EQ(said.exit_code, 0);
  EXPECT_EQ(said.output,
            "Mon 2026-11-23  17:00-17:30  Bản tin  (z1, z3; 1 item; priority 64)  1-20261123T170000\n"
            "Wed 2026-11-25  17:00-17:30  Bản tin  (z1, z3; 1 item; priority 64)  1-20261125T170000\n"
            "Wed 2026-11-25  21:15-21:45  Ca nhạc  (z2; 0 items; priority 100)  2-20261125T211500\n"
            "                    refused: 2026-11-25 21:15-21:45 is not within the allowed hours of zone 'z2' "
            "(05:30-21:30): it would be cut at 21:30; move or shorten it, or change allowed_hours in the site file\n"
            "                    empty: The rundown is empty: the programme will be missed.\n"
            "Mon 2026-11-30  17:00-17:30  CANCELLED  Bản tin  (z1, z3; 1 item; priority 64)  1-20261130T170000\n"
            "4 editions, 1 cancelled, 0 with a clash, 1 refused somewhere, 1 whose rundown is not right\n");
}

TEST_F(Plan, TellsClashesAlsoThroughASharedAmplifier) {
  station.add(station.programme("Một", "2026-11-23T17:00", 30, {"z1"}));
  station.add(station.programme("Hai", "2026-11-23T17:20", 30, {"z2", "z3"}));
  const auto said = plan("--from 2026-11-23 --to 2026-11-23");
  EXPECT_NE(said.output.find("clashes with 'Hai' (2-20261123T172000) in z1, equal priority"), std::string::npos)
      << said.output;
  EXPECT_NE(said.output.find("2 with a clash"), std::string::npos) << said.output;
}

TEST_F(Plan, GivesTheTimetablesJson) {
  station.add(station.programme("Bản tin", "2026-11-23T17:00", 30, {"z1"}));
  const auto said = plan("--from 2026-11-23T16:00 --to 2026-11-23T17:00:01 --json");
  EXPECT_EQ(said.exit_code, 0);
  const auto editions = boost::json::parse(said.output).at("editions").as_array();
  ASSERT_EQ(editions.size(), 1U);
  EXPECT_EQ(editions[0].at("id").as_string(), "1-20261123T170000");
  EXPECT_EQ(editions[0].at("start").as_string(), "2026-11-23T17:00:00+07:00");
  EXPECT_TRUE(editions[0].at("clashes").as_array().empty());
  EXPECT_TRUE(boost::json::parse(plan("--from 2026-11-23T17:30 --to 2026-11-24 --json").output)
                  .at("editions")
                  .as_array()
                  .empty());
}

TEST_F(Plan, WarnsOfRundownsAsTheTimetableDoes) {
  const auto whole = station.add_item(10 * 60 * 50);
  const auto lost = station.add_item(10 * 60 * 50 + 1);
  std::filesystem::remove(station.recording(station.store().item(lost)->media));
  auto draft = *station.store().item(station.add_item(100));
  draft.status = store::ItemStatus::draft;
  ASSERT_TRUE(station.store().update_item(draft));
  const auto add = [this](const char* start, std::vector<store::ItemId> items) {
    auto programme = station.programme("Bản tin", start, 20, {"z1"});
    programme.items = std::move(items);
    station.add(programme);
  };
  add("2026-11-23T06:00", {whole, whole});
  add("2026-11-23T07:00", {});
  add("2026-11-23T08:00", {whole});
  add("2026-11-23T09:00", {whole, whole, whole});
  add("2026-11-23T10:00", {whole, draft.id, whole});
  add("2026-11-23T11:00", {whole, lost, whole});
  add("2026-11-23T12:00", {whole, 999, whole});
  const std::vector<std::string> expected{"",           "empty",      "underfull",   "overfull",
                                          "unapproved", "unreadable", "unknown_item"};
  const auto said = plan("--from 2026-11-23 --to 2026-11-23 --json");
  const auto editions = boost::json::parse(said.output).at("editions").as_array();
  ASSERT_EQ(editions.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& warnings = editions[i].at("warnings").as_array();
    ASSERT_EQ(warnings.size(), expected[i].empty() ? 0U : 1U) << i << ' ' << boost::json::serialize(warnings);
    if (warnings.empty()) continue;
    EXPECT_EQ(warnings[0].at("reason").as_string(), expected[i]);
  }
  EXPECT_EQ(editions[4].at("warnings").at(0).at("items").at(0).as_int64(), draft.id);
  const auto table = plan("--from 2026-11-23 --to 2026-11-23").output;
  for (std::size_t i = 1; i < expected.size(); ++i)
    EXPECT_NE(table.find("\n                    " + expected[i] + ": "), std::string::npos) << table;
  EXPECT_NE(table.find("6 whose rundown is not right"), std::string::npos) << table;
}

TEST_F(Plan, TakesInstantsLocalTimesAndDates) {
  station.add(station.programme("Bản tin", "2026-11-23T17:00", 30, {"z1"}));
  for (const auto* window : {"--from 2026-11-23 --to 2026-11-23", "--from 2026-11-23T10:00:00Z --to 2026-11-23T17:30",
                             "--from 2026-11-23T17:29:59+07:00 --to 2026-11-24T00:00:00+07:00"}) {
    EXPECT_NE(plan(window).output.find("1 edition,"), std::string::npos) << window;
  }
}

TEST_F(Plan, AWrongWindowIsAMistakeOfUse) {
  for (const auto* wrong : {"--from 2026-11-23", "--to 2026-11-23", "--from tomorrow --to 2026-11-23",
                            "--from 2026-11-24 --to 2026-11-23", "--from 2026-02-30 --to 2026-11-23",
                            "--from 2026-11-23T17:00 --to 2026-11-23T17:00", "--from 1900-01-01 --to 2026-11-23"}) {
    EXPECT_EQ(plan(wrong).exit_code, 2) << wrong;
  }
}

TEST_F(Plan, AWrongSiteFileIsThreeAndAMissingDatabaseFour) {
  EXPECT_EQ(wardcast("plan --config /does/not/exist.toml --from 2026-11-23 --to 2026-11-23").exit_code, 3);
  const auto said = plan("--from 2026-11-23 --to 2026-11-23 --data " + (station.folder() / "nowhere").string());
  EXPECT_EQ(said.exit_code, 4);
  EXPECT_NE(said.output.find("There is no database"), std::string::npos) << said.output;
  EXPECT_FALSE(std::filesystem::exists(station.folder() / "nowhere")) << "asking makes no station";
}

TEST_F(Plan, ReadsBesideWhoeverHasTheDatabaseOpenAndLeavesEveryByteAsItWas) {
  station.add(station.programme("Bản tin", "2026-11-23T17:00", 30, {"z1"}));
  const auto while_open = station.bytes();
  EXPECT_NE(plan("--from 2026-11-23 --to 2026-11-23").output.find("1 edition,"), std::string::npos);
  auto after = station.bytes();
  std::erase_if(after, [](const auto& file) { return file.first.ends_with("-shm"); });  // locks, not data
  for (const auto& [name, bytes] : after) EXPECT_EQ(bytes, while_open.at(name)) << name;
  station.leave();
  const auto closed = station.bytes();
  EXPECT_NE(plan("--from 2026-11-23 --to 2026-11-23").output.find("1 edition,"), std::string::npos);
  EXPECT_EQ(station.bytes(), closed);
}

}  // namespace
}  // namespace wardcast::test
