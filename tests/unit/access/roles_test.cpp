// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/roles.hpp"

#include <gtest/gtest.h>

#include <map>

namespace wardcast::access {
namespace {

/// Written out once more, in letters, as the contract says it: c o e t b a in the order of the roles, '-' for no.
const std::map<Action, std::string> kExpected{
    {Action::see_self, "coetba"},        {Action::read_station, "-oetba"},    {Action::read_reports, "-oetba"},
    {Action::read_items, "-oe-ba"},      {Action::edit_own_items, "coe--a"},  {Action::edit_items, "-o---a"},
    {Action::approve_items, "--e--a"},   {Action::edit_programmes, "-o---a"}, {Action::import_log, "-o---a"},
    {Action::go_live, "-o---a"},         {Action::raise_emergency, "-o---a"}, {Action::stop_broadcast, "-oetba"},
    {Action::work_on_lines, "---t-a"},   {Action::work_on_faults, "---t-a"},  {Action::read_accounts, "-----a"},
    {Action::manage_accounts, "-----a"}, {Action::read_audit, "----ba"},      {Action::read_site, "----ba"},
    {Action::reload_site, "-----a"},
};

TEST(Roles, EveryRoleAndEveryAction) {
  ASSERT_EQ(kExpected.size(), kActions);
  for (std::size_t number = 0; number < kActions; ++number) {
    const auto action = static_cast<Action>(number);
    ASSERT_TRUE(kExpected.contains(action)) << number;
    const auto& letters = kExpected.at(action);
    for (std::size_t role = 0; role < store::Words<Role>::kAll.size(); ++role) {
      EXPECT_EQ(may(static_cast<Role>(role), action), letters[role] != '-')
          << store::Words<Role>::kAll[role] << ", action " << number;
    }
  }
}

TEST(Roles, WordsGoBothWays) {
  for (const auto text : store::Words<Role>::kAll) EXPECT_EQ(to_text(role_from_text(text).value()), text);
  EXPECT_EQ(to_text(Role::operator_), "operator");
  EXPECT_EQ(to_text(Role::admin), "admin");
  EXPECT_EQ(role_from_text("king"), std::nullopt);
  EXPECT_EQ(role_from_text(""), std::nullopt);
  EXPECT_EQ(all_roles(), "contributor, operator, editor, technician, board, admin");
}

store::Item item_of(store::UserId owner, const std::string& name) {
  store::Item item;
  item.owner = owner;
  item.owner_name = name;
  return item;
}

TEST(Roles, WhoseItemItIs) {
  const Principal person{"dao", Role::contributor, 5, false};
  const Principal token{"bàn trực#2", Role::contributor, 0, false};
  EXPECT_TRUE(owns(person, item_of(5, "dao")));
  EXPECT_TRUE(owns(person, item_of(5, "her old name")));
  EXPECT_FALSE(owns(person, item_of(6, "dao")));
  EXPECT_FALSE(owns(person, item_of(0, "dao"))) << "a token's item, whatever it is called";
  EXPECT_TRUE(owns(token, item_of(0, "bàn trực#2")));
  EXPECT_FALSE(owns(token, item_of(0, "bàn trực#3"))) << "another token of the same name";
  EXPECT_FALSE(owns(token, item_of(5, "bàn trực#2")));
}

TEST(Roles, AContributorSeesAndChangesOnlyTheirOwnItems) {
  const Principal dao{"dao", Role::contributor, 5, false};
  EXPECT_TRUE(may_read(dao, item_of(5, "dao")));
  EXPECT_TRUE(may_edit(dao, item_of(5, "dao")));
  EXPECT_FALSE(may_read(dao, item_of(6, "mai")));
  EXPECT_FALSE(may_edit(dao, item_of(6, "mai")));
  const Principal board{"board", Role::board, 7, false};
  EXPECT_TRUE(may_read(board, item_of(5, "dao")));
  EXPECT_FALSE(may_edit(board, item_of(7, "board")));
  const Principal on_duty{"duty", Role::operator_, 8, false};
  EXPECT_TRUE(may_edit(on_duty, item_of(5, "dao")));
  const Principal technician{"tech", Role::technician, 9, false};
  EXPECT_FALSE(may_read(technician, item_of(9, "tech")));
}

TEST(Roles, OnesOwnItemIsApprovedByAnotherUnlessTheRightIsGiven) {
  const auto item = item_of(5, "mai");
  EXPECT_FALSE(may_judge({"mai", Role::editor, 5, false}, item));
  EXPECT_TRUE(may_judge({"mai", Role::editor, 5, true}, item));
  EXPECT_TRUE(may_judge({"lan", Role::editor, 6, false}, item));
  EXPECT_FALSE(may_judge({"duty", Role::operator_, 6, true}, item)) << "the right alone makes no editor";
  EXPECT_TRUE(may_judge({"admin", Role::admin, 5, false}, item));
}

}  // namespace
}  // namespace wardcast::access
