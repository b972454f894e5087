// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/model/timeline.hpp"

#include <gtest/gtest.h>

#include "hw-sim/model/axis.hpp"
#include "tests/unit/sim/times.hpp"

namespace wardcast::sim {
namespace {

using Spans = std::vector<Interval>;

TEST(Timeline, RemembersWhenItChanged) {
  Timeline contact;
  EXPECT_TRUE(contact.set(true, at_ms(100)));
  EXPECT_FALSE(contact.set(true, at_ms(150)));
  EXPECT_TRUE(contact.set(false, at_ms(200)));
  EXPECT_FALSE(contact.value_at(at_us(99'999)));
  EXPECT_TRUE(contact.value_at(at_ms(100)));
  EXPECT_TRUE(contact.value_at(at_us(199'999)));
  EXPECT_FALSE(contact.value_at(at_ms(200)));
  EXPECT_EQ(contact.true_during(at_ms(0), at_ms(1000)), (Spans{{at_ms(100), at_ms(200)}}));
  EXPECT_EQ(contact.true_during(at_ms(120), at_ms(130)), (Spans{{at_ms(120), at_ms(130)}}));
  EXPECT_EQ(contact.true_during(at_ms(200), at_ms(300)), Spans{});
}

TEST(Timeline, AnOpenEndReachesToTheEndOfTheWindow) {
  Timeline contact{true};
  contact.set(false, at_ms(10));
  contact.set(true, at_ms(20));
  EXPECT_EQ(contact.true_during(at_ms(0), at_ms(50)), (Spans{{at_ms(0), at_ms(10)}, {at_ms(20), at_ms(50)}}));
}

TEST(Timeline, ForgettingChangesNoAnswerAfterTheHorizon) {
  Timeline contact;
  for (int i = 0; i < 10; ++i) contact.set(i % 2 == 0, at_ms(i * 100));
  const auto before = contact.true_during(at_ms(450), at_ms(2000));
  contact.forget_before(at_ms(450));
  EXPECT_EQ(contact.true_during(at_ms(450), at_ms(2000)), before);
  EXPECT_EQ(contact.value_at(at_ms(450)), true);
  contact.forget_before(at_ms(100'000));
  EXPECT_FALSE(contact.value_at(at_ms(100'000)));
  EXPECT_EQ(contact.since(), at_ms(900));
}

TEST(Timeline, IntersectsSpans) {
  const Spans a{{at_ms(0), at_ms(10)}, {at_ms(20), at_ms(30)}};
  const Spans b{{at_ms(5), at_ms(22)}, {at_ms(29), at_ms(40)}};
  EXPECT_EQ(intersect(a, b), (Spans{{at_ms(5), at_ms(10)}, {at_ms(20), at_ms(22)}, {at_ms(29), at_ms(30)}}));
  EXPECT_EQ(intersect(a, {}), Spans{});
}

TEST(Timeline, WarmsUpBeforeItSounds) {
  Timeline power;
  power.set(true, at_ms(1000));
  power.set(false, at_ms(5000));
  power.set(true, at_ms(6000));
  power.set(false, at_ms(6500));  // too short to get warm
  EXPECT_EQ(warm_during(power, milliseconds{2000}, at_ms(0), at_ms(9000)), (Spans{{at_ms(3000), at_ms(5000)}}));
  EXPECT_EQ(warm_during(power, milliseconds{2000}, at_ms(2500), at_ms(3500)), (Spans{{at_ms(3000), at_ms(3500)}}));
  EXPECT_EQ(warm_during(power, milliseconds{2000}, at_ms(4000), at_ms(4500)), (Spans{{at_ms(4000), at_ms(4500)}}));
}

TEST(Axis, SamplesAndInstantsAgreeBothWays) {
  const Axis axis{at_ms(0)};
  EXPECT_EQ(axis.sample(at_ms(1000)), 48000);
  EXPECT_EQ(axis.sample(at_ms(0)), 0);
  EXPECT_EQ(axis.sample(at_ms(0) - nanoseconds{1}), -1);
  EXPECT_EQ(axis.time(48000), at_ms(1000));
  for (const std::int64_t n : {-7L, -1L, 0L, 1L, 2L, 3L, 47'999L, 123'456'789L})
    EXPECT_EQ(axis.sample(axis.time(n)), n);
}

}  // namespace
}  // namespace wardcast::sim
