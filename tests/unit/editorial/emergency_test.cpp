// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "daemon/editorial/plan_maker.hpp"
#include "daemon/editorial/repeats.hpp"
#include "drivers/store/database.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using access::Action;
using store::ItemStatus;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSupersetOf;

constexpr auto kPath = "/api/v1/emergency";

class EmergencyApi : public Newsroom {
 protected:
  static std::string body(std::int64_t item, const std::string& more = {}) {
    return R"({"item_id": )" + std::to_string(item) + more + "}";
  }
};

TEST_F(EmergencyApi, AnApprovedItemInMemoryIsOnAirWithoutTheDesk) {
  station_.messages[7] = {7, "Sơ tán", "emergency", "", "", "", "m7", 500, "", std::nullopt};
  std::promise<void> go_on;
  ASSERT_TRUE(desk_.post([wait = go_on.get_future().share()] { wait.wait(); }));
  const auto told =
      post("operator", kPath, body(7, R"(, "zones": ["z3"], "repeat": 2, "interval": 9, "expires_in": 60)"));
  go_on.set_value();
  EXPECT_EQ(told.status, 201) << told.raw.body;
  EXPECT_EQ(told.text("id"), "e1-1");
  EXPECT_EQ(told.header("Location"), "/api/v1/emergency/e1-1");
  EXPECT_EQ(told.text("state"), "active");
  EXPECT_EQ(told.text("title"), "Sơ tán");
  EXPECT_EQ(told.text("raised_by"), "operator");
  EXPECT_EQ(told.text("expires_at"), "2026-11-22T10:01:00+07:00");
  EXPECT_EQ(told.body.at("repeat").as_int64(), 2);
  EXPECT_EQ(told.body.at("interval").as_int64(), 9);
  EXPECT_FALSE(told.body.at("drill").as_bool());
  EXPECT_EQ(told.body.at("zones"), boost::json::parse(R"(["z3"])"));
  EXPECT_THAT(announced_, Contains("emergency"));
  const auto entries = audit();
  EXPECT_EQ(entries.back().action, "emergency.raise");
  EXPECT_EQ(entries.back().target, "emergency/e1-1");
  EXPECT_EQ(entries.back().who, "operator");
  EXPECT_THAT(entries.back().after, HasSubstr("z3"));
}

TEST_F(EmergencyApi, AnyApprovedItemWillDoAndAllZonesAreMeantWhenNoneAreNamed) {
  const auto id = item(ItemStatus::approved);
  const auto told = post("admin", kPath, body(id));
  EXPECT_EQ(told.status, 201) << told.raw.body;
  EXPECT_EQ(told.body.at("zones").as_array().size(), 3U);
  EXPECT_EQ(told.body.at("repeat").as_int64(), 3);
  EXPECT_EQ(told.body.at("interval").as_int64(), 5);
  EXPECT_EQ(told.body.at("expires_in").as_int64(), 600);
}

TEST_F(EmergencyApi, AnItemThatMayNotAirIsRefusedByTheNameOfItsGate) {
  const auto refused = [this](std::int64_t id, const std::string& why) {
    const auto told = post("operator", kPath, body(id));
    EXPECT_EQ(told.status, 422) << told.raw.body;
    EXPECT_THAT(told.fields(), ElementsAre("item_id"));
    EXPECT_THAT(told.text("detail"), HasSubstr(why));
  };
  refused(item(ItemStatus::draft), "not approved");
  refused(item(ItemStatus::submitted), "not approved");
  refused(item(ItemStatus::withdrawn), "withdrawn");
  refused(999, "no item 999");
  const auto expired = item(ItemStatus::approved);
  on_desk([&] {
    auto old = *store_->item(expired);
    old.expires_on = parse_date("2026-11-21").value();
    return store_->update_item(old).has_value();
  });
  refused(expired, "expired");
  EXPECT_THAT(station_.done, testing::IsEmpty());
  for (const auto& entry : audit()) EXPECT_THAT(entry.action, testing::Not(HasSubstr("emergency")));
}

TEST_F(EmergencyApi, EveryWrongFieldIsNamed) {
  const auto told =
      post("operator", kPath,
           R"({"zones": ["z1", "z33"], "repeat": 0, "interval": -1, "expires_in": 1e9, "drill": "no", "repet": 1})");
  EXPECT_EQ(told.status, 422);
  EXPECT_THAT(told.fields(), IsSupersetOf({"zones", "repeat", "interval", "expires_in", "drill", "item_id", "repet"}));
  EXPECT_THAT(told.raw.body, HasSubstr("did you mean 'z3'?"));
  for (const auto* zones : {"[]", "\"z1\"", "[1]"})
    EXPECT_THAT(post("operator", kPath, body(7, std::string{", \"zones\": "} + zones)).fields(), ElementsAre("zones"));
}

TEST_F(EmergencyApi, OnlyOperatorsAndAdministratorsRaiseAcknowledgeAndReset) {
  station_.messages[7] = {7, "Sơ tán", "emergency", "", "", "", "m7", 500, "", std::nullopt};
  for (const auto* who : {"contributor", "editor", "technician", "board"}) {
    EXPECT_EQ(post(who, kPath, body(7)).status, 403) << who;
    EXPECT_EQ(post(who, "/api/v1/emergency/e1-1/acknowledge").status, 403) << who;
    EXPECT_EQ(ask(who, http::Verb::delete_, "/api/v1/emergency/e1-1").status, 403) << who;
  }
  EXPECT_EQ(post("", kPath, body(7)).status, 401);
  EXPECT_EQ(get("contributor", kPath).status, 403);
  EXPECT_EQ(get("technician", kPath).status, 200);
}

