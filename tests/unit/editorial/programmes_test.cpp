// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/editorial/programmes.hpp"

#include <gmock/gmock.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "scheduler/timetable.hpp"

namespace wardcast::editorial {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

json::object object(std::string_view text) { return json::parse(text).as_object(); }

class Programmes : public testing::Test {
 protected:
  ParsedProgramme parse(const json::object& body, scheduler::ProgrammeId id = 0) const {
    return parse_programme(body, id, rules_);
  }

  /// A right one, but for these fields.
  json::object with(std::string_view changes) const {
    return merge_patch(object(R"({"title": "News", "zones": ["z1"], "start": "2026-11-22T17:00", "duration": 1800})"),
                       object(changes));
  }
  std::vector<std::string> wrong_fields(const json::object& body, scheduler::ProgrammeId id = 0) const {
    std::vector<std::string> fields;
    for (const auto& error : parse(body, id).errors) {
      EXPECT_EQ(error.code, ErrorCode::invalid);
      EXPECT_FALSE(error.detail.empty());
      fields.push_back(error.field);
    }
    return fields;
  }
  std::string detail(std::string_view changes, scheduler::ProgrammeId id = 0) const {
    const auto parsed = parse(with(changes), id);
    return parsed.errors.size() == 1 ? parsed.errors.front().field + ": " + parsed.errors.front().detail
                                     : std::to_string(parsed.errors.size()) + " errors";
  }

  const TimeZone zone_ = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  const scheduler::Zones zones_{{"z1", 0, {{}}}, {"z2", 1, {{}}}, {"hamlet-3", 2, {{}}}};
  const std::vector<std::shared_ptr<const scheduler::HolidayCalendar>> calendars_{
      std::make_shared<const scheduler::HolidayCalendar>(
          scheduler::HolidayCalendar{"vietnam", {parse_date("2026-02-17").value()}, {}})};
  const ProgrammeRules rules_{zones_, zone_, [](std::int64_t id) { return id <= 20; },
                              [](std::int64_t id) { return id <= 5; }, calendars_};
};

TEST_F(Programmes, LeastIsEnoughAndTheRestHasDefaults) {
  const auto parsed = parse(with("{}"));
  ASSERT_TRUE(parsed.ok()) << parsed.errors.front().detail;
  const auto& programme = parsed.programme;
  EXPECT_EQ(programme.title, "News");
  EXPECT_THAT(programme.zones, ElementsAre("z1"));
  EXPECT_EQ(format_civil(programme.start), "2026-11-22T17:00:00");
  EXPECT_EQ(programme.duration, std::chrono::minutes{30});
  EXPECT_TRUE(programme.rrule.empty());
  EXPECT_THAT(programme.items, IsEmpty());
  EXPECT_EQ(programme.opening_item, std::nullopt);
  EXPECT_EQ(programme.priority, 64);
  EXPECT_EQ(programme.origin, scheduler::Origin::own);
  EXPECT_EQ(programme.on_busy, scheduler::OnBusy::reject);
  EXPECT_EQ(programme.on_interrupt, scheduler::OnInterrupt::continue_);
}

TEST_F(Programmes, EverythingRoundTripsByteForByte) {
  const auto body =
      with(R"({"title": "Bản tin phường", "zones": ["z2", "z1"], "start": "2026-11-22T17:00:05", "duration": 1,
    "rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "exdates": ["2026-12-25", "2026-11-30"], "items": [4, 4, 7], "opening_item": 1,
    "closing_item": 2, "source": "items", "origin": "relay", "priority": 223, "on_busy": "queue", "on_interrupt": "resume",
    "repeat_of": 3, "holiday_calendar": null, "url": ""})");
  const auto first = parse(body, 12);
  ASSERT_TRUE(first.ok()) << first.errors.front().field << first.errors.front().detail;
  const auto shown = to_json(first.programme);
  EXPECT_EQ(shown.at("id").as_int64(), 12);
  EXPECT_EQ(shown.at("exdates"), json::parse(R"(["2026-12-25", "2026-11-30"])"));
  EXPECT_EQ(shown.at("items"), json::parse("[4, 4, 7]"));
  EXPECT_EQ(shown.at("origin").as_string(), "relay");
  const auto again = parse(shown, 12);
  ASSERT_TRUE(again.ok()) << again.errors.front().detail;
  EXPECT_EQ(json::serialize(to_json(again.programme)), json::serialize(shown));
  const auto stored = from_row({12, json::serialize(document_of(first.programme)), 1});
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(json::serialize(to_json(*stored)), json::serialize(shown));
}

