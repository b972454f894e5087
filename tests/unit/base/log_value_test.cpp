// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/log_value.hpp"

#include <gtest/gtest.h>

namespace wardcast {
namespace {

TEST(LogValue, IsOneWordOrQuoted) {
  EXPECT_EQ(log_value("zone-1"), "zone-1");
  EXPECT_EQ(log_value("a2026:17"), "a2026:17");
  EXPECT_EQ(log_value("đài"), "đài");
  EXPECT_EQ(log_value(""), "\"\"");
  EXPECT_EQ(log_value("Bản tin chiều"), "\"Bản tin chiều\"");
  EXPECT_EQ(log_value("x=y"), "\"x=y\"");
}

TEST(LogValue, NothingTypedBeginsALineOrFakesAKey) {
  EXPECT_EQ(log_value("a\nevent=emergency"), "\"a\\x0aevent=emergency\"");
  EXPECT_EQ(log_value("\" zone=b"), "\"\\\" zone=b\"");
  EXPECT_EQ(log_value("\\\""), "\"\\\\\\\"\"");
  EXPECT_EQ(log_value("\x1b[2J"), "\"\\x1b[2J\"");
}

}  // namespace
}  // namespace wardcast
