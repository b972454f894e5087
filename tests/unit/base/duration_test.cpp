// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/duration.hpp"

#include <gtest/gtest.h>

namespace wardcast {
namespace {

TEST(Duration, ReadsEveryUnit) {
  EXPECT_EQ(parse_duration("0s").value(), milliseconds{0});
  EXPECT_EQ(parse_duration("200ms").value(), milliseconds{200});
  EXPECT_EQ(parse_duration("10s").value(), seconds{10});
  EXPECT_EQ(parse_duration("10m").value(), std::chrono::minutes{10});
  EXPECT_EQ(parse_duration("1h").value(), std::chrono::hours{1});
}

TEST(Duration, RefusesEverythingElse) {
  for (const auto* text : {"", "10", "s", "-1s", "+1s", "1.5s", "10 s", " 10s", "10s ", "10S", "10sec", "1h30m",
                           "99999999999999999999s", "9223372036854775807h"}) {
    EXPECT_FALSE(parse_duration(text).has_value()) << text;
  }
}

TEST(Duration, WritesWhatItReads) {
  for (const auto* text : {"0s", "1ms", "1500ms", "2s", "90s", "10m", "1h", "24h"}) {
    EXPECT_EQ(format_duration(parse_duration(text).value()), text);
  }
  EXPECT_EQ(format_duration(seconds{600}), "10m");
}

}  // namespace
}  // namespace wardcast
