// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "daemon/editorial/plan_maker.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using store::ItemStatus;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kProgrammes = "/api/v1/programmes";

class ProgrammesApi : public Newsroom {
 protected:
  /// A programme of half an hour in z1 today at 17:00, but for these fields.
  static std::string body(const std::string& changes = "{}") {
    auto object =
        boost::json::parse(R"({"title": "Bản tin", "zones": ["z1"], "start": "2026-11-22T17:00", "duration": 1800})")
            .as_object();
    const auto changed = boost::json::parse(changes).as_object();
    for (const auto& change : changed) object[change.key()] = change.value();
    return boost::json::serialize(object);
  }
  static std::string at(std::int64_t id) { return std::string{kProgrammes} + "/" + std::to_string(id); }
  std::size_t count() { return get("board", kProgrammes).body.at("programmes").as_array().size(); }
};

boost::json::value without_warnings(boost::json::value programme) {
  programme.as_object().erase("warnings");
  return programme;
}

TEST_F(ProgrammesApi, AreMadeReadChangedAndRemoved) {
  const auto made = post("operator", kProgrammes, body());
  ASSERT_EQ(made.status, 201) << made.raw.body;
  const auto id = made.id();
  EXPECT_EQ(made.header("Location"), at(id));
  EXPECT_EQ(get("technician", at(id)).body, without_warnings(made.body));
  EXPECT_EQ(count(), 1U);
  const auto plans = plans_.load();
  const auto changed =
      ask("operator", http::Verb::patch, at(id) + "?scope=all", R"({"title": "Bản tin chiều", "duration": 900})");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.text("title"), "Bản tin chiều");
  EXPECT_EQ(changed.text("start"), made.text("start"));
  EXPECT_EQ(get("operator", at(id)).body, without_warnings(changed.body));
  EXPECT_EQ(patch("operator", at(id), boost::json::serialize(changed.body)).status, 200)
      << "an answer may be sent back";
  EXPECT_EQ(plans_, plans + 2);
  EXPECT_EQ(ask("operator", http::Verb::delete_, at(id)).status, 204);
  EXPECT_EQ(get("operator", at(id)).status, 404);
  EXPECT_EQ(count(), 0U);
  std::vector<std::string> actions;
  for (const auto& entry : audit()) actions.push_back(entry.action + " " + entry.target);
  const auto target = " programme/" + std::to_string(id);
  EXPECT_THAT(actions, ElementsAre("programme.create" + target, "programme.edit" + target, "programme.edit" + target,
                                   "programme.delete" + target));
  EXPECT_THAT(announced_, Contains("programmes"));
}

TEST_F(ProgrammesApi, EverythingWrongIsToldAtOnceAndNothingKept) {
  const auto told = post("operator", kProgrammes,
                         R"({"title": "", "zones": ["z9"], "start": "17:00", "duration": 0, "priority": 224})");
  EXPECT_EQ(told.status, 422);
  EXPECT_THAT(told.fields(), testing::UnorderedElementsAre("title", "zones", "start", "duration", "priority"));
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(plans_, 0);
  EXPECT_TRUE(audit().empty());
}

TEST_F(ProgrammesApi, TheHoursGuardRefusesOnSaving) {
  const auto night = post("operator", kProgrammes, body(R"({"start": "2026-11-23T03:15", "duration": 1200})"));
  EXPECT_EQ(night.status, 422);
  EXPECT_THAT(night.fields(), Contains("start"));
  EXPECT_EQ(post("operator", kProgrammes, body(R"({"start": "2026-11-22T21:15", "duration": 1800})")).status, 422)
      << "it would end after the hours";
  EXPECT_EQ(post("operator", kProgrammes, body(R"({"zones": ["z1", "z3"], "start": "2026-11-23T05:40"})")).status, 422)
      << "one of its zones sleeps longer";
  EXPECT_EQ(count(), 0U);
  EXPECT_EQ(post("operator", kProgrammes, body(R"({"start": "2026-11-23T05:40"})")).status, 201);
}

TEST_F(ProgrammesApi, EqualsThatOverlapAreConflictsThatNameEachOther) {
  const auto first =
      post("operator", kProgrammes, body(R"({"title": "Thời sự", "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"})"));
  ASSERT_EQ(first.status, 201) << first.raw.body;
  const auto second = post("operator", kProgrammes, body(R"({"start": "2026-12-01T17:20"})"));
  EXPECT_EQ(second.status, 409);
  EXPECT_THAT(second.text("detail"), HasSubstr("Thời sự"));
  EXPECT_THAT(second.text("detail"), HasSubstr(std::to_string(first.id()) + "-20261201T170000"));
  EXPECT_EQ(post("operator", kProgrammes, body(R"({"start": "2026-12-01T17:20", "zones": ["z2"]})")).status, 409)
      << "the same amplifier";
  EXPECT_EQ(post("operator", kProgrammes, body(R"({"start": "2026-12-01T17:20", "zones": ["z3"]})")).status, 201);
  EXPECT_EQ(post("operator", kProgrammes, body(R"({"start": "2026-12-01T17:20", "priority": 128})")).status, 201);
  const auto free = post("operator", kProgrammes, body(R"({"start": "2026-12-02T18:00"})"));
  ASSERT_EQ(free.status, 201);
  EXPECT_EQ(patch("operator", at(free.id()), R"({"start": "2026-12-02T17:29"})").status, 409);
  EXPECT_EQ(get("operator", at(free.id())).text("start"), free.text("start"));
  EXPECT_EQ(patch("operator", at(free.id()), R"({"start": "2026-12-02T17:30"})").status, 200);
  EXPECT_EQ(patch("operator", at(first.id()), R"({"title": "Thời sự mới"})").status, 200)
      << "it does not clash with itself";
}

