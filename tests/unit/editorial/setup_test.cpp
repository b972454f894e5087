// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <boost/json/serialize.hpp>
#include <fstream>
#include <iterator>

#include "daemon/access/setup.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace wardcast::editorial {
namespace {
using testing::ElementsAre;

constexpr auto kPassword = "quả lắc đồng hồ";

/// A station without people, just started.
class SetupApi : public Newsroom {
 protected:
  SetupApi() : Newsroom(People::nobody) {
    code_ = on_desk([this] { return setup_.begin().value().value_or(""); });
  }
  Told set_up(const std::string& code, const std::string& name = "quantri", const std::string& password = kPassword) {
    return post(
        "", "/api/v1/setup",
        boost::json::serialize(boost::json::object{{"code", code}, {"username", name}, {"password", password}}));
  }
  bool needed() { return get("", "/api/v1/setup").body.at("needed").as_bool(); }
  [[nodiscard]] std::filesystem::path file() const { return folder_.path() / "setup-code"; }

  std::string code_;
};

TEST_F(SetupApi, TheFirstAdministratorIsMadeWithTheCode) {
  EXPECT_TRUE(needed());
  struct stat status {};
  ASSERT_EQ(::stat(file().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  std::ifstream in{file()};
  EXPECT_EQ((std::string{std::istreambuf_iterator<char>{in}, {}}), code_ + "\n");
  const auto made = set_up(code_);
  ASSERT_EQ(made.status, 201) << boost::json::serialize(made.body);
  EXPECT_EQ(made.text("role"), "admin");
  EXPECT_FALSE(needed());
  EXPECT_FALSE(std::filesystem::exists(file()));
  EXPECT_EQ(set_up(code_, "hai").status, 409);
  EXPECT_EQ(log_in("quantri", kPassword).status, 200);
  EXPECT_EQ(get("quantri", "/api/v1/users").status, 200);
  EXPECT_EQ(audit().front().who + " " + audit().front().action, "quantri user.add");
}

TEST_F(SetupApi, PeopleTypeTheCodeAsTheyLike) {
  std::string typed = " ";
  for (const char sign : code_) {
    if (sign == '-') {
      typed += ' ';
    } else if (sign == '0') {
      typed += 'o';
    } else if (sign == '1') {
      typed += 'l';
    } else {
      typed += static_cast<char>(std::tolower(sign));
    }
  }
  EXPECT_EQ(set_up(typed).status, 201);
}

TEST_F(SetupApi, AWrongCodeIsRefusedAndGuessingIsSlow) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(set_up("0000-0000-0000-0000").status, 401);
  const auto told = set_up(code_);
  EXPECT_EQ(told.status, 429);
  EXPECT_EQ(told.header("Retry-After"), "1");
  clock_.pass(seconds{1});
  EXPECT_EQ(set_up(code_).status, 201);
}

TEST_F(SetupApi, WhatIsWrongWithTheAccountIsSaidBeforeTheCodeIsLookedAt) {
  for (int i = 0; i < 7; ++i)
    EXPECT_THAT(set_up(code_, "Quan Tri", "short").fields(), ElementsAre("username", "password"));
  EXPECT_THAT(set_up(code_, "quantri", "").fields(), ElementsAre("password"));
  EXPECT_EQ(set_up("").status, 401);
  EXPECT_EQ(set_up(code_).status, 201);
}

TEST_F(SetupApi, AUserMadeByTheCommandLineEndsIt) {
  add_person("lan", access::Role::editor, false);
  EXPECT_EQ(set_up(code_).status, 409);
  EXPECT_FALSE(needed());
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(SetupApi, AnotherStartMakesAnotherCode) {
  const auto other = on_desk([this] { return setup_.begin().value().value(); });
  EXPECT_NE(other, code_);
  EXPECT_EQ(set_up(code_).status, 401);
  EXPECT_EQ(set_up(other).status, 201);
  EXPECT_FALSE(on_desk([this] { return setup_.begin().value().has_value(); }));
}

TEST(SetupCode, IsLongAndInGroups) {
  const auto code = access::random_code();
  EXPECT_THAT(code, testing::MatchesRegex("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}"));
  EXPECT_NE(code, access::random_code());
}

}  // namespace
}  // namespace wardcast::editorial
