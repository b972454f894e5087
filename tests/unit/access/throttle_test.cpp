// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/throttle.hpp"

#include <gtest/gtest.h>

namespace wardcast::access {
namespace {

constexpr auto kHere = "192.0.2.1", kThere = "192.0.2.2";

SteadyTime at(std::int64_t seconds_on) { return SteadyTime{seconds{1'000'000 + seconds_on}}; }

TEST(Throttle, FiveAttemptsAreFreeThenEachWaitIsTwiceAsLong) {
  LoginThrottle throttle;
  std::int64_t now = 0;
  for (int i = 0; i < LoginThrottle::kFree; ++i) EXPECT_EQ(throttle.attempt("mai", kHere, at(now)), seconds{0});
  for (const int wait : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    EXPECT_EQ(throttle.attempt("mai", kHere, at(now)), seconds{wait});
    EXPECT_EQ(throttle.attempt("mai", kHere, at(now)), seconds{wait}) << "asking too early does not make it longer";
    now += wait;
    EXPECT_EQ(throttle.attempt("mai", kHere, at(now)), seconds{0});
  }
}

TEST(Throttle, OneNameDoesNotSlowAnother) {
  LoginThrottle throttle;
  for (int i = 0; i < 10; ++i) (void)throttle.attempt("mai", kHere, at(0));
  EXPECT_GT(throttle.attempt("mai", kHere, at(0)), seconds{0});
  EXPECT_EQ(throttle.attempt("lan", kHere, at(0)), seconds{0});
}

TEST(Throttle, WhoeverGuessesElsewhereDoesNotLockTheNameHere) {
  LoginThrottle throttle;
  for (int second = 0; second < 3600; ++second) (void)throttle.attempt("mai", kThere, at(second));
  EXPECT_GT(throttle.attempt("mai", kThere, at(3600)), seconds{0});
  EXPECT_EQ(throttle.attempt("mai", kHere, at(3600)), seconds{0});
}

TEST(Throttle, TheRightPasswordForgets) {
  LoginThrottle throttle;
  for (int i = 0; i < LoginThrottle::kFree; ++i) (void)throttle.attempt("mai", kHere, at(0));
  throttle.succeeded("mai", kHere);
  for (int i = 0; i < LoginThrottle::kFree; ++i) EXPECT_EQ(throttle.attempt("mai", kHere, at(0)), seconds{0});
  throttle.succeeded("nobody asked", kHere);
}

TEST(Throttle, AnHourForgetsToo) {
  LoginThrottle throttle;
  for (int i = 0; i < LoginThrottle::kFree; ++i) (void)throttle.attempt("mai", kHere, at(0));
  for (int i = 0; i < LoginThrottle::kFree; ++i) EXPECT_EQ(throttle.attempt("mai", kHere, at(3600)), seconds{0});
}

TEST(Throttle, ManyNamesFromOneAddressAreLimitedAndLeaveRoomForOthers) {
  LoginThrottle throttle;
  int admitted = 0;
  for (int i = 0; i < 1000; ++i)
    admitted += throttle.attempt("name" + std::to_string(i), kThere, at(0)) == seconds{0} ? 1 : 0;
  EXPECT_EQ(admitted, LoginThrottle::kPeerBurst);
  EXPECT_EQ(throttle.attempt("mai", kThere, at(2)), seconds{3});
  EXPECT_EQ(throttle.attempt("mai", kThere, at(3)), seconds{0});
  EXPECT_EQ(throttle.attempt("lan", kThere, at(3)), seconds{3});
  EXPECT_EQ(throttle.attempt("lan", kHere, at(3)), seconds{0});
}

TEST(Throttle, ManyAddressesTogetherAreLimited) {
  LoginThrottle throttle;
  const auto from = [](int i) { return "192.0.2." + std::to_string(i); };
  int admitted = 0;
  for (int i = 0; i < 1000; ++i) admitted += throttle.attempt("mai", from(i), at(0)) == seconds{0} ? 1 : 0;
  EXPECT_EQ(admitted, LoginThrottle::kBurst);
  EXPECT_EQ(throttle.attempt("mai", from(2000), at(0)), seconds{1});
  EXPECT_EQ(throttle.attempt("mai", from(2000), at(1)), seconds{0});
  EXPECT_EQ(throttle.attempt("mai", from(2001), at(1)), seconds{1});
  for (int i = 0; i < LoginThrottle::kBurst; ++i)
    EXPECT_EQ(throttle.attempt("mai", from(3000 + i), at(1000)), seconds{0});
}

TEST(Throttle, ItsMemoryIsBounded) {
  LoginThrottle throttle;
  for (int i = 0; i < 5000; ++i)
    (void)throttle.attempt("name" + std::to_string(i), "192.0.2." + std::to_string(i), at(i));
  EXPECT_LE(throttle.remembered(), 2 * LoginThrottle::kMost);
  EXPECT_GT(throttle.remembered(), 1800U);
}

}  // namespace
}  // namespace wardcast::access
