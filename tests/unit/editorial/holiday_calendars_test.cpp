// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>
#include <fstream>

#include "daemon/editorial/plan_maker.hpp"
#include "daemon/editorial/shipped_calendars.hpp"
#include "scheduler/timetable.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;

constexpr const char* kVietnam = "/api/v1/holiday-calendars/vietnam";

class HolidayCalendarsApi : public Newsroom {
 protected:
  Told put(std::string_view who, const std::string& address, const std::string& json) {
    return ask(who, http::Verb::put, address, json);
  }
  std::int64_t programme(const std::string& title, const std::string& start, const std::string& rrule,
                         const std::string& more = "") {
    const auto told = post("operator", "/api/v1/programmes",
                           R"({"title": ")" + title + R"(", "zones": ["z1"], "duration": 1800, "start": ")" + start +
                               R"(", "rrule": ")" + rrule + "\"" + more + "}");
    EXPECT_EQ(told.status, 201) << told.raw.body;
    return told.status == 201 ? told.id() : 0;
  }
  std::vector<std::string> editions(const std::string& from, const std::string& to) {
    std::vector<std::string> ids;
    const auto told = get("board", "/api/v1/timetable?from=" + from + "&to=" + to);
    for (const auto& edition : told.body.at("editions").as_array()) ids.emplace_back(edition.at("id").as_string());
    return ids;
  }
};

TEST_F(HolidayCalendarsApi, AreMadeReadReplacedAndListed) {
  EXPECT_EQ(get("board", kVietnam).status, 404);
  const auto made =
      put("operator", kVietnam, R"({"days_off": ["2026-12-25", "2026-12-24", "2026-12-25"], "note": "to be checked"})");
  EXPECT_EQ(made.status, 201) << made.raw.body;
  auto shown = made.body.as_object();
  EXPECT_EQ(shown.at("version").as_string().size(), 16U);
  shown.erase("version");
  EXPECT_EQ(
      boost::json::serialize(shown),
      R"({"name":"vietnam","days_off":["2026-12-24","2026-12-25"],"extra_working_days":[],"note":"to be checked"})");
  EXPECT_EQ(get("technician", kVietnam).body, made.body);
  EXPECT_EQ(plans_, 1);
  EXPECT_THAT(announced_, Contains("programmes"));
  const auto again = put("admin", kVietnam, R"({"days_off": [], "extra_working_days": ["2026-12-26"]})");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.text("note"), "to be checked");
  EXPECT_EQ(again.body.at("days_off").as_array().size(), 0U);
  EXPECT_EQ(put("admin", "/api/v1/holiday-calendars/ngh%E1%BB%89", R"({"days_off": []})").status, 201);
  EXPECT_EQ(get("editor", "/api/v1/holiday-calendars").body.at("holiday_calendars").as_array().size(), 2U);
  const auto log = audit();
  ASSERT_EQ(log.size(), 3U);
  EXPECT_EQ(log[0].action + " " + log[0].target, "holiday_calendar.set holiday-calendar/vietnam");
  EXPECT_EQ(log[0].before, "");
  EXPECT_EQ(log[1].before, log[0].after);
}

TEST_F(HolidayCalendarsApi, EverythingWrongIsToldAtOnce) {
  const auto told = put("operator", kVietnam,
                        R"({"name": "x", "days_off": ["2026-02-30"], "extra_working_days": 3, "note": 1, "dayz": []})");
  EXPECT_EQ(told.status, 422);
  EXPECT_THAT(told.fields(), testing::UnorderedElementsAre("name", "days_off", "extra_working_days", "note", "dayz"));
  const auto both = put("operator", kVietnam, R"({"days_off": ["2026-12-24"], "extra_working_days": ["2026-12-24"]})");
  EXPECT_THAT(both.fields(), ElementsAre("extra_working_days"));
  EXPECT_THAT(put("operator", kVietnam, "{}").fields(), ElementsAre("days_off"));
  EXPECT_EQ(put("operator", "/api/v1/holiday-calendars/%20x", R"({"days_off": []})").status, 422);
  for (const auto* who : {"editor", "technician", "board", "contributor"})
    EXPECT_EQ(put(who, kVietnam, R"({"days_off": []})").status, 403) << who;
  EXPECT_EQ(get("contributor", kVietnam).status, 403);
  EXPECT_TRUE(audit().empty());
}

