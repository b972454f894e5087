// SPDX-License-Identifier: GPL-3.0-or-later
// Users, passwords, sessions and tokens over HTTP.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using boost::json::serialize;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr auto kPassword = "quả lắc đồng hồ";
constexpr auto kOther = "mưa rào tháng bảy";

class AccountsApi : public Newsroom {
 protected:
  Told make(const std::string& name, const std::string& role, const std::string& password = kPassword) {
    return post("admin", "/api/v1/users",
                serialize(boost::json::object{{"username", name}, {"role", role}, {"password", password}}));
  }
  Told change(std::int64_t user, const std::string& json) {
    return patch("admin", "/api/v1/users/" + std::to_string(user), json);
  }
  Told own_password(const std::string& who, const std::string& current, const std::string& password) {
    return ask(who, http::Verb::put, "/api/v1/me/password",
               serialize(boost::json::object{{"current", current}, {"password", password}}));
  }
  std::size_t sessions_of(std::int64_t user) {
    return get("admin", "/api/v1/sessions?user=" + std::to_string(user)).body.at("sessions").as_array().size();
  }
  std::vector<std::string> actions() {
    std::vector<std::string> all;
    for (const auto& entry : audit()) all.push_back(entry.who + " " + entry.action + " " + entry.target);
    return all;
  }
};

TEST_F(AccountsApi, AnAdministratorMakesAUserWhoLogsIn) {
  const auto made = make("lan", "editor");
  ASSERT_EQ(made.status, 201) << serialize(made.body);
  EXPECT_EQ(serialize(made.body),
            R"({"id":)" + std::to_string(made.id()) +
                R"(,"username":"lan","role":"editor","self_approve":false,"disabled":false,"version":")" +
                made.text("version") + R"("})");
  EXPECT_EQ(made.header("Location"), "/api/v1/users/" + std::to_string(made.id()));
  EXPECT_EQ(serialize(get("admin", made.header("Location")).body), serialize(made.body));
  EXPECT_EQ(get("admin", "/api/v1/users").body.at("users").as_array().size(), 7U);
  EXPECT_EQ(log_in("lan", kPassword).status, 200);
  EXPECT_EQ(get("lan", "/api/v1/me").text("role"), "editor");
  EXPECT_EQ(make("lan", "editor").status, 409);
  EXPECT_THAT(make("lan", "editor").fields(), ElementsAre("username"));
}

TEST_F(AccountsApi, TechniciansSeeWhomWorkCanBeGivenTo) {
  const auto gone = make("lan", "editor");
  ASSERT_EQ(change(gone.id(), R"({"disabled":true})").status, 200);
  const auto told = get("technician", "/api/v1/people");
  ASSERT_EQ(told.status, 200);
  const auto& people = told.body.at("people").as_array();
  EXPECT_EQ(people.size(), 6U) << "not who is disabled";
  EXPECT_THAT(people, Contains(boost::json::value{{"username", "board"}, {"role", "board"}}));
  EXPECT_EQ(get("operator", "/api/v1/people").status, 403);
}

TEST_F(AccountsApi, WhatAStrangerTypesIsNotKept) {
  ASSERT_EQ(make("lan", "editor").status, 201);
  EXPECT_EQ(log_in("lan", "sai mật khẩu rồi").status, 401);
  EXPECT_EQ(log_in("mật khẩu gõ nhầm ô", "x").status, 401);
  const auto log = audit();
  ASSERT_GE(log.size(), 2U);
  EXPECT_EQ(log[log.size() - 2].target, "user/lan");
  EXPECT_EQ(log.back().action, "session.refuse");
  EXPECT_EQ(log.back().who, "");
  EXPECT_EQ(log.back().target, "user/?");
}