TEST_F(Programmes, AllErrorsAtOnce) {
  EXPECT_THAT(wrong_fields({}), UnorderedElementsAre("title", "zones", "start", "duration"));
  EXPECT_THAT(
      wrong_fields(object(R"({"title": 3, "zones": "z1", "start": "17:00", "duration": "1800", "rrule": "FREQ=HOURLY",
    "exdates": ["tomorrow"], "items": [0], "opening_item": "x", "closing_item": 99, "source": "stream", "origin": "theirs",
    "priority": 255, "on_busy": "wait", "on_interrupt": "rewind", "repeat_of": 77, "holiday_calendar": "tet", "url": "http://x",
    "zonez": 1})")),
      UnorderedElementsAre("title", "zones", "start", "duration", "rrule", "exdates", "items", "opening_item",
                           "closing_item", "source", "origin", "priority", "on_busy", "on_interrupt", "repeat_of",
                           "holiday_calendar", "url", "zonez"));
}

TEST_F(Programmes, SentencesSayWhatToWriteInstead) {
  EXPECT_EQ(detail(R"({"title": null})"), "title: This field is needed; write for example \"Evening news\".");
  EXPECT_EQ(detail(R"({"title": "   "})"), "title: This field is needed; give it a text.");
  EXPECT_THAT(detail(R"({"title": "a\nb"})"), HasSubstr("control character"));
  EXPECT_EQ(detail(R"({"zones": []})"),
            "zones: Write a list of zone ids, such as [\"z1\", \"z2\"]. At least one is needed.");
  EXPECT_EQ(detail(R"({"zones": ["z1", "z1"]})"), "zones: Zone 'z1' stands in the list twice; keep one.");
  EXPECT_EQ(detail(R"({"zones": ["hamlet3"]})"), "zones: There is no zone 'hamlet3'; did you mean 'hamlet-3'?");
  EXPECT_THAT(detail(R"({"start": "2026-11-22T17:00:00+07:00"})"), HasSubstr("without an offset"));
  EXPECT_THAT(detail(R"({"start": "2026-02-30T17:00"})"), HasSubstr("without an offset"));
  EXPECT_THAT(detail(R"({"start": "0001-01-01T17:00"})"), HasSubstr("from 1970 to 2500"));
  for (const auto* bad : {"0", "-1", "86401", "1.5", "\"30m\"", "1e300", "18446744073709551615", "true"}) {
    EXPECT_THAT(detail(R"({"duration": )" + std::string{bad} + "}"), HasSubstr("whole seconds from 1 to 86400")) << bad;
  }
  EXPECT_THAT(detail(R"({"rrule": "FREQ=WEEKLY;BYDAYS=MO"})"), HasSubstr("did you mean BYDAY?"));
  EXPECT_EQ(detail(R"({"exdates": ["2026-02-30"]})"),
            "exdates: Write a list of dates, such as [\"2026-02-17\"]; \"2026-02-30\" is none.");
  EXPECT_EQ(detail(R"({"items": [1, 30, 21, 30]})"),
            "items: There is no item 21, 30; write ids that GET /api/v1/items lists.");
  EXPECT_THAT(detail(R"({"items": [1, -2]})"), HasSubstr("list of at most 500"));
  EXPECT_THAT(detail(R"({"items": 4})"), HasSubstr("list of at most 500"));
  EXPECT_EQ(detail(R"({"opening_item": 21})"),
            "opening_item: There is no item 21; write an id that GET /api/v1/items lists, or null.");
  EXPECT_EQ(detail(R"({"source": "stream"})"), "source: \"stream\" is not available yet; write \"items\".");
  EXPECT_EQ(detail(R"({"source": "line_in"})"), "source: \"line_in\" is not available yet; write \"items\".");
  EXPECT_EQ(detail(R"({"origin": "mine"})"), "origin: Write \"own\" or \"relay\" or \"notice\".");
  EXPECT_EQ(detail(R"({"on_busy": "wait"})"), "on_busy: Write \"reject\" or \"queue\" or \"partial\".");
  EXPECT_EQ(detail(R"({"on_interrupt": "pause"})"), "on_interrupt: Write \"continue\" or \"stop\" or \"resume\".");
  EXPECT_THAT(detail(R"({"priority": 224})"), HasSubstr("POST /api/v1/emergency"));
  EXPECT_THAT(detail(R"({"priority": 256})"), HasSubstr("from 0 to 223"));
  EXPECT_THAT(detail(R"({"priority": -1})"), HasSubstr("from 0 to 223"));
  EXPECT_THAT(detail(R"({"repeat_of": 6})"), HasSubstr("There is no programme 6"));
  EXPECT_THAT(detail(R"({"repeat_of": 4})", 4), HasSubstr("repeat of itself"));
  EXPECT_EQ(detail(R"({"holiday_calendar": "tet"})"),
            "holiday_calendar: There is no holiday calendar 'tet'; there is 'vietnam', or write null for none.");
  EXPECT_THAT(detail(R"({"holiday_calendar": "vietnam", "start": "2026-02-17T17:00"})"),
              HasSubstr("holiday_calendar: This calendar's days off leave no edition"));
  EXPECT_EQ(detail(R"({"prioritty": 3})"), "prioritty: There is no such field; did you mean 'priority'?");
  EXPECT_EQ(detail(R"({"qqqqqqqq": 3})"), "qqqqqqqq: There is no such field; leave it out.");
  EXPECT_THAT(detail(R"({"id": 3})"), HasSubstr("The station gives the id"));
  EXPECT_THAT(detail(R"({"id": 3})", 4), HasSubstr("cannot be changed"));
}