TEST_F(EmergencyApi, IsAcknowledgedAndResetInSomebodysName) {
  station_.messages[7] = {7, "Sơ tán", "emergency", "", "", "", "m7", 500, "", std::nullopt};
  post("operator", kPath, body(7));
  post("operator", kPath, body(7, R"(, "drill": true)"));
  const auto acknowledged = post("admin", "/api/v1/emergency/e1-1/acknowledge");
  EXPECT_EQ(acknowledged.status, 200);
  EXPECT_EQ(acknowledged.text("acknowledged_by"), "admin");
  EXPECT_EQ(acknowledged.text("acknowledged_at"), "2026-11-22T10:00:00+07:00");
  const auto over = ask("operator", http::Verb::delete_, "/api/v1/emergency/e1-1");
  EXPECT_EQ(over.status, 200);
  EXPECT_EQ(over.text("state"), "ended");
  EXPECT_EQ(over.text("reason"), "reset");
  EXPECT_EQ(over.text("detail"), "reset by operator");
  EXPECT_EQ(ask("operator", http::Verb::delete_, "/api/v1/emergency/e1-1").status, 409);
  EXPECT_EQ(ask("operator", http::Verb::delete_, "/api/v1/emergency/e9-9").status, 404);
  EXPECT_EQ(post("operator", "/api/v1/emergency/e9-9/acknowledge").status, 404);
  EXPECT_EQ(get("board", "/api/v1/emergency/e9-9").status, 404);
  EXPECT_EQ(get("board", "/api/v1/emergency/e1-1").text("state"), "ended");
  const auto all = get("board", kPath).body.at("emergencies").as_array();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].at("id").as_string(), "e1-2") << "the newest first";
  EXPECT_TRUE(all[0].at("drill").as_bool());
  std::vector<std::string> actions;
  for (const auto& entry : audit()) actions.push_back(entry.action);
  EXPECT_THAT(actions, ElementsAre("emergency.raise", "emergency.drill", "emergency.acknowledge", "emergency.reset"));
}

TEST_F(EmergencyApi, WhatTheStationRefusesIsToldWithItsField) {
  station_.messages[7] = {7, "Sơ tán", "emergency", "", "", "", "m7", 500, "", std::nullopt};
  station_.refuses = invalid("zones", "The hours guard keeps zone 'z3' silent now.");
  const auto outside = post("operator", kPath, body(7, R"(, "drill": true)"));
  EXPECT_EQ(outside.status, 422);
  EXPECT_THAT(outside.fields(), ElementsAre("zones"));
  station_.refuses = conflict("An emergency is on air in all of its zones.");
  EXPECT_EQ(post("operator", kPath, body(7, R"(, "drill": true)")).status, 409);
}

// The answer never came, and every repeat was told to go on waiting for it.
TEST_F(EmergencyApi, ADiskThatCannotBeReadKeepsNoIdempotencyKey) {
  const auto id = item(ItemStatus::approved);
  const auto with_key = [&] { return ask("operator", http::Verb::post, kPath, body(id), {{}, "key-1"}); };
  store::Database beside{folder_.path() / "wardcast.db"};
  beside.execute("ALTER TABLE items RENAME TO elsewhere");
  const auto failed = with_key();
  EXPECT_EQ(failed.status, 503);
  EXPECT_THAT(failed.text("detail"), HasSubstr("nothing was raised"));
  beside.execute("ALTER TABLE elsewhere RENAME TO items");
  EXPECT_EQ(with_key().status, 201);
  EXPECT_EQ(station_.raised_.size(), 1U);
}

TEST_F(EmergencyApi, AKeyWhoseAnswerNeverComesIsFreeAgainInTime) {
  http::Route route{http::Verb::post, kPath, http::Run::station, Action::raise_emergency, http::Body::json, {}};
  route.handler = [](const http::Request&) {
    http::Response response;
    response.later = std::make_shared<const http::Later>(http::Later{seconds{30}, [](const http::Reply&) {}});
    return response;
  };
  const auto once = once_only(*deps_, route);
  http::Request request;
  request.visitor = http::Visitor{{"operator", access::Role::operator_, 1, false}, {}, {}};
  request.idempotency_key = "key-1";
  const auto ask_after = [&](seconds time) {
    clock_.pass(time);
    request.now = clock_.now();
    return once.handler(request);
  };
  EXPECT_NE(ask_after(seconds{0}).later, nullptr);
  EXPECT_EQ(ask_after(seconds{30}).status, 409) << "the answer may be on its way";
  EXPECT_NE(ask_after(seconds{6}).later, nullptr);
}

TEST_F(EmergencyApi, ThePlanKnowsMessagesAndTheItemsOfWhatGoesOn) {
  const auto plain = item(ItemStatus::approved, "Tin");
  const auto draft = item(ItemStatus::draft, "Nháp");
  const auto siren = item(ItemStatus::approved, "Sơ tán");
  const auto later = item(ItemStatus::approved, "Tin sau");
  on_desk([&] {
    auto one = *store_->item(siren);
    one.kind = "emergency";
    EXPECT_TRUE(store_->update_item(one));
    store::Emergency raised;
    raised.id = "e1-1";
    raised.item = draft;
    return store_->append(raised).has_value();
  });
  PlanMaker maker{*store_, book_, zones_, zone_};
  const auto plan = on_desk([&] { return maker.make(kNow); });
  std::vector<std::int64_t> ids;
  for (const auto& message : plan->messages) ids.push_back(message.id);
  EXPECT_THAT(ids, ElementsAre(siren, later, plain)) << "the kind 'emergency' first, then the newest";
  ASSERT_TRUE(plan->items.contains(draft));
  EXPECT_EQ(plan->items.at(draft).refused, "unapproved");
}

}  // namespace
}  // namespace wardcast::editorial