TEST_F(AccountsApi, SaysAllThatIsWrongWithANewUser) {
  const auto told = post("admin", "/api/v1/users",
                         R"({"username": "L n", "role": "king", "password": "short", "disabled": 1, "colour": "red"})");
  EXPECT_EQ(told.status, 422);
  EXPECT_THAT(told.fields(), testing::UnorderedElementsAre("username", "role", "password", "disabled", "colour"));
  EXPECT_EQ(post("admin", "/api/v1/users").status, 422);
  EXPECT_THAT(make("lan", "editor", "").fields(), ElementsAre("password"));
  EXPECT_THAT(make("lan", "editor", "lan").fields(), ElementsAre("password"));
  for (const auto* role : {"contributor", "operator", "editor", "technician", "board"}) {
    EXPECT_EQ(get(role, "/api/v1/users").status, 403) << role;
    EXPECT_EQ(post(role, "/api/v1/users").status, 403) << role;
    EXPECT_EQ(patch(role, "/api/v1/users/1", R"({"role":"admin"})").status, 403) << role;
    EXPECT_EQ(get(role, "/api/v1/tokens").status, 403) << role;
  }
  EXPECT_EQ(get("admin", "/api/v1/users/99").status, 404);
  EXPECT_EQ(change(99, "{}").status, 404);
}

TEST_F(AccountsApi, NoPasswordIsWrittenAnywhere) {
  const auto lan = make("lan", "editor").id();
  (void)log_in("lan", kPassword);
  (void)own_password("lan", kPassword, kOther);
  (void)change(lan, R"({"password":"một mật khẩu khác"})");
  std::string log;
  for (const auto& entry : audit()) log += entry.action + entry.before + entry.after;
  for (const auto* word : {kPassword, kOther, "một mật khẩu khác", "argon2"}) EXPECT_THAT(log, Not(HasSubstr(word)));
  EXPECT_THAT(log, HasSubstr(R"("new_password":true)"));
}

TEST_F(AccountsApi, TheLastAdministratorStays) {
  const auto users = get("admin", "/api/v1/users").body.at("users").as_array();
  std::int64_t admin = 0;
  for (const auto& user : users)
    if (user.at("role").as_string() == "admin") admin = user.at("id").as_int64();
  EXPECT_EQ(change(admin, R"({"disabled":true})").status, 409);
  EXPECT_EQ(change(admin, R"({"role":"editor"})").status, 409);
  EXPECT_EQ(change(admin, R"({"self_approve":true})").status, 200);
  const auto second = make("mai", "admin").id();
  EXPECT_EQ(change(second, R"({"disabled":true})").status, 200);
  EXPECT_EQ(change(admin, R"({"role":"editor"})").status, 409) << "a disabled one does not help";
  EXPECT_EQ(change(second, R"({"disabled":false})").status, 200);
  EXPECT_EQ(change(admin, R"({"role":"editor"})").status, 200);
}

TEST_F(AccountsApi, DisablingDemotingAndANewPasswordEndSessionsAtOnce) {
  const auto lan = make("lan", "editor").id();
  for (const auto* json : {R"({"disabled":true})", R"({"role":"board"})", R"({"password":"mưa rào tháng bảy"})"}) {
    ASSERT_EQ(change(lan, R"({"disabled":false,"role":"editor","password":"quả lắc đồng hồ"})").status, 200);
    ASSERT_EQ(log_in("lan", kPassword).status, 200);
    ASSERT_EQ(sessions_of(lan), 1U);
    const auto key = key_of("lan");
    ASSERT_EQ(change(lan, json).status, 200);
    EXPECT_EQ(sessions_of(lan), 0U) << json;
    EXPECT_THAT(ended(), Contains(key)) << json;
    EXPECT_EQ(get("lan", "/api/v1/me").status, 200) << "the test's own picture of the visitor";
  }
  ASSERT_EQ(log_in("lan", kOther).status, 200);
  EXPECT_EQ(change(lan, R"({"self_approve":true})").status, 200);
  EXPECT_EQ(change(lan, R"({"username":"lan"})").status, 200);
  EXPECT_EQ(sessions_of(lan), 1U) << "these end nothing";
  EXPECT_EQ(change(lan, R"({"username":"lam"})").status, 422);
}

