// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/problem.hpp"

#include <gtest/gtest.h>

namespace wardcast {
namespace {

TEST(Problem, ReadsLikeACompilersMessage) {
  EXPECT_EQ((Problem{"ward/site.toml", 12, 8, "what and how to mend it"}.text()),
            "ward/site.toml:12:8: what and how to mend it");
}

TEST(Problems, ComeInFileOrderHoweverTheyWereFound) {
  Problems problems{"site.toml"};
  problems.add({9, 1}, "third");
  problems.add({2, 7}, "second");
  problems.add({2, 1}, "first");
  problems.add({9, 1}, "fourth, of the same place");
  std::string messages;
  for (const auto& problem : problems.in_file_order()) messages += problem.message + ";";
  EXPECT_EQ(messages, "first;second;third;fourth, of the same place;");
}

TEST(Problems, AnotherFilesProblemStandsWhereThatFileIsNamed) {
  Problems problems{"site.toml"};
  problems.add({20, 1}, "after");
  problems.add_foreign({10, 1}, Problem{"board.toml", 99, 3, "inside"});
  const auto found = problems.in_file_order();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].text(), "board.toml:99:3: inside");
  EXPECT_EQ(found[1].text(), "site.toml:20:1: after");
}

TEST(Problems, StayOnOneLineWhateverTheyQuote) {
  Problems problems{"site.toml"};
  problems.add({1, 1}, "key 'a\nb\x1b[31m\tĐường'");
  EXPECT_EQ(problems.in_file_order().front().message, "key 'a?b?[31m?Đường'");
}

}  // namespace
}  // namespace wardcast
