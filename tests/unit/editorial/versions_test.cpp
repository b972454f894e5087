// SPDX-License-Identifier: GPL-3.0-or-later
// Two people change the same thing.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using http::Verb;
using store::ItemStatus;
using testing::HasSubstr;

class Versions : public Newsroom {
 protected:
  std::int64_t programme(const std::string& items = "[]") {
    return post("operator", "/api/v1/programmes",
                R"({"title": "Bản tin", "zones": ["z1"], "start": "2026-11-23T17:00:00", "duration": 1800,)"
                R"("rrule": "FREQ=DAILY", "items": )" +
                    items + "}")
        .id();
  }
  static std::string text(const boost::json::value& value) { return boost::json::serialize(value); }
};

TEST_F(Versions, TheSecondEditorOfARundownIsToldWhatChanged) {
  const auto first = item(ItemStatus::approved, "Tin 1"), second = item(ItemStatus::approved, "Tin 2");
  const auto address = "/api/v1/editions/" + std::to_string(programme()) + "-20261124T170000";
  const auto seen = get("operator", address);
  const auto version = seen.text("version");
  EXPECT_EQ(seen.header("ETag"), '"' + version + '"');
  const auto body = [](std::int64_t id) { return R"({"items": [)" + std::to_string(id) + "]}"; };
  const auto done =
      ask("operator", Verb::put, address, body(first), {.if_match = '"' + version + '"', .idempotency_key = {}});
  ASSERT_EQ(done.status, 200);
  EXPECT_NE(done.text("version"), version);
  const auto late =
      ask("admin", Verb::put, address, body(second), {.if_match = '"' + version + '"', .idempotency_key = {}});
  EXPECT_EQ(late.status, 412);
  EXPECT_THAT(late.text("detail"), HasSubstr("Last changed by operator"));
  EXPECT_EQ(late.text("changed_by"), "operator");
  EXPECT_EQ(late.text("version"), done.text("version"));
  EXPECT_EQ(text(late.body.at("current")), R"({"items":[)" + std::to_string(first) + R"(],"cancelled":false})");
  EXPECT_EQ(text(get("operator", address).body.at("items")), "[" + std::to_string(first) + "]")
      << "nothing overwritten";
  // The state before the first change is in no audit entry's "after": what it was is not known.
  EXPECT_TRUE(late.body.at("changed").is_null());
  const auto again =
      ask("operator", Verb::put, address, body(second), {.if_match = late.text("version"), .idempotency_key = {}});
  ASSERT_EQ(again.status, 200);
  const auto stale =
      ask("admin", Verb::delete_, address, "{}", {.if_match = done.text("version"), .idempotency_key = {}});
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(text(stale.body.at("changed")), R"(["items"])");
  EXPECT_EQ(
      ask("admin", Verb::delete_, address, "{}", {.if_match = again.text("version"), .idempotency_key = {}}).status,
      204);
}

TEST_F(Versions, TheTimetableTellsThemToo) {
  const auto id = programme();
  const auto listed = [&] {
    return get("operator", "/api/v1/timetable?from=2026-11-24&to=2026-11-24").body.at("editions").at(0);
  };
  const auto address = "/api/v1/editions/" + std::to_string(id) + "-20261124T170000";
  EXPECT_EQ(listed().at("version"), get("operator", address).body.at("version"));
  const auto item_id = item(ItemStatus::approved);
  ASSERT_EQ(ask("operator", Verb::put, address, R"({"items": [)" + std::to_string(item_id) + "]}").status, 200);
  EXPECT_EQ(listed().at("version"), get("operator", address).body.at("version"));
  ASSERT_EQ(ask("operator", Verb::put, address, R"({"items": null})").status, 200);
  EXPECT_EQ(listed().at("version"), get("operator", address).body.at("version")) << "back to the programme's own";
}

TEST_F(Versions, AProgrammeSentBackWithAnOldVersionInItsBodyIsRefused) {
  const auto address = "/api/v1/programmes/" + std::to_string(programme());
  auto mine = get("operator", address).body.as_object();
  mine["title"] = "Bản tin chiều";
  auto theirs = mine;
  theirs["title"] = "Thời sự";
  theirs["duration"] = 900;
  const auto saved = patch("operator", address, text(theirs));
  ASSERT_EQ(saved.status, 200);
  const auto refused = patch("admin", address, text(mine));
  EXPECT_EQ(refused.status, 412);
  EXPECT_EQ(text(refused.body.at("changed")), R"(["title","duration"])");
  EXPECT_EQ(get("operator", address).text("title"), "Thời sự");
  mine["version"] = saved.text("version");
  EXPECT_EQ(patch("admin", address, text(mine)).status, 200);
  EXPECT_EQ(ask("admin", Verb::delete_, address, "{}", {.if_match = "\"old\"", .idempotency_key = {}}).status, 412);
  EXPECT_EQ(ask("admin", Verb::delete_, address, "{}", {.if_match = "*", .idempotency_key = {}}).status, 204);
}