TEST_F(AccountsApi, PeopleChangeTheirOwnPassword) {
  const auto lan = make("lan", "contributor").id();
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  const auto elsewhere = key_of("lan");
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  const auto wrong = own_password("lan", "not this one", kOther);
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.fields(), ElementsAre("current"));
  EXPECT_THAT(own_password("lan", kPassword, "short").fields(), ElementsAre("password"));
  EXPECT_EQ(own_password("lan", kPassword, kOther).status, 204);
  EXPECT_EQ(sessions_of(lan), 1U) << "the one that asked stays";
  EXPECT_THAT(ended(), ElementsAre(elsewhere));
  EXPECT_EQ(log_in("lan", kPassword).status, 401);
  EXPECT_EQ(log_in("lan", kOther).status, 200);
  EXPECT_THAT(actions(), Contains("lan user.passwd user/lan"));
  EXPECT_THAT(actions(), Contains("lan user.passwd.refuse user/lan"));
}

TEST_F(AccountsApi, ATokenHasNoPasswordAndNoSessions) {
  const auto made = post("admin", "/api/v1/tokens", R"({"name":"robot","role":"operator"})");
  add_token("robot", made.text("token"));
  EXPECT_EQ(own_password("robot", kPassword, kOther).status, 409);
  EXPECT_EQ(serialize(get("robot", "/api/v1/sessions").body), R"({"sessions":[]})");
}

TEST_F(AccountsApi, GuessingTheCurrentPasswordIsSlowedDown) {
  (void)make("lan", "editor");
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(own_password("lan", "wrong", kOther).status, 422);
  const auto told = own_password("lan", kPassword, kOther);
  EXPECT_EQ(told.status, 429);
  EXPECT_EQ(told.header("Retry-After"), "1");
}

TEST_F(AccountsApi, SessionsAreListedAndRevoked) {
  const auto lan = make("lan", "editor").id();
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  const auto first = key_of("lan");
  clock_.pass(seconds{600});
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  const auto all = get("lan", "/api/v1/sessions").body.at("sessions").as_array();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].at("created_at").as_string(), "2026-11-22T10:00:00+07:00");
  EXPECT_EQ(all[1].at("created_at").as_string(), "2026-11-22T10:10:00+07:00");
  EXPECT_EQ(all[1].at("peer").as_string(), "192.0.2.1");
  EXPECT_FALSE(all[0].at("current").as_bool());
  EXPECT_TRUE(all[1].at("current").as_bool());
  const auto address = "/api/v1/sessions/" + std::to_string(all[0].at("id").as_int64());
  (void)make("mai", "editor");
  ASSERT_EQ(log_in("mai", kPassword).status, 200);
  EXPECT_EQ(ask("mai", http::Verb::delete_, address).status, 404) << "somebody else's";
  EXPECT_EQ(get("mai", "/api/v1/sessions?user=" + std::to_string(lan)).status, 403);
  EXPECT_EQ(ask("lan", http::Verb::delete_, address).status, 204);
  EXPECT_EQ(sessions_of(lan), 1U);
  EXPECT_THAT(ended(), ElementsAre(first));
  EXPECT_EQ(ask("lan", http::Verb::delete_, address).status, 404);
  const auto second = "/api/v1/sessions/" + std::to_string(all[1].at("id").as_int64());
  EXPECT_EQ(ask("admin", http::Verb::delete_, second).status, 204);
  EXPECT_EQ(sessions_of(lan), 0U);
  EXPECT_THAT(actions(), Contains("admin session.revoke user/lan"));
}

TEST_F(AccountsApi, ASessionEndsWhenNobodyUsesIt) {
  const auto lan = make("lan", "editor").id();
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  clock_.pass(std::chrono::minutes{119});
  EXPECT_TRUE(still_known("lan")) << "and now it was used";
  clock_.pass(std::chrono::minutes{119});
  EXPECT_EQ(sessions_of(lan), 1U);
  clock_.pass(std::chrono::minutes{2});
  EXPECT_EQ(sessions_of(lan), 0U);
  EXPECT_FALSE(still_known("lan"));
}

