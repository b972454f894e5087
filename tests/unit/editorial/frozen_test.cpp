// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::Contains;
using testing::HasSubstr;

/// "now" is 10:00 on Sunday 22 November 2026.
class FrozenWindow : public Newsroom {
 protected:
  std::int64_t daily(const std::string& start) {
    const auto told =
        post("operator", "/api/v1/programmes",
             R"({"title": "Tin", "zones": ["z1"], "duration": 600, "rrule": "FREQ=DAILY", "start": ")" + start + "\"}");
    EXPECT_EQ(told.status, 201) << told.raw.body;
    return told.status == 201 ? told.id() : 0;
  }
  static std::string programme(std::int64_t id, const std::string& query = "") {
    return "/api/v1/programmes/" + std::to_string(id) + query;
  }
  static std::string edition(std::int64_t id, const std::string& when, const std::string& query = "") {
    return "/api/v1/editions/" + std::to_string(id) + "-" + when + query;
  }
  Told put(const std::string& address, const std::string& json) {
    return ask("operator", http::Verb::put, address, json);
  }
  Told remove(const std::string& address) { return ask("operator", http::Verb::delete_, address); }
  /// What the engine writes when the edition is over.
  void ended(const std::string& edition_id) {
    on_desk([&] {
      store::Airing airing;
      airing.id = "a" + edition_id;
      airing.edition_id = edition_id;
      airing.title = "Tin";
      airing.origin = "own";
      airing.zones = {"z1"};
      airing.planned_start = airing.started_at = kNow;
      airing.local_date = "2026-11-22";
      EXPECT_TRUE(store_->append(airing));
      EXPECT_TRUE(store_->append(store::AiringEnd{airing.id, kNow, "partial", "stopped", "stopped by operator"}));
      return 0;
    });
  }
};

TEST_F(FrozenWindow, AnEditionWithinTheMinuteIsNoLongerChanged) {
  const auto id = daily("2026-11-22T10:00:59");
  const auto rundown = "{\"items\": [" + std::to_string(item(store::ItemStatus::approved)) + "]}";
  const auto refused = put(edition(id, "20261122T100059"), rundown);
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.text("detail"), HasSubstr("within the minute"));
  EXPECT_THAT(refused.text("detail"), HasSubstr("force=true"));
  EXPECT_EQ(refused.text("reason"), "frozen");
  EXPECT_EQ(remove(edition(id, "20261122T100059")).status, 409);
  EXPECT_EQ(patch("operator", programme(id), R"({"duration": 300})").status, 409);
  EXPECT_EQ(patch("operator", programme(id), R"({"items": []})").status, 200) << "nothing is another than before";
  EXPECT_EQ(remove(programme(id)).status, 409);
  EXPECT_EQ(remove(programme(id, "?scope=this&at=2026-11-22")).status, 409);
  EXPECT_EQ(patch("operator", programme(id, "?scope=following&at=2026-11-22"), R"({"title": "x"})").status, 409);
  EXPECT_EQ(put(edition(id, "20261123T100059"), rundown).status, 200) << "tomorrow's may be changed";
  EXPECT_EQ(patch("operator", programme(id, "?scope=following&at=2026-11-23"), R"({"duration": 300})").status, 200);
  EXPECT_EQ(get("operator", edition(id, "20261122T100059")).body.at("duration").as_int64(), 600);
}

TEST_F(FrozenWindow, TheMinuteBefore) {
  const auto id = daily("2026-11-22T10:01:01");
  EXPECT_EQ(patch("operator", programme(id), R"({"duration": 300})").status, 200);
  EXPECT_EQ(remove(edition(id, "20261122T100101")).status, 204);
}

TEST_F(FrozenWindow, OnAirItIsStoppedOrForced) {
  const auto id = daily("2026-11-22T09:55");
  const auto refused = remove(edition(id, "20261122T095500"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.text("detail"), HasSubstr("/airings/a" + std::to_string(id) + "-20261122T095500/stop"));
  EXPECT_EQ(remove(edition(id, "20261122T095500", "?force=yes")).status, 409);
  EXPECT_EQ(patch("operator", programme(id, "?force=true"), R"({"duration": 480})").status, 200);
  EXPECT_EQ(remove(edition(id, "20261122T095500", "?force=true")).status, 204);
  std::vector<std::string> actions;
  for (const auto& entry : audit()) actions.push_back(entry.action);
  EXPECT_THAT(actions, Contains("programme.edit.forced"));
  EXPECT_THAT(actions, Contains("edition.cancel.forced"));
}

TEST_F(FrozenWindow, WhatHasEndedIsFree) {
  const auto id = daily("2026-11-22T09:55");
  ended(std::to_string(id) + "-20261122T095500");
  EXPECT_EQ(patch("operator", programme(id), R"({"duration": 300})").status, 200);
  EXPECT_EQ(remove(programme(id)).status, 204);
}

TEST_F(FrozenWindow, ACalendarDoesNotTakeAwayWhatIsOnAir) {
  ASSERT_EQ(put("/api/v1/holiday-calendars/days", R"({"days_off": []})").status, 201);
  const auto id = daily("2026-11-22T09:55");
  ASSERT_EQ(patch("operator", programme(id), R"({"holiday_calendar": "days"})").status, 200);
  EXPECT_EQ(put("/api/v1/holiday-calendars/days", R"({"days_off": ["2026-11-22"]})").status, 409);
  EXPECT_EQ(put("/api/v1/holiday-calendars/days", R"({"days_off": ["2026-11-23"]})").status, 200);
  EXPECT_EQ(put("/api/v1/holiday-calendars/days?force=true", R"({"days_off": ["2026-11-22"]})").status, 200);
}

// A stopped edition kept its place until the end of its slot.
TEST_F(FrozenWindow, AStoppedEditionDoesNotClashAnyMore) {
  const auto id = daily("2026-11-22T09:55");
  const std::string other = R"({"title": "Khác", "zones": ["z1"], "duration": 120, "start": "2026-11-22T10:02"})";
  EXPECT_EQ(post("operator", "/api/v1/programmes", other).status, 409);
  ended(std::to_string(id) + "-20261122T095500");
  EXPECT_EQ(post("operator", "/api/v1/programmes", other).status, 201);
}

TEST_F(FrozenWindow, AnEditionComesBackWhereAStoppedOneHadItsPlace) {
  const std::string other = R"({"title": "Khác", "zones": ["z1"], "duration": 120, "start": "2026-11-22T10:02"})";
  const auto later = post("operator", "/api/v1/programmes", other).id();
  ASSERT_EQ(remove(edition(later, "20261122T100200")).status, 204);
  const auto id = daily("2026-11-22T09:55");
  const std::string back = R"({"items": null, "cancelled": false})";
  EXPECT_EQ(put(edition(later, "20261122T100200"), back).status, 409);
  ended(std::to_string(id) + "-20261122T095500");
  EXPECT_EQ(put(edition(later, "20261122T100200"), back).status, 200);
}

}  // namespace
}  // namespace wardcast::editorial