TEST_F(ProgrammesApi, RolesAreKept) {
  const auto id = post("operator", kProgrammes, body()).id();
  for (const auto* who : {"contributor", "editor", "technician", "board"}) {
    EXPECT_EQ(post(who, kProgrammes, body()).status, 403) << who;
    EXPECT_EQ(patch(who, at(id), "{}").status, 403) << who;
    EXPECT_EQ(ask(who, http::Verb::delete_, at(id)).status, 403) << who;
  }
  EXPECT_EQ(get("contributor", kProgrammes).status, 403);
}

TEST_F(ProgrammesApi, TheTimetableShowsEditions) {
  const auto id = post("operator", kProgrammes, body(R"({"rrule": "FREQ=DAILY"})")).id();
  const auto day = get("board", "/api/v1/timetable?from=2026-11-24&to=2026-11-25").body.at("editions").as_array();
  ASSERT_EQ(day.size(), 2U);
  EXPECT_EQ(day[0].at("id").as_string(), std::to_string(id) + "-20261124T170000");
  EXPECT_EQ(day[0].at("start").as_string(), "2026-11-24T17:00:00+07:00");
  EXPECT_EQ(get("board", "/api/v1/timetable?from=2026-11-24T00:00:00Z&to=2026-11-24T12:00:00Z")
                .body.at("editions")
                .as_array()
                .size(),
            1U);
  EXPECT_EQ(get("board", "/api/v1/timetable?from=2026-11-24T00:00:00+07:00&to=2026-11-25T00:00:00+07:00")
                .body.at("editions")
                .as_array()
                .size(),
            1U)
      << "a plus sign as people type it";
  EXPECT_EQ(get("board", "/api/v1/timetable?from=2026-12-01&to=2027-03-02").status, 200) << "92 days";
  for (const auto* query : {"", "?from=2026-11-24", "?from=x&to=2026-11-24", "?from=2026-11-24&to=2026-11-23",
                            "?from=2026-12-01&to=2027-03-04", "?from=2026-02-30&to=2026-03-01"})
    EXPECT_EQ(get("board", std::string{"/api/v1/timetable"} + query).status, 422) << query;
}

TEST_F(ProgrammesApi, AnEditionMayHaveItsOwnRundownAndBeCancelled) {
  const auto first = item(ItemStatus::approved, "Một"), second = item(ItemStatus::approved, "Hai");
  const auto id =
      post("operator", kProgrammes, body("{\"rrule\": \"FREQ=DAILY\", \"items\": [" + std::to_string(first) + "]}"))
          .id();
  const auto edition = "/api/v1/editions/" + std::to_string(id) + "-20261124T170000";
  const auto put = [this, &edition](const std::string& json) {
    return ask("operator", http::Verb::put, edition, json);
  };
  EXPECT_EQ(get("board", edition).body.at("items").as_array().size(), 1U);
  const auto own = put("{\"items\": [" + std::to_string(second) + ", " + std::to_string(first) + "]}");
  ASSERT_EQ(own.status, 200) << own.raw.body;
  EXPECT_EQ(own.body.at("items").as_array().size(), 2U);
  EXPECT_EQ(get("board", edition).body, own.body);
  EXPECT_EQ(
      get("board", "/api/v1/editions/" + std::to_string(id) + "-20261125T170000").body.at("items").as_array().size(),
      1U);
  EXPECT_EQ(put(R"({"items": null})").body.at("items").as_array().size(), 1U) << "back to the programme's";
  EXPECT_EQ(put(R"({"items": []})").body.at("items").as_array().size(), 0U);
  for (const auto* bad : {"{}", R"({"items": [999]})", R"({"items": "1"})", R"({"items": [1.5]})", R"({"item": [1]})"})
    EXPECT_THAT(put(bad).fields(), Contains(testing::AnyOf("items", "item"))) << bad;
  EXPECT_EQ(ask("operator", http::Verb::delete_, edition).status, 204);
  EXPECT_TRUE(get("board", edition).body.at("cancelled").as_bool());
  EXPECT_EQ(put(R"({"items": []})").status, 409);
  EXPECT_FALSE(put(R"({"items": [], "cancelled": false})").body.at("cancelled").as_bool());
  for (const auto* none : {"999-20261124T170000", "1-20261124T170001", "1-x", "x"})
    EXPECT_EQ(get("board", std::string{"/api/v1/editions/"} + none).status, 404) << none;
}

