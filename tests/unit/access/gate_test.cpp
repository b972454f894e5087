// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/gate.hpp"

#include <gtest/gtest.h>

#include "daemon/access/accounts.hpp"
#include "daemon/access/secrets.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::access {
namespace {

constexpr const char* kPassword = "đồng hồ quả lắc";

class GateTest : public ::testing::Test {
 protected:
  void SetUp() override {
    mai = accounts.add_user("mai", Role::editor, true, hash_password(kPassword).value()).value();
  }
  Result<OpenedSession> log_in(const std::string& name, const std::string& password) {
    steady += seconds{400};  // past any waiting
    const auto challenge = std::get<Challenge>(gate.challenge(name, "192.0.2.1", steady));
    return gate.open_session(challenge, verify_password(challenge.hash, password), "192.0.2.1", now);
  }

  store::TempFolder folder;
  std::unique_ptr<store::Store> store = store::open_store(folder.path()).value();
  Accounts accounts{*store};
  Gate gate{*store};
  store::User mai;
  WallTime now{seconds{1'795'000'000}};
  SteadyTime steady{seconds{5000}};
};

TEST_F(GateTest, ALoginOpensASessionForTwelveHours) {
  const auto opened = log_in("Mai", kPassword).value();
  EXPECT_EQ(opened.who.name, "mai");
  EXPECT_EQ(opened.who.role, Role::editor);
  EXPECT_EQ(opened.who.user, mai.id);
  EXPECT_TRUE(opened.who.self_approve);
  EXPECT_EQ(opened.expires, now + std::chrono::hours{12});
  for (int hour = 1; hour < 12; ++hour) EXPECT_TRUE(gate.by_cookie(opened.cookie, now + std::chrono::hours{hour}));
  const auto known = gate.by_cookie(opened.cookie, now + std::chrono::hours{12} - microseconds{1});
  ASSERT_TRUE(known);
  EXPECT_EQ(known->who.user, mai.id);
  EXPECT_TRUE(same_secret(known->csrf, opened.csrf));
  EXPECT_FALSE(gate.by_cookie(opened.cookie, now + std::chrono::hours{12}));
  EXPECT_FALSE(gate.by_cookie(opened.cookie + "x", now));
  EXPECT_FALSE(gate.by_cookie("", now));
  EXPECT_FALSE(gate.by_cookie(std::string(100'000, 'x'), now));
  EXPECT_FALSE(store->session_by_hash(opened.cookie)) << "only its hash is kept";
}

TEST_F(GateTest, WrongNameAndWrongPasswordCannotBeToldApart) {
  const auto wrong_name = log_in("lan", kPassword);
  const auto wrong_password = log_in("mai", "something else");
  ASSERT_FALSE(wrong_name);
  ASSERT_FALSE(wrong_password);
  EXPECT_EQ(wrong_name.error().code, ErrorCode::forbidden);
  EXPECT_EQ(wrong_name.error().detail, wrong_password.error().detail);
}

TEST_F(GateTest, ClosingEndsTheSession) {
  const auto opened = log_in("mai", kPassword).value();
  const auto other = log_in("mai", kPassword).value();
  ASSERT_TRUE(gate.close_session(secret_hash(opened.cookie)));
  EXPECT_FALSE(gate.by_cookie(opened.cookie, now));
  EXPECT_TRUE(gate.by_cookie(other.cookie, now));
}

TEST_F(GateTest, DisablingShutsThePersonOutAtOnce) {
  const auto opened = log_in("mai", kPassword).value();
  UserChange change;
  change.disabled = true;
  ASSERT_TRUE(accounts.change_user(mai.id, change));
  EXPECT_FALSE(gate.by_cookie(opened.cookie, now));
  EXPECT_FALSE(log_in("mai", kPassword));
  change.disabled = false;
  ASSERT_TRUE(accounts.change_user(mai.id, change));
  EXPECT_FALSE(gate.by_cookie(opened.cookie, now)) << "the old session is gone for good";
  EXPECT_TRUE(log_in("mai", kPassword));
}

TEST_F(GateTest, ANewPasswordEndsOldSessionsAndLogins) {
  const auto opened = log_in("mai", kPassword).value();
  const auto challenge = std::get<Challenge>(gate.challenge("mai", "192.0.2.1", steady));
  UserChange change;
  change.password_hash = hash_password("mật khẩu mới toanh").value();
  ASSERT_TRUE(accounts.change_user(mai.id, change));
  EXPECT_FALSE(gate.by_cookie(opened.cookie, now));
  EXPECT_FALSE(gate.open_session(challenge, true, "", now)) << "verified against the old one, a moment too late";
  EXPECT_FALSE(log_in("mai", kPassword));
  EXPECT_TRUE(log_in("mai", "mật khẩu mới toanh"));
}

TEST_F(GateTest, ASessionNobodyUsesEndsAfterTwoHours) {
  const auto opened = log_in("mai", kPassword).value();
  EXPECT_TRUE(gate.by_cookie(opened.cookie, now + std::chrono::minutes{119}));
  EXPECT_TRUE(gate.by_cookie(opened.cookie, now + std::chrono::minutes{237}));
  ASSERT_TRUE(gate.write_down_use());
  Gate restarted{*store};
  EXPECT_TRUE(restarted.by_cookie(opened.cookie, now + std::chrono::minutes{355}));
  EXPECT_FALSE(restarted.by_cookie(opened.cookie, now + std::chrono::minutes{476}));
}

TEST_F(GateTest, ToListenIsToUseASessionToBeRememberedIsNot) {
  const auto watching = log_in("mai", kPassword).value(), left = log_in("mai", kPassword).value();
  const auto robot = accounts.create_token("robot", Role::operator_, {}, now).value();
  const auto listens = secret_hash(watching.cookie), rests = secret_hash(left.cookie), token = secret_hash(robot.text);
  std::vector<std::string> gone;
  for (int minute = 1; minute <= 121; ++minute)
    gone = gate.no_longer_welcome({listens}, {rests, token}, now + std::chrono::minutes{minute});
  EXPECT_EQ(gone, std::vector{rests});
  EXPECT_FALSE(gate.by_cookie(left.cookie, now + std::chrono::minutes{121}));
  EXPECT_TRUE(gate.by_cookie(watching.cookie, now + std::chrono::minutes{121}));
  EXPECT_FALSE(gate.last_used(store->tokens().at(0))) << "nobody has used it";
  EXPECT_TRUE(gate.no_longer_welcome({token}, {}, now + std::chrono::minutes{122}).empty());
  EXPECT_TRUE(gate.last_used(store->tokens().at(0)));
}

TEST_F(GateTest, AnotherRoleEndsOpenSessions) {
  const auto opened = log_in("mai", kPassword).value();
  UserChange change;
  change.role = Role::board;
  ASSERT_TRUE(accounts.change_user(mai.id, change));
  EXPECT_FALSE(gate.by_cookie(opened.cookie, now));
  EXPECT_EQ(log_in("mai", kPassword)->who.role, Role::board);
}

TEST_F(GateTest, GuessingIsSlowedDown) {
  for (int i = 0; i < LoginThrottle::kFree; ++i) {
    ASSERT_TRUE(std::holds_alternative<Challenge>(gate.challenge(i % 2 == 0 ? "mai" : "MAI", "192.0.2.1", steady)));
  }
  const auto refused = gate.challenge("mai", "192.0.2.1", steady);
  ASSERT_TRUE(std::holds_alternative<TooManyAttempts>(refused));
  EXPECT_EQ(std::get<TooManyAttempts>(refused).retry_after, seconds{1});
}

TEST_F(GateTest, ExpiredSessionsAreTidiedAtTheNextLogin) {
  const auto opened = log_in("mai", kPassword).value();
  now += std::chrono::hours{13};
  ASSERT_TRUE(log_in("mai", kPassword));
  EXPECT_FALSE(store->session_by_hash(secret_hash(opened.cookie)));
}

TEST_F(GateTest, ATokenIsKnownUntilItIsRevoked) {
  const auto made = accounts.create_token("máy tính bàn trực", Role::operator_, {}, now).value();
  EXPECT_TRUE(made.text.starts_with("wc_"));
  EXPECT_EQ(made.text.size(), 46U);
  const auto who = gate.by_token(made.text, now);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->key, secret_hash(made.text));
  EXPECT_EQ(who->who.name, "máy tính bàn trực#" + std::to_string(made.token.id));
  EXPECT_EQ(who->who.role, Role::operator_);
  EXPECT_EQ(who->who.user, 0);
  EXPECT_FALSE(who->who.self_approve);
  EXPECT_FALSE(store->token_by_hash(made.text)) << "only its hash is kept";
  EXPECT_FALSE(gate.by_token(made.text + "x", now));
  EXPECT_FALSE(gate.by_token(made.text.substr(3), now));
  EXPECT_FALSE(gate.by_token("", now));
  ASSERT_TRUE(store->revoke_token(made.token.id));
  EXPECT_FALSE(gate.by_token(made.text, now));
}

TEST_F(GateTest, ATokenExpiresAndIsNotMadeExpired) {
  const auto made = accounts.create_token("x", Role::board, now + seconds{60}, now).value();
  EXPECT_TRUE(gate.by_token(made.text, now + seconds{59}));
  EXPECT_FALSE(gate.by_token(made.text, now + seconds{60}));
  EXPECT_EQ(accounts.create_token("x", Role::board, now, now).error().field, "expires_at");
}

TEST_F(GateTest, TheLastAdministratorIsKept) {
  const auto lan = accounts.add_user("lan", Role::admin, false, "").value();
  UserChange disable;
  disable.disabled = true;
  EXPECT_EQ(accounts.change_user(lan.id, disable).error().code, ErrorCode::conflict);
  EXPECT_FALSE(store->user(lan.id)->disabled);
}

TEST_F(GateTest, NamesAreTakenOnceAndTokensNamesNeedBeText) {
  EXPECT_EQ(accounts.add_user("mai", Role::board, false, "").error().code, ErrorCode::conflict);
  EXPECT_EQ(accounts.add_user("Mai", Role::board, false, "").error().code, ErrorCode::invalid);
  EXPECT_EQ(accounts.change_user(99, {}).error().code, ErrorCode::not_found);
  EXPECT_TRUE(accounts.create_token("x", Role::board, {}, now));
  EXPECT_TRUE(accounts.create_token("x", Role::board, {}, now)) << "their numbers tell them apart";
  for (const auto& name : {std::string{}, std::string{"a\nb"}, std::string(65, 'x'), std::string{"\xFF"}}) {
    EXPECT_EQ(accounts.create_token(name, Role::board, {}, now).error().field, "name");
  }
}

TEST_F(GateTest, WhoHasNoPasswordCannotLogInWithOne) {
  (void)accounts.add_user("kiosk", Role::board, false, "").value();
  EXPECT_FALSE(log_in("kiosk", ""));
}

}  // namespace
}  // namespace wardcast::access
