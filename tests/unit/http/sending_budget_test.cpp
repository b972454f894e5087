// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/sending_budget.hpp"

#include <gtest/gtest.h>

namespace wardcast::http {
namespace {

TEST(SendingBudget, NobodyTakesMoreThanAShareAndAllTogetherNoMoreThanThereIs) {
  SendingBudget budget{100, 40};
  auto first = budget.admit("lan", 40);
  ASSERT_TRUE(first);
  EXPECT_FALSE(budget.admit("lan", 1));
  const auto second = budget.admit("mai", 30), third = budget.admit("mai", 10), fourth = budget.admit("an", 20);
  EXPECT_TRUE(second && third && fourth);
  EXPECT_FALSE(budget.admit("robot#1", 1));
  first.reset();
  EXPECT_TRUE(budget.admit("robot#1", 40));
}

TEST(SendingBudget, ALongOnePassesAlone) {
  SendingBudget budget{100, 40};
  auto lone = budget.admit("lan", 500);
  EXPECT_TRUE(lone);
  EXPECT_FALSE(budget.admit("lan", 500));
  EXPECT_FALSE(budget.admit("mai", 1));
  lone.reset();
  const auto small = budget.admit("mai", 1);
  EXPECT_FALSE(budget.admit("lan", 500));
  EXPECT_TRUE(budget.admit("lan", 99));
}

}  // namespace
}  // namespace wardcast::http
