// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/access/throttle.hpp"

#include <gtest/gtest.h>

namespace wardcast::access {
namespace {

SteadyTime at(std::int64_t seconds_on) { return SteadyTime{seconds{1'000'000 + seconds_on}}; }

TEST(Throttle, FiveAttemptsAreFreeThenEachWaitIsTwiceAsLong) {
  LoginThrottle throttle;
  std::int64_t now = 0;
  for (int i = 0; i < LoginThrottle::kFree; ++i) EXPECT_EQ(throttle.attempt("mai", at(now)), seconds{0});
  for (const int wait : {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
    EXPECT_EQ(throttle.attempt("mai", at(now)), seconds{wait});
    EXPECT_EQ(throttle.attempt("mai", at(now)), seconds{wait}) << "asking too early does not make it longer";
    now += wait;
    EXPECT_EQ(throttle.attempt("mai", at(now)), seconds{0});
  }
}

TEST(Throttle, OneNameDoesNotSlowAnother) {
  LoginThrottle throttle;
  for (int i = 0; i < 10; ++i) (void)throttle.attempt("mai", at(0));
  EXPECT_GT(throttle.attempt("mai", at(0)), seconds{0});
  EXPECT_EQ(throttle.attempt("lan", at(0)), seconds{0});
}

TEST(Throttle, TheRightPasswordForgets) {
  LoginThrottle throttle;
  for (int i = 0; i < LoginThrottle::kFree; ++i) (void)throttle.attempt("mai", at(0));
  throttle.succeeded("mai");
  for (int i = 0; i < LoginThrottle::kFree; ++i) EXPECT_EQ(throttle.attempt("mai", at(0)), seconds{0});
  throttle.succeeded("nobody asked");
}

TEST(Throttle, AnHourForgetsToo) {
  LoginThrottle throttle;
  for (int i = 0; i < LoginThrottle::kFree; ++i) (void)throttle.attempt("mai", at(0));
  for (int i = 0; i < LoginThrottle::kFree; ++i) EXPECT_EQ(throttle.attempt("mai", at(3600)), seconds{0});
}

TEST(Throttle, ManyNamesTogetherAreLimited) {
  LoginThrottle throttle;
  int admitted = 0;
  for (int i = 0; i < 1000; ++i) admitted += throttle.attempt("name" + std::to_string(i), at(0)) == seconds{0} ? 1 : 0;
  EXPECT_EQ(admitted, LoginThrottle::kBurst);
  EXPECT_EQ(throttle.attempt("mai", at(0)), seconds{1});
  EXPECT_EQ(throttle.attempt("mai", at(1)), seconds{0});
  EXPECT_EQ(throttle.attempt("lan", at(1)), seconds{1});
  for (int i = 0; i < LoginThrottle::kBurst; ++i) {
    EXPECT_EQ(throttle.attempt("later" + std::to_string(i), at(1000)), seconds{0});
  }
}

TEST(Throttle, ItsMemoryIsBounded) {
  LoginThrottle throttle;
  for (int i = 0; i < 5000; ++i) (void)throttle.attempt("name" + std::to_string(i), at(i));
  EXPECT_LE(throttle.names(), LoginThrottle::kNames);
  EXPECT_GT(throttle.names(), 900U);
}

}  // namespace
}  // namespace wardcast::access
