// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "daemon/access/accounts.hpp"
#include "daemon/access/gate.hpp"
#include "tests/support/wardcast_program.hpp"
#include "tests/unit/cli/small_station.hpp"

namespace wardcast::test {
namespace {
using testing::HasSubstr;

class AccountCommands : public ::testing::Test {
 protected:
  Outcome run(const std::string& arguments) { return wardcast(arguments + " --config " + station_.config().string()); }

  SmallStation station_;
};

TEST_F(AccountCommands, ATokenHasItsLastDayAndItsLastUse) {
  const auto made = run("token create --role board --name robot --expires 2999-01-31");
  ASSERT_EQ(made.exit_code, 0) << made.output;
  ASSERT_EQ(run("token create --role board --name other").exit_code, 0);
  EXPECT_EQ(run("token create --role board --name late --expires 2018-01-31").exit_code, 2);
  EXPECT_EQ(run("token create --role board --name never --expires never").exit_code, 2);
  access::Gate gate{station_.store()};
  const auto text = made.output.substr(0, made.output.find('\n'));
  ASSERT_TRUE(gate.by_token(text, WallTime{seconds{1'795'316'430}}));
  ASSERT_TRUE(gate.write_down_use());
  const auto list = run("token list").output;
  EXPECT_THAT(list, HasSubstr("robot, expires 2999-02-01T00:00:00+07:00, last used 2026-11-22T10:00:00+07:00\n"));
  EXPECT_THAT(list, HasSubstr("other, never used\n"));
}

TEST_F(AccountCommands, TheLastAdministratorIsNotDisabled) {
  access::Accounts accounts{station_.store()};
  ASSERT_TRUE(accounts.add_user("lan", access::Role::admin, false, "x"));
  const auto refused = run("user disable lan");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.output, HasSubstr("last administrator"));
  ASSERT_TRUE(accounts.add_user("mai", access::Role::admin, false, "x"));
  EXPECT_EQ(run("user disable lan").exit_code, 0);
}

}  // namespace
}  // namespace wardcast::test
