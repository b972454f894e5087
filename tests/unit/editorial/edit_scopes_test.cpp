// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using store::ItemStatus;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class EditScopes : public Newsroom {
 protected:
  Told make(const std::string& rrule, const std::string& more = "") {
    return post("operator", "/api/v1/programmes",
                R"({"title": "Tin", "zones": ["z1"], "duration": 1800, "start": "2026-11-23T17:00", "rrule": ")" +
                    rrule + "\"" + more + "}");
  }
  static std::string at(std::int64_t id, const std::string& query) {
    return "/api/v1/programmes/" + std::to_string(id) + query;
  }
  Told remove(const std::string& address) { return ask("operator", http::Verb::delete_, address); }
  /// "title start duration" of what airs, cancelled ones left out.
  std::vector<std::string> airs(const std::string& from, const std::string& to) {
    std::vector<std::string> all;
    const auto told = get("board", "/api/v1/timetable?from=" + from + "&to=" + to);
    for (const auto& edition : told.body.at("editions").as_array()) {
      if (edition.at("cancelled").as_bool()) continue;
      all.push_back(std::string{edition.at("title").as_string()} + " " +
                    std::string{edition.at("start").as_string()}.substr(5, 11) + " " +
                    std::to_string(edition.at("duration").as_int64()));
    }
    return all;
  }
};

TEST_F(EditScopes, ThisOneBecomesAProgrammeOfItsOwn) {
  const auto id = make("FREQ=DAILY").id();
  const auto one = patch("operator", at(id, "?scope=this&at=2026-11-24"),
                         R"({"title": "Riêng", "start": "2026-11-24T18:00", "duration": 600})");
  ASSERT_EQ(one.status, 200) << one.raw.body;
  EXPECT_NE(one.id(), id);
  EXPECT_TRUE(one.body.at("rrule").is_null());
  EXPECT_EQ(boost::json::serialize(one.body.at("series").at("exdates")), R"(["2026-11-24"])");
  EXPECT_THAT(airs("2026-11-23", "2026-11-25"),
              ElementsAre("Tin 11-23T17:00 1800", "Riêng 11-24T18:00 600", "Tin 11-25T17:00 1800"));
  std::vector<std::string> actions;
  for (const auto& entry : audit()) actions.push_back(entry.action);
  EXPECT_THAT(actions, ElementsAre("programme.create", "programme.edit", "programme.create"));
}

TEST_F(EditScopes, ThisOneIsCheckedAgainstTheRestButNotAgainstWhatItReplaces) {
  const auto id = make("FREQ=DAILY").id();
  EXPECT_EQ(patch("operator", at(id, "?scope=this&at=2026-11-24T17:00"), R"({"start": "2026-11-24T17:10"})").status,
            200)
      << "over its own old place";
  const auto clash = patch("operator", at(id, "?scope=this&at=2026-11-25"), R"({"start": "2026-11-26T17:10"})");
  EXPECT_EQ(clash.status, 409);
  EXPECT_THAT(clash.text("detail"), HasSubstr(std::to_string(id) + "-20261126T170000"));
  const auto night = patch("operator", at(id, "?scope=this&at=2026-11-25"), R"({"start": "2026-11-25T03:00"})");
  EXPECT_EQ(night.status, 422);
  EXPECT_EQ(night.body.at("errors").at(0).at("reason").as_string(), "hours_guard");
  EXPECT_EQ(night.body.at("about").at("zones").at(0).as_string(), "z1");
  EXPECT_THAT(airs("2026-11-25", "2026-11-25"), ElementsAre("Tin 11-25T17:00 1800")) << "nothing is half done";
}

TEST_F(EditScopes, AnEditionsOwnRundownGoesWithIt) {
  const auto first = item(ItemStatus::approved, "Một");
  const auto id = make("FREQ=DAILY").id();
  const auto edition = [id](const char* when) { return "/api/v1/editions/" + std::to_string(id) + "-" + when; };
  const auto own = "{\"items\": [" + std::to_string(first) + "]}";
  ASSERT_EQ(ask("operator", http::Verb::put, edition("20261124T170000"), own).status, 200);
  ASSERT_EQ(ask("operator", http::Verb::put, edition("20261126T170000"), own).status, 200);
  ASSERT_EQ(remove(edition("20261127T170000")).status, 204);
  const auto one = patch("operator", at(id, "?scope=this&at=2026-11-24T17:00:00%2B07:00"), R"({"title": "Riêng"})");
  EXPECT_EQ(one.body.at("items").as_array().size(), 1U);
  const auto later = patch("operator", at(id, "?scope=following&at=2026-11-25"), R"({"start": "2026-11-25T18:00"})");
  ASSERT_EQ(later.status, 200) << later.raw.body;
  const auto moved = get("operator", "/api/v1/editions/" + std::to_string(later.id()) + "-20261126T180000");
  EXPECT_EQ(moved.body.at("items").as_array().size(), 1U);
  EXPECT_TRUE(get("operator", "/api/v1/editions/" + std::to_string(later.id()) + "-20261127T180000")
                  .body.at("cancelled")
                  .as_bool());
  const auto all = patch("operator", at(later.id(), ""), R"({"start": "2026-11-25T19:00"})");
  EXPECT_EQ(all.status, 200) << all.raw.body;
  EXPECT_EQ(get("operator", "/api/v1/editions/" + std::to_string(later.id()) + "-20261126T190000")
                .body.at("items")
                .as_array()
                .size(),
            1U);
  const auto gone = patch("operator", at(later.id(), ""), R"({"rrule": "FREQ=DAILY;BYDAY=WE"})");
  EXPECT_EQ(boost::json::serialize(gone.body.at("lost_edition_changes")),
            "[\"" + std::to_string(later.id()) + "-20261126T190000\"]");
  EXPECT_EQ(on_desk([this] { return store_->edition_changes(); }).size(), 2U)
      << "kept all the same, should it come back";
}

