// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/config/hours.hpp"

#include <gtest/gtest.h>

namespace wardcast::site {
namespace {

using Windows = std::vector<DailyWindow>;

TEST(Hours, ReadsOneWindow) {
  EXPECT_EQ(parse_hours("05:30-21:30").value(), (Windows{{330, 1290}}));
  EXPECT_EQ(parse_hours("00:00-24:00").value(), (Windows{{0, 1440}}));
  EXPECT_EQ(parse_hours("23:59-24:00").value(), (Windows{{1439, 1440}}));
}

TEST(Hours, PastMidnightIsTwoWindows) {
  EXPECT_EQ(parse_hours("22:00-02:00").value(), (Windows{{1320, 1440}, {0, 120}}));
  EXPECT_EQ(parse_hours("22:00-00:00").value(), (Windows{{1320, 1440}}));
}

TEST(Hours, RefusesEverythingElse) {
  for (const auto* text :
       {"", "05:30", "5:30-21:30", "05:30-21:60", "05:30-24:01", "24:00-06:00", "05.30-21.30", "05:30 - 21:30",
        "05:30-21:30 ", "05:30–21:30", "aa:bb-cc:dd", "10:00-10:00", "25:00-26:00"}) {
    EXPECT_FALSE(parse_hours(text).has_value()) << text;
  }
}

TEST(Hours, MergesWhatOverlapsOrTouches) {
  EXPECT_EQ(merged({{600, 700}, {0, 120}, {120, 180}, {650, 660}}), (Windows{{0, 180}, {600, 700}}));
  EXPECT_EQ(merged({}), Windows{});
}

TEST(Hours, OverlapNeedsAMinuteInCommon) {
  EXPECT_TRUE(overlap({{0, 100}}, {{99, 200}}));
  EXPECT_FALSE(overlap({{0, 100}}, {{100, 200}}));
  EXPECT_TRUE(overlap({{0, 10}, {500, 600}}, {{20, 30}, {550, 551}}));
}

}  // namespace
}  // namespace wardcast::site