TEST_F(AccountsApi, TokensAreMadeShownOnceAndRevoked) {
  const auto made = post("admin", "/api/v1/tokens", R"({"name": "Bảng điện", "role": "board"})");
  ASSERT_EQ(made.status, 201) << serialize(made.body);
  const auto text = made.text("token");
  EXPECT_THAT(text, testing::StartsWith("wc_"));
  const http::Credentials credentials{text, {}};
  const auto who = on_desk([&] { return recognise(gate_, credentials, clock_.now().wall); });
  ASSERT_TRUE(who);
  EXPECT_EQ(who->who.role, access::Role::board);
  auto listed = get("admin", "/api/v1/tokens");
  EXPECT_THAT(serialize(listed.body), Not(HasSubstr(text)));
  EXPECT_EQ(listed.body.at("tokens").at(0).at("name").as_string(), "Bảng điện");
  EXPECT_EQ(listed.body.at("tokens").at(0).at("last_used_at").as_string(), "2026-11-22T10:00:00+07:00");
  EXPECT_TRUE(listed.body.at("tokens").at(0).at("expires_at").is_null());
  const auto address = made.header("Location");
  EXPECT_EQ(ask("admin", http::Verb::delete_, address).status, 204);
  EXPECT_EQ(ask("admin", http::Verb::delete_, address).status, 204) << "again: it is revoked already";
  EXPECT_FALSE(on_desk([&] { return recognise(gate_, credentials, clock_.now().wall); }));
  EXPECT_THAT(ended(), ElementsAre(who->key));
  EXPECT_TRUE(get("admin", "/api/v1/tokens").body.at("tokens").at(0).at("revoked").as_bool());
  EXPECT_EQ(ask("admin", http::Verb::delete_, "/api/v1/tokens/99").status, 404);
  EXPECT_THAT(post("admin", "/api/v1/tokens", R"({"role":"king","expires_at":"soon"})").fields(),
              testing::UnorderedElementsAre("name", "role", "expires_at"));
  EXPECT_THAT(
      post("admin", "/api/v1/tokens", R"({"name":"x","role":"board","expires_at":"2026-11-22T02:59:00Z"})").fields(),
      ElementsAre("expires_at"));
}

TEST_F(AccountsApi, ATokenExpires) {
  const auto made =
      post("admin", "/api/v1/tokens", R"({"name":"x","role":"board","expires_at":"2026-11-22T11:00:00+07:00"})");
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.text("expires_at"), "2026-11-22T11:00:00+07:00");
  const http::Credentials credentials{made.text("token"), {}};
  const auto known = [&] {
    return on_desk([&] { return recognise(gate_, credentials, clock_.now().wall).has_value(); });
  };
  clock_.pass(seconds{3599});
  EXPECT_TRUE(known());
  clock_.pass(seconds{1});
  EXPECT_FALSE(known());
}

TEST_F(AccountsApi, UseIsWrittenDownOnceAMinute) {
  (void)make("lan", "editor");
  const auto made = post("admin", "/api/v1/tokens", R"({"name":"x","role":"board"})");
  const http::Credentials token{made.text("token"), {}};
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  clock_.pass(seconds{90});
  EXPECT_TRUE(still_known("lan"));
  (void)on_desk([&] { return recognise(gate_, token, clock_.now().wall).has_value(); });
  const auto kept = [this] {
    return on_desk([this] {
      return std::pair{store_->tokens().at(0).last_used, store_->session_by_hash(key_of("lan"))->last_seen};
    });
  };
  EXPECT_FALSE(kept().first) << "nothing is written while people are answered";
  EXPECT_TRUE(on_desk([this] { return gate_.write_down_use().has_value(); }));
  EXPECT_EQ(kept().first, kNow + seconds{60});
  EXPECT_EQ(kept().second, kNow + seconds{60});
}

TEST_F(AccountsApi, ListenersWhoAreNoLongerWelcomeAreNamed) {
  const auto lan = make("lan", "editor").id();
  ASSERT_EQ(log_in("lan", kPassword).status, 200);
  const auto key = key_of("lan");
  const auto gone = [&] {
    return on_desk([&] { return gate_.no_longer_welcome({key, "other"}, {}, clock_.now().wall); });
  };
  clock_.pass(std::chrono::minutes{119});
  EXPECT_THAT(gone(), ElementsAre("other"));
  clock_.pass(std::chrono::minutes{119});
  EXPECT_THAT(gone(), ElementsAre("other")) << "a page that listens is being used";
  // As `wardcast user disable` does it, beside the daemon.
  on_desk([&] {
    auto user = *store_->user(lan);
    user.disabled = true;
    return store_->update_user(user).has_value();
  });
  EXPECT_THAT(gone(), ElementsAre(key, "other"));
}

}  // namespace
}  // namespace wardcast::editorial