TEST_F(EditScopes, FollowingSplitsCountAndExceptions) {
  const auto id = make("FREQ=DAILY;COUNT=6", R"(, "exdates": ["2026-11-24", "2026-11-27"])").id();
  const auto later = patch("operator", at(id, "?scope=following&at=2026-11-26"), R"({"title": "Mới"})");
  ASSERT_EQ(later.status, 200) << later.raw.body;
  EXPECT_EQ(later.text("rrule"), "FREQ=DAILY;COUNT=3");
  EXPECT_EQ(later.text("start"), "2026-11-26T17:00:00");
  EXPECT_EQ(boost::json::serialize(later.body.at("exdates")), R"(["2026-11-27"])");
  EXPECT_EQ(later.body.at("series").at("rrule").as_string(), "FREQ=DAILY;UNTIL=20261126T165959");
  EXPECT_EQ(boost::json::serialize(later.body.at("series").at("exdates")), R"(["2026-11-24"])");
  EXPECT_THAT(airs("2026-11-20", "2026-12-10"), ElementsAre("Tin 11-23T17:00 1800", "Tin 11-25T17:00 1800",
                                                            "Mới 11-26T17:00 1800", "Mới 11-28T17:00 1800"));
}

TEST_F(EditScopes, FollowingKeepsTheRhythmAndTheEnd) {
  const auto id = make("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20270101").id();
  const auto before = airs("2026-11-20", "2027-01-31");
  const auto later = patch("operator", at(id, "?scope=following&at=2026-12-11"), R"({})");
  ASSERT_EQ(later.status, 200) << later.raw.body;
  EXPECT_THAT(airs("2026-11-20", "2027-01-31"), before);
  EXPECT_EQ(later.text("rrule"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20270101");
}

TEST_F(EditScopes, FollowingFromTheFirstIsTheWholeSeries) {
  const auto id = make("FREQ=DAILY").id();
  const auto all = patch("operator", at(id, "?scope=following&at=2026-11-23"), R"({"title": "Mới"})");
  EXPECT_EQ(all.id(), id);
  EXPECT_EQ(get("board", "/api/v1/programmes").body.at("programmes").as_array().size(), 1U);
  EXPECT_EQ(remove(at(id, "?scope=following&at=2026-11-23")).status, 204);
  EXPECT_EQ(get("board", at(id, "")).status, 404);
}

TEST_F(EditScopes, FollowingCannotBeginAtAnExtraDay) {
  ASSERT_EQ(ask("operator", http::Verb::put, "/api/v1/holiday-calendars/days",
                R"({"days_off": [], "extra_working_days": ["2026-11-28"]})")
                .status,
            201);
  const auto id = make("FREQ=WEEKLY;BYDAY=MO", R"(, "holiday_calendar": "days")").id();
  EXPECT_THAT(patch("operator", at(id, "?scope=following&at=2026-11-28"), "{}").fields(), ElementsAre("at"));
  EXPECT_EQ(patch("operator", at(id, "?scope=this&at=2026-11-28"), R"({"title": "Thứ Bảy"})").status, 200);
  EXPECT_THAT(airs("2026-11-28", "2026-11-28"), ElementsAre("Thứ Bảy 11-28T17:00 1800"));
}

TEST_F(EditScopes, Removing) {
  const auto id = make("FREQ=DAILY").id();
  EXPECT_EQ(remove(at(id, "?scope=this&at=2026-11-24")).status, 204);
  EXPECT_THAT(airs("2026-11-23", "2026-11-25"), ElementsAre("Tin 11-23T17:00 1800", "Tin 11-25T17:00 1800"));
  EXPECT_EQ(remove(at(id, "?scope=following&at=2026-11-26T17:00")).status, 204);
  EXPECT_THAT(airs("2026-11-25", "2027-01-20"), ElementsAre("Tin 11-25T17:00 1800"));
}

TEST_F(EditScopes, TheOnlyEditionOfASeriesIsTheProgrammeItself) {
  const auto id = make("FREQ=DAILY;COUNT=1").id();
  const auto one = patch("operator", at(id, "?scope=this&at=2026-11-23"), R"({"duration": 600})");
  ASSERT_EQ(one.status, 200) << one.raw.body;
  EXPECT_EQ(one.id(), id);
  EXPECT_THAT(airs("2026-11-20", "2026-12-10"), ElementsAre("Tin 11-23T17:00 600"));
}

TEST_F(EditScopes, WhatCannotBe) {
  const auto id = make("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR").id();
  const auto fields = [&](const std::string& query, const std::string& body = "{}") {
    const auto told = patch("operator", at(id, query), body);
    EXPECT_EQ(told.status, 422) << query;
    return told.fields();
  };
  EXPECT_THAT(fields("?scope=x"), ElementsAre("scope"));
  EXPECT_THAT(fields("?scope=this"), ElementsAre("at"));
  EXPECT_THAT(fields("?scope=this&at=tomorrow"), ElementsAre("at"));
  EXPECT_THAT(fields("?scope=this&at=2026-11-28"), ElementsAre("at")) << "a Saturday";
  EXPECT_THAT(fields("?scope=this&at=2026-11-24T17:01"), ElementsAre("at"));
  EXPECT_THAT(fields("?scope=this&at=2026-11-24", R"({"rrule": "FREQ=DAILY", "exdates": []})"),
              ElementsAre("rrule", "exdates"));
  EXPECT_THAT(fields("?scope=following&at=2026-11-24", R"({"zones": ["z9"]})"), ElementsAre("zones"));
  EXPECT_EQ(remove(at(id, "?scope=following&at=2026-11-28")).status, 422);
  ASSERT_EQ(remove(at(id, "?scope=this&at=2026-11-24")).status, 204);
  const auto cancelled = patch("operator", at(id, "?scope=this&at=2026-11-24"), "{}");
  EXPECT_EQ(cancelled.status, 409);
  EXPECT_EQ(cancelled.text("reason"), "edition_cancelled");
  const auto old =
      post("operator", "/api/v1/programmes",
           R"({"title": "Cũ", "zones": ["z3"], "duration": 60, "start": "2026-11-01T12:00", "rrule": "FREQ=DAILY"})")
          .id();
  const auto over = patch("operator", at(old, "?scope=this&at=2026-11-20"), "{}");
  EXPECT_EQ(over.status, 409);
  EXPECT_EQ(over.text("reason"), "edition_over");
  EXPECT_EQ(patch("operator", at(old, "?scope=following&at=2026-11-24"), R"({"title": "Mới"})").status, 200);
}

// A one-off laid over a series for a day: by a higher priority.
TEST_F(EditScopes, AOneOffOfHigherPriorityLiesOverASeries) {
  const auto id = make("FREQ=DAILY").id();
  const auto feast =
      post("operator", "/api/v1/programmes",
           R"({"title": "Lễ", "zones": ["z1"], "duration": 1800, "start": "2026-11-24T17:00", "priority": 128})");
  ASSERT_EQ(feast.status, 201) << feast.raw.body;
  const auto day = get("board", "/api/v1/timetable?from=2026-11-24&to=2026-11-24").body.at("editions").as_array();
  ASSERT_EQ(day.size(), 2U);
  for (const auto& edition : day) {
    ASSERT_EQ(edition.at("clashes").as_array().size(), 1U);
    EXPECT_FALSE(edition.at("clashes").as_array()[0].at("equal_priority").as_bool());
  }
  EXPECT_THAT(airs("2026-11-25", "2026-11-25"), ElementsAre("Tin 11-25T17:00 1800"));
  EXPECT_EQ(get("board", at(id, "")).body.at("exdates").as_array().size(), 0U);
}

TEST_F(EditScopes, AClashYearsAheadIsFound) {
  ASSERT_EQ(make("FREQ=YEARLY").status, 201);  // 23 November
  const auto told = post("operator", "/api/v1/programmes",
                         R"({"title": "Thứ Ba", "zones": ["z2"], "duration": 600, "start": "2026-11-24T17:10",
                             "rrule": "FREQ=WEEKLY"})");
  EXPECT_EQ(told.status, 409) << "Tuesday 23 November 2027, on the same amplifier";
  EXPECT_THAT(told.text("detail"), HasSubstr("-20271123T170000"));
  EXPECT_EQ(told.text("reason"), "overlap");
  const auto& about = told.body.at("about");
  EXPECT_THAT(std::string{about.at("edition").as_string()}, HasSubstr("-20271123T170000"));
  EXPECT_EQ(about.at("title").as_string(), "Tin");
  EXPECT_EQ(about.at("zones"), (boost::json::array{"z2"}));
  const auto leap = post("operator", "/api/v1/programmes",
                         R"({"title": "29/2", "zones": ["z3"], "duration": 600, "start": "2026-11-24T17:10",
                             "rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"})");
  EXPECT_EQ(leap.status, 201);
  EXPECT_EQ(post("operator", "/api/v1/programmes",
                 R"({"title": "Chủ nhật", "zones": ["z3"], "duration": 600, "start": "2026-11-24T17:10",
                     "rrule": "FREQ=WEEKLY;BYDAY=SU"})")
                .status,
            409)
      << "29 February 2032 is a Sunday";
}

}  // namespace
}  // namespace wardcast::editorial
