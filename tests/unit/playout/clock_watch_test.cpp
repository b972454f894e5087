// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/clock_watch.hpp"

#include <gmock/gmock.h>

namespace wardcast::playout {
namespace {
using namespace std::chrono_literals;
using testing::HasSubstr;

class ClockWatchTest : public ::testing::Test {
 protected:
  ClockWatch::News pass(nanoseconds steady, microseconds wall) {
    now.steady += steady;
    now.wall += wall;
    return watch.look(now);
  }
  Now now{WallTime{seconds{1'795'316'400}}, SteadyTime{1000s}};
  ClockWatch watch{ClockFloor{now.wall - 24h, now.wall - 1h}};
};

TEST_F(ClockWatchTest, TimeThatPassesIsNoStep) {
  EXPECT_FALSE(watch.look(now).any());
  EXPECT_FALSE(pass(500ms, 500ms).any());
  EXPECT_FALSE(pass(1h, 1h + 400ms).any()) << "slewed";
}

TEST_F(ClockWatchTest, StepsAreSeenBothWays) {
  (void)watch.look(now);
  const auto shown = now.wall;
  const auto forward = pass(1s, 1h + 1s);
  EXPECT_EQ(forward.step, microseconds{1h});
  EXPECT_EQ(forward.expected, shown + 1s);
  EXPECT_EQ(pass(1s, 1s).step, std::nullopt);
  EXPECT_EQ(pass(1s, 1s - 30min).step, -microseconds{30min});
}

TEST_F(ClockWatchTest, BeforeTheBuildItCannotBeRight) {
  (void)watch.look(now);
  const auto lost = pass(1s, -24h * 365 * 50);
  EXPECT_TRUE(lost.went_wrong);
  EXPECT_TRUE(watch.wrong());
  const auto zone = TimeZone::locate("Asia/Ho_Chi_Minh").value();
  EXPECT_THAT(watch.why(now.wall, zone), HasSubstr("1976-"));
  EXPECT_THAT(watch.why(now.wall, zone), HasSubstr("before this program was made (2026-11-21T10:00:00+07:00)"));
  const auto found = pass(1s, 24h * 365 * 50);
  EXPECT_TRUE(found.came_right);
  EXPECT_EQ(watch.why(now.wall, zone), "");
}

TEST_F(ClockWatchTest, BeforeTheLastEntryItCannotBeRightUntilItHasComeSoFar) {
  (void)watch.look(now);
  watch.wrote(now.wall);
  EXPECT_FALSE(pass(1s, -5s).went_wrong) << "a little is forgiven";
  EXPECT_TRUE(pass(1s, -30min).went_wrong);
  watch.wrote(now.wall + 24h);  // written while wrong: proves nothing
  const auto until = watch.until_possible(now.wall);
  EXPECT_FALSE(pass(until - 1s, std::chrono::duration_cast<microseconds>(until - 1s)).came_right);
  EXPECT_TRUE(pass(1s, 1s).came_right);
}

TEST_F(ClockWatchTest, WhileItIsWrongTheSteadyClockCountsOn) {
  (void)watch.look(now);
  const auto right = now.wall;
  (void)pass(10s, -24h * 365 * 50);
  EXPECT_EQ(watch.reckoned(now), right + 10s);
  (void)pass(1h, 1h);
  EXPECT_EQ(watch.reckoned(now), right + 1h + 10s);
}

TEST_F(ClockWatchTest, StartedIn1970ItCountsFromTheLastEntry) {
  const auto entry = now.wall - 1h;
  now.wall = WallTime{};
  EXPECT_TRUE(watch.look(now).went_wrong);
  (void)pass(60s, 60s);
  EXPECT_EQ(watch.reckoned(now), entry + 60s);
}

}  // namespace
}  // namespace wardcast::playout