TEST_F(Versions, AnEditorApprovesWhatWasRead) {
  const auto id = item(ItemStatus::submitted, "Tin 1");
  const auto address = "/api/v1/items/" + std::to_string(id);
  const auto read = get("editor", address);
  ASSERT_EQ(patch("operator", address, R"({"script": "thêm một câu"})").status, 200);
  const auto refused =
      ask("editor", Verb::post, address + "/approve", "{}", {.if_match = read.header("ETag"), .idempotency_key = {}});
  EXPECT_EQ(refused.status, 412);
  EXPECT_EQ(text(refused.body.at("changed")), R"(["script"])");
  EXPECT_EQ(stored(id).status, ItemStatus::submitted);
  const auto now = get("editor", address).text("version");
  EXPECT_EQ(post("editor", address + "/approve", R"({"version": ")" + now + R"("})").status, 200);
}

TEST_F(Versions, ACalendarToo) {
  const std::string address = "/api/v1/holiday-calendars/local";
  ASSERT_EQ(ask("operator", Verb::put, address, R"({"days_off": ["2026-12-24"]})").status, 201);
  const auto seen = get("operator", address);
  ASSERT_EQ(ask("operator", Verb::put, address, R"({"days_off": ["2026-12-25"]})").status, 200);
  const auto body = R"({"days_off": [], "version": ")" + seen.text("version") + R"("})";
  const auto refused = ask("admin", Verb::put, address, body);
  EXPECT_EQ(refused.status, 412);
  EXPECT_EQ(text(refused.body.at("changed")), R"(["days_off"])");
}

TEST_F(Versions, TwoAdministratorsOfOneAccount) {
  const auto user = on_desk([this] { return store_->user_by_name("technician")->id; });
  const auto address = "/api/v1/users/" + std::to_string(user);
  const auto seen = get("admin", address);
  EXPECT_EQ(seen.header("ETag"), '"' + seen.text("version") + '"');
  const auto first = patch("admin", address, R"({"role": "board"})");
  ASSERT_EQ(first.status, 200);
  ASSERT_EQ(patch("admin", address, R"({"disabled": true, "version": ")" + first.text("version") + R"("})").status,
            200);
  const auto late = patch("admin", address, R"({"role": "editor", "version": ")" + first.text("version") + R"("})");
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(text(late.body.at("changed")), R"(["disabled"])");
  EXPECT_EQ(on_desk([&] { return store_->user(user)->role; }), access::Role::board);
}

class Repeats : public Newsroom {
 protected:
  Told create(const std::string& title, const std::string& key, std::string_view who = "operator") {
    return ask(who, Verb::post, "/api/v1/items", R"({"title": ")" + title + R"("})",
               {.if_match = {}, .idempotency_key = key});
  }
  std::size_t items() { return get("admin", "/api/v1/items").body.at("items").as_array().size(); }
};

TEST_F(Repeats, TheSameKeyMakesOneItem) {
  const auto made = create("Tin", "key-1");
  ASSERT_EQ(made.status, 201);
  const auto again = create("Tin", "key-1");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, made.body);
  EXPECT_EQ(again.header("Location"), made.header("Location"));
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(items(), 1U);
  EXPECT_EQ(audit().size(), 1U);
  EXPECT_EQ(create("Khác", "key-1").status, 422) << "another request under the same key";
  EXPECT_NE(create("Tin", "key-1", "admin").id(), made.id()) << "another person's key is another key";
  EXPECT_EQ(create("Tin", std::string(201, 'k')).status, 422);
  EXPECT_EQ(items(), 2U);
}

TEST_F(Repeats, ARefusalMayBeTriedAgainAndADayLaterTheKeyIsFree) {
  EXPECT_EQ(create("", "key-2").status, 422);
  const auto made = create("Tin", "key-2");
  EXPECT_EQ(made.status, 201) << "a refusal is not kept";
  clock_.pass(std::chrono::hours{25});
  EXPECT_NE(create("Tin", "key-2").id(), made.id());
}

TEST_F(Repeats, AnEmergencyIsRaisedOnce) {
  const auto message = item(ItemStatus::approved, "Báo bão");
  const auto body = R"({"item_id": )" + std::to_string(message) + "}";
  const auto raise = [&] {
    return ask("operator", Verb::post, "/api/v1/emergency", body, {.if_match = {}, .idempotency_key = "storm"});
  };
  const auto raised = raise();
  ASSERT_EQ(raised.status, 201);
  EXPECT_EQ(raise().text("id"), raised.text("id"));
  EXPECT_EQ(get("operator", "/api/v1/emergency").body.at("emergencies").as_array().size(), 1U);
}

}  // namespace
}  // namespace wardcast::editorial
