// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/sweep_history.hpp"

#include <gtest/gtest.h>

namespace wardcast::health {
namespace {

store::Sweep session() {
  store::Sweep sweep;
  sweep.id = "s2026-11-02";
  sweep.local_date = "2026-11-02";
  sweep.lines = {"l1", "l2", "l3", "l4", "l5"};
  return sweep;
}

TEST(SweepHistory, ASessionThatWasBrokenOffCountsWhatItFound) {
  const auto end = broken_off(
      session(), {{"l1", Verdict::ok}, {"l2", Verdict::open}, {"l3", Verdict::welded}, {"l4", Verdict::no_comm}}, {});
  EXPECT_EQ(end.in_order, 1);
  EXPECT_EQ(end.faulty, 2) << "a welded contact is found as surely as an open line";
  EXPECT_EQ(end.unjudged, 1);
  EXPECT_EQ(end.not_tested, 1);
  EXPECT_EQ(end.result, "partial");
}

TEST(SweepHistory, OneWithoutAnyTestWasMissed) {
  const auto end = broken_off(session(), {}, {});
  EXPECT_EQ(end.result, "missed");
  EXPECT_EQ(not_held(session(), end.detail),
            "The line check of 2026-11-02 was not held: The station was stopped before the session was over.");
}

TEST(SweepHistory, AReTestJudgesItsFaultAndNotWhateverElseAilsTheLine) {
  for (const auto* kind : {"partial", "open", "short", "overload", "earth", "welded", "no_tone", "no_comm"}) {
    EXPECT_TRUE(is_gone(kind, Verdict::ok)) << kind;
    EXPECT_TRUE(is_gone(kind, Verdict::drift)) << kind;
    for (const auto verdict :
         {Verdict::not_tested, Verdict::no_comm, Verdict::relay_stuck, Verdict::welded, Verdict::no_tone})
      EXPECT_FALSE(is_gone(kind, verdict)) << kind << " after " << word(verdict);
    EXPECT_FALSE(is_gone(kind, verdict_of(kind).value())) << kind;
  }
  EXPECT_FALSE(is_gone("open", Verdict::not_measured));
  for (const auto verdict :
       {Verdict::ok, Verdict::partial, Verdict::no_reference, Verdict::no_tone, Verdict::not_measured})
    EXPECT_TRUE(is_gone("relay_stuck", verdict)) << "its contact closed and opened: " << word(verdict);
  for (const auto verdict : {Verdict::not_tested, Verdict::no_comm, Verdict::relay_stuck})
    EXPECT_FALSE(is_gone("relay_stuck", verdict)) << word(verdict);
  EXPECT_TRUE(is_gone("welded", Verdict::not_measured));
  EXPECT_TRUE(is_gone("welded", Verdict::no_reference));
  EXPECT_TRUE(is_gone("welded", Verdict::partial));
  EXPECT_TRUE(is_gone("earth", Verdict::partial));
  EXPECT_FALSE(is_gone("earth", Verdict::short_circuit)) << "of a shorted line nobody looked at the leakage";
  EXPECT_FALSE(is_gone("partial", Verdict::open)) << "worse is not gone";
  EXPECT_TRUE(is_gone("short", Verdict::partial)) << "it need not stay latched off for a loudspeaker";
}

}  // namespace
}  // namespace wardcast::health