// It was brought back whatever had been put in its place, and on the day one of the two was missed.
TEST_F(ProgrammesApi, ACancelledEditionIsBroughtBackOnlyWhereItMayStillAir) {
  const auto edition = [](std::int64_t id) { return "/api/v1/editions/" + std::to_string(id) + "-20261122T170000"; };
  const auto bring_back = [&](std::int64_t id) {
    return ask("operator", http::Verb::put, edition(id), R"({"items": null, "cancelled": false})");
  };
  const auto cancel = [&](std::int64_t id) {
    EXPECT_EQ(ask("operator", http::Verb::delete_, edition(id)).status, 204);
  };
  const auto first = post("operator", kProgrammes, body()).id();
  cancel(first);
  const auto second = post("operator", kProgrammes, body(R"({"title": "Thời sự"})"));
  ASSERT_EQ(second.status, 201) << second.raw.body;
  const auto refused = bring_back(first);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.text("reason"), "overlap");
  EXPECT_THAT(refused.text("detail"), HasSubstr("Thời sự"));
  EXPECT_THAT(refused.text("detail"), HasSubstr(std::to_string(second.id()) + "-20261122T170000"));
  EXPECT_TRUE(get("board", edition(first)).body.at("cancelled").as_bool());
  cancel(second.id());
  EXPECT_EQ(bring_back(first).status, 200) << "its place is free again";
  cancel(first);
  on_desk([this] {
    zones_[0].hours = {{6 * 60, 12 * 60}};
    return 0;
  });
  EXPECT_EQ(bring_back(first).status, 422) << "the hours were made shorter";
}

TEST_F(ProgrammesApi, ThePlanKnowsWhatMayAir) {
  const auto good = item(ItemStatus::approved, "Duyệt"), draft = item(ItemStatus::draft, "Nháp"),
             gone = item(ItemStatus::withdrawn, "Thu");
  EXPECT_EQ(patch("operator", "/api/v1/items/" + std::to_string(good), R"({"expires_on": "2026-11-23"})").status, 200);
  const auto id = post("operator", kProgrammes,
                       body("{\"rrule\": \"FREQ=DAILY\", \"items\": [" + std::to_string(good) + ", " +
                            std::to_string(draft) + "], " + "\"opening_item\": " + std::to_string(gone) + "}"))
                      .id();
  const auto plan = on_desk([this] { return PlanMaker{*store_, book_, zones_, zone_}.make(kNow); });
  EXPECT_EQ(plan->made_at, kNow);
  ASSERT_EQ(plan->editions.size(), 2U) << "36 hours ahead: today's and tomorrow's";
  EXPECT_EQ(plan->editions[0].id, std::to_string(id) + "-20261122T170000");
  ASSERT_EQ(plan->items.size(), 3U);
  EXPECT_EQ(plan->items.at(good).refused, "");
  EXPECT_EQ(plan->items.at(good).packets, 500U);
  EXPECT_EQ(plan->items.at(good).media, "10 Duyệt");
  EXPECT_EQ(plan->items.at(good).expires_at, zone_.to_wall(parse_civil("2026-11-24T00:00").value()));
  EXPECT_EQ(plan->items.at(draft).refused, "unapproved");
  EXPECT_EQ(plan->items.at(gone).refused, "withdrawn");
  EXPECT_FALSE(plan->items.at(gone).expires_at);
}

TEST_F(ProgrammesApi, ListsByPageZoneAndTitle) {
  const auto make = [&](const std::string& title, const std::string& zone, const std::string& hour) {
    const auto made = post("operator", "/api/v1/programmes",
                           R"({"title": ")" + title + R"(", "zones": [")" + zone + R"("], "start": "2026-11-23T)" +
                               hour + R"(:00:00", "duration": 600})");
    EXPECT_EQ(made.status, 201);
    return made.id();
  };
  const auto first = make("Phát thanh sáng", "z1", "07"), second = make("Ca nhạc", "z3", "07"),
             third = make("Phát thanh chiều", "z1", "17");
  const auto ids = [&](const std::string& query) {
    std::vector<std::int64_t> found;
    const auto told = get("board", "/api/v1/programmes" + query);
    for (const auto& one : told.body.at("programmes").as_array())
      found.push_back(one.at("id").to_number<std::int64_t>());
    return found;
  };
  EXPECT_EQ(ids(""), (std::vector{first, second, third}));
  EXPECT_EQ(ids("?search=phat%20thanh"), (std::vector{first, third}));
  EXPECT_EQ(ids("?zone=z3"), (std::vector{second}));
  const auto page = get("board", "/api/v1/programmes?limit=2");
  EXPECT_EQ(page.body.at("next").to_number<std::int64_t>(), second);
  EXPECT_EQ(ids("?limit=2&after=" + std::to_string(second)), (std::vector{third}));
  EXPECT_TRUE(get("board", "/api/v1/programmes?limit=3").body.at("next").is_null());
  EXPECT_EQ(get("board", "/api/v1/programmes?limit=0").status, 422);
}

}  // namespace
}  // namespace wardcast::editorial
