// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "tests/unit/editorial/newsroom.hpp"

// Bodies as careless clients send them: each is told the field and what to write instead, and nothing is changed.
namespace wardcast::editorial {
namespace {

struct Bad {
  http::Verb verb;
  const char* path;
  const char* body;
  const char* field;  ///< that the answer must name
};

class BadBody : public Newsroom, public ::testing::WithParamInterface<Bad> {};

TEST_P(BadBody, NamesItsField) {
  const auto& bad = GetParam();
  const auto item_id = item(store::ItemStatus::approved);
  ASSERT_EQ(item_id, 1);
  ASSERT_EQ(post("operator", "/api/v1/programmes",
                 R"({"title": "Bản tin", "zones": ["z1"], "start": "2026-11-22T17:00", "duration": 1800})")
                .status,
            201);
  const auto item_before = get("admin", "/api/v1/items").raw.body;
  const auto programmes_before = get("admin", "/api/v1/programmes").raw.body;
  const auto audit_before = audit().size();
  const auto plans_before = plans_.load();

  const auto told = ask("admin", bad.verb, bad.path, bad.body);

  EXPECT_EQ(told.status, 422) << told.raw.body;
  EXPECT_EQ(told.raw.content_type, "application/problem+json");
  EXPECT_THAT(told.fields(), testing::Contains(bad.field)) << told.raw.body;
  EXPECT_FALSE(told.text("detail").empty());
  for (const auto& error : told.body.at("errors").as_array()) EXPECT_GT(error.at("detail").as_string().size(), 10U);
  EXPECT_EQ(get("admin", "/api/v1/items").raw.body, item_before);
  EXPECT_EQ(get("admin", "/api/v1/programmes").raw.body, programmes_before);
  EXPECT_EQ(audit().size(), audit_before);
  EXPECT_EQ(plans_, plans_before);
  EXPECT_TRUE(station_.done.empty());
}

constexpr auto kPost = http::Verb::post;
constexpr auto kPatch = http::Verb::patch;
constexpr auto kPut = http::Verb::put;
constexpr const char* kItems = "/api/v1/items";
constexpr const char* kItem = "/api/v1/items/1";
constexpr const char* kProgrammes = "/api/v1/programmes";
constexpr const char* kProgramme = "/api/v1/programmes/1";

INSTANTIATE_TEST_SUITE_P(
    Twenty, BadBody,
    ::testing::Values(
        Bad{kPost, kItems, "{}", "title"}, Bad{kPost, kItems, R"({"title": ""})", "title"},
        Bad{kPost, kItems, R"({"title": 7})", "title"}, Bad{kPost, kItems, R"({"title": ["Tin"]})", "title"},
        Bad{kPost, kItems, R"({"title": "Tin", "kinds": "tin"})", "kinds"},
        Bad{kPost, kItems, R"({"title": "Tin", "status": "approved"})", "status"},
        Bad{kPost, kItems, R"({"title": "Tin", "not_classified": "true"})", "not_classified"},
        Bad{kPost, kItems, R"({"title": "Tin", "expires_on": "31/12/2026"})", "expires_on"},
        Bad{kPost, kItems, R"({"title": "Tin", "expires_on": "2026-02-30"})", "expires_on"},
        Bad{kPatch, kItem, R"({"title": null})", "title"}, Bad{kPatch, kItem, R"({"id": 2})", "id"},
        Bad{kPatch, kItem, "{\"author\": \"Lan\\u0000\"}", "author"},
        Bad{kPatch, kItem, R"({"theme": "a\nb"})", "theme"},
        Bad{kPost, "/api/v1/items/1/withdraw", R"({"reason": "x"})", "reason"},
        Bad{kPost, "/api/v1/items/1/withdraw", R"({"note": {}})", "note"}, Bad{kPost, kProgrammes, "{}", "zones"},
        Bad{kPost, kProgrammes, R"({"title": "T", "zones": "z1", "start": "2026-11-22T19:00", "duration": 60})",
            "zones"},
        Bad{kPost, kProgrammes,
            R"({"title": "T", "zones": ["z1"], "start": "2026-11-22T19:00:00+07:00", "duration": 60})", "start"},
        Bad{kPost, kProgrammes, R"({"title": "T", "zones": ["z1"], "start": "2026-11-22T19:00", "duration": "60"})",
            "duration"},
        Bad{kPost, kProgrammes,
            R"({"title": "T", "zones": ["z1"], "start": "2026-11-22T19:00", "duration": 60, "rrule": "DAILY"})",
            "rrule"},
        Bad{kPost, kProgrammes,
            R"({"title": "T", "zones": ["z1"], "start": "2026-11-22T19:00", "duration": 60, "priority": 255})",
            "priority"},
        Bad{kPost, kProgrammes,
            R"({"title": "T", "zones": ["z1"], "start": "2026-11-22T19:00", "duration": 60, "items": [99]})", "items"},
        Bad{kPatch, kProgramme, R"({"duration": -5})", "duration"},
        Bad{kPatch, kProgramme, R"({"on_busy": "wait"})", "on_busy"},
        Bad{kPut, "/api/v1/editions/1-20261122T170000", R"({"items": {"1": 1}})", "items"},
        Bad{kPost, "/api/v1/stop", R"({"hold": "yes"})", "hold"},
        Bad{kPost, "/api/v1/stop", R"({"holds": true})", "holds"},
        Bad{kPost, "/api/v1/session", R"({"username": "admin"})", "password"},
        Bad{kPost, "/api/v1/session", R"({"username": 1, "password": "x"})", "username"}));

}  // namespace
}  // namespace wardcast::editorial