TEST_F(HolidayCalendarsApi, AProgrammeNamesOneThatExists) {
  const auto unknown = post("operator", "/api/v1/programmes",
                            R"({"title": "x", "zones": ["z1"], "duration": 60, "start": "2026-11-23T17:00",
                                "holiday_calendar": "vietnam"})");
  EXPECT_EQ(unknown.status, 422);
  EXPECT_THAT(unknown.fields(), ElementsAre("holiday_calendar"));
  ASSERT_EQ(put("operator", kVietnam, R"({"days_off": ["2026-11-24"], "extra_working_days": ["2026-11-28"]})").status,
            201);
  const auto id = programme("Tin", "2026-11-23T17:00", "FREQ=WEEKLY;BYDAY=MO,TU", R"(, "holiday_calendar": "vietnam")");
  EXPECT_EQ(get("board", "/api/v1/programmes/" + std::to_string(id)).text("holiday_calendar"), "vietnam");
  const auto name = [id](const char* date) { return std::to_string(id) + "-" + date + "T170000"; };
  EXPECT_THAT(editions("2026-11-23", "2026-11-29"), ElementsAre(name("20261123"), name("20261128")));
  EXPECT_EQ(get("board", "/api/v1/editions/" + name("20261124")).status, 404);
  ASSERT_EQ(put("operator", kVietnam, R"({"days_off": ["2026-11-23"]})").status, 200);
  EXPECT_THAT(editions("2026-11-23", "2026-11-29"), ElementsAre(name("20261124")));
  const auto plan = on_desk([this] { return PlanMaker{*store_, book_, zones_, zone_}.make(kNow); });
  EXPECT_TRUE(plan->editions.empty()) << "the plan reaches over Monday, which is off";

  const auto kept = ask("operator", http::Verb::delete_, kVietnam);
  EXPECT_EQ(kept.status, 409);
  EXPECT_THAT(kept.text("detail"), HasSubstr("'Tin'"));
  EXPECT_EQ(kept.text("reason"), "calendar_in_use");
  EXPECT_EQ(kept.body.at("about").at("title").as_string(), "Tin");
  EXPECT_EQ(patch("operator", "/api/v1/programmes/" + std::to_string(id), R"({"holiday_calendar": null})").status, 200);
  EXPECT_EQ(ask("operator", http::Verb::delete_, kVietnam).status, 204);
  EXPECT_EQ(ask("operator", http::Verb::delete_, kVietnam).status, 404);
}

TEST_F(HolidayCalendarsApi, AChangeThatMakesAClashIsRefused) {
  ASSERT_EQ(put("operator", kVietnam, R"({"days_off": ["2026-11-30"]})").status, 201);
  const auto news = programme("Tin", "2026-11-23T17:00", "FREQ=WEEKLY;BYDAY=MO", R"(, "holiday_calendar": "vietnam")");
  const auto feast = programme("Lễ", "2026-11-30T17:10", "");
  const auto saturday = programme("Họp", "2026-11-28T17:10", "");
  const auto back = put("operator", kVietnam, R"({"days_off": []})");
  EXPECT_EQ(back.status, 409);
  EXPECT_THAT(back.text("detail"), HasSubstr(std::to_string(feast) + "-20261130T171000"));
  const auto extra = put("operator", kVietnam, R"({"days_off": ["2026-11-30"], "extra_working_days": ["2026-11-28"]})");
  EXPECT_EQ(extra.status, 409);
  EXPECT_THAT(extra.text("detail"), HasSubstr("'Tin'"));
  EXPECT_THAT(extra.text("detail"), HasSubstr(std::to_string(saturday) + "-20261128T171000"));
  EXPECT_EQ(
      put("operator", kVietnam, R"({"days_off": ["2026-11-30"], "extra_working_days": ["2026-11-29", "2018-01-06"]})")
          .status,
      200)
      << "nobody is there, and what is past is past";
  EXPECT_THAT(editions("2026-11-28", "2026-11-30"),
              ElementsAre(std::to_string(saturday) + "-20261128T171000", std::to_string(news) + "-20261129T170000",
                          std::to_string(feast) + "-20261130T171000"));
}

TEST_F(HolidayCalendarsApi, TheShippedOneIsGivenOnceAndIsTheStationsOwnFromThenOn) {
  const auto shipped = std::filesystem::path{WARDCAST_SOURCE_DIR} / "config/holiday-calendars";
  on_desk([&] { return give_calendars(*store_, shipped), book_.forget(), 0; });
  EXPECT_THAT(get("board", kVietnam).text("note"), HasSubstr("To be checked each year"));
  const auto id = programme("Bản tin", "2018-01-01T17:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
                            R"(, "holiday_calendar": "vietnam")");
  ASSERT_NE(id, 0);
  EXPECT_EQ(editions("2018-01-01", "2018-01-31").size(), 22U);
  EXPECT_EQ(editions("2018-02-01", "2018-02-28").size(), 15U);
  EXPECT_EQ(editions("2018-03-01", "2018-03-31").size(), 22U);
  EXPECT_EQ(editions("2018-04-24", "2018-05-02").size(), 7U - 3U) << "25 and 30 April, 1 May";
  EXPECT_EQ(editions("2018-09-03", "2018-09-07").size(), 4U);
  for (int year = 2018; year <= 2027; ++year)
    EXPECT_TRUE(editions(std::to_string(year) + "-01-01", std::to_string(year) + "-01-01").empty()) << year;
  ASSERT_EQ(put("operator", kVietnam, R"({"days_off": []})").status, 200);
  on_desk([&] { return give_calendars(*store_, shipped), book_.forget(), 0; });
  EXPECT_EQ(get("board", kVietnam).body.at("days_off").as_array().size(), 0U);
}

TEST_F(HolidayCalendarsApi, ABrokenShippedFileIsNamedWithItsLine) {
  const auto folder = folder_.path() / "calendars";
  std::filesystem::create_directory(folder);
  std::ofstream{folder / "x.toml"} << "days_off = [\n  \"2026-02-30\",\n]\n";
  const auto said = on_desk([&]() -> std::string {
    try {
      give_calendars(*store_, folder);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "nothing";
  });
  EXPECT_THAT(said, HasSubstr("x.toml:2:"));
  EXPECT_EQ(get("board", "/api/v1/holiday-calendars/x").status, 404);
}

}  // namespace
}  // namespace wardcast::editorial