TEST_F(Programmes, TitleIsKeptInNfcAndMeasuredInCharacters) {
  EXPECT_EQ(parse(with("{\"title\": \"  tie\\u0302\\u0301ng \"}")).programme.title, "tiếng");
  std::string long_title;
  for (int i = 0; i < 200; ++i) long_title += "ế";
  auto body = with("{}");
  body["title"] = long_title;
  EXPECT_TRUE(parse(body).ok());
  body["title"] = long_title + "x";
  EXPECT_THAT(wrong_fields(body), ElementsAre("title"));
  body["title"] = "\xC3\x28";
  EXPECT_THAT(wrong_fields(body), ElementsAre("title"));
}

TEST_F(Programmes, SeriesWithoutAnEditionIsRefused) {
  EXPECT_THAT(detail(R"({"rrule": "FREQ=DAILY;UNTIL=20261121"})"), HasSubstr("rrule: No date of this rule"));
  EXPECT_THAT(detail(R"({"rrule": "FREQ=DAILY;INTERVAL=7;BYDAY=MO"})"), HasSubstr("rrule: No date of this rule"));
  EXPECT_EQ(detail(R"({"exdates": ["2026-11-22"]})"), "exdates: These dates leave no edition at all; take some out.");
  EXPECT_TRUE(parse(with(R"({"rrule": "FREQ=DAILY", "exdates": ["2026-11-22"]})")).ok());
}

TEST_F(Programmes, PatchReplacesAndNullTakesAway) {
  const auto stored = document_of(parse(with(R"({"items": [1], "opening_item": 2, "priority": 128})")).programme);
  const auto patched =
      parse(merge_patch(stored, object(R"({"opening_item": null, "items": [3, 4], "priority": null})")), 7);
  ASSERT_TRUE(patched.ok());
  EXPECT_EQ(patched.programme.opening_item, std::nullopt);
  EXPECT_THAT(patched.programme.items, ElementsAre(3, 4));
  EXPECT_EQ(patched.programme.priority, 64);
  EXPECT_EQ(patched.programme.title, "News");
  EXPECT_THAT(wrong_fields(merge_patch(stored, object(R"({"title": null, "start": 5})"))),
              UnorderedElementsAre("title", "start"));
}

TEST_F(Programmes, StoredOnesAreReadThoughZonesAndItemsHaveGone) {
  const std::vector<store::ProgrammeRow> rows{
      {1, R"({"title": "A", "zones": ["gone"], "start": "2026-11-22T17:00:00", "duration": 60, "items": [999]})", 1},
      {2, "{", 1},
      {3, R"({"title": "C", "zones": ["z1"], "start": "2026-11-22T17:00:00", "duration": 60, "unheard_of": 1})", 1},
      {4, "[]", 1}};
  std::vector<Error> unreadable;
  const auto programmes = from_rows(rows, unreadable);
  ASSERT_EQ(programmes.size(), 1U);
  EXPECT_EQ(programmes[0].id, 1);
  EXPECT_THAT(programmes[0].items, ElementsAre(999));
  ASSERT_EQ(unreadable.size(), 3U);
  EXPECT_EQ(unreadable[0].code, ErrorCode::corrupt);
  EXPECT_THAT(unreadable[0].detail, HasSubstr("programme 2"));
  EXPECT_THAT(unreadable[1].detail, HasSubstr("unheard_of"));
}

TEST_F(Programmes, EditionAsTheTimetableShowsIt) {
  scheduler::Edition edition;
  edition.id = "12-20261122T170000";
  edition.programme = 12;
  edition.title = "News";
  edition.start = parse_rfc3339("2026-11-22T10:00:00Z").value();
  edition.duration = std::chrono::minutes{30};
  edition.zones = {"z1"};
  edition.items = {4, 4};
  edition.closing_item = 9;
  edition.cancelled = true;
  edition.clashes = {{"13-20261122T171500", "Other", {"z1"}, true}};
  edition.refusals = {{"", "hours_guard", "Too late."}, {"z9", "not_a_zone", "None."}};
  EXPECT_EQ(json::value(edition_to_json(edition, zone_)),
            json::parse(R"({"id": "12-20261122T170000", "programme_id": 12, "title": "News",
    "start": "2026-11-22T17:00:00+07:00", "duration": 1800, "zones": ["z1"], "items": [4, 4], "opening_item": null, "closing_item": 9,
    "origin": "own", "priority": 64, "repeat_of": null, "cancelled": true,
    "clashes": [{"with": "13-20261122T171500", "title": "Other", "zones": ["z1"], "equal_priority": true}],
    "refusals": [{"zone": null, "reason": "hours_guard", "detail": "Too late."}, {"zone": "z9", "reason": "not_a_zone", "detail": "None."}], "warnings": []})"));
}

}  // namespace
}  // namespace wardcast::editorial
