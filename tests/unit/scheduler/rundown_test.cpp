// SPDX-License-Identifier: GPL-3.0-or-later
#include "scheduler/rundown.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <vector>

namespace wardcast::scheduler {

void PrintTo(const Position& position, std::ostream* out) { *out << position.index << ':' << position.packet; }

namespace {

using Entries = std::vector<Entry>;
using std::chrono::minutes;

constexpr microseconds kPacket{20000};

TEST(Rundown, PacketsBefore) {
  EXPECT_EQ(packets_before(microseconds{-1}), 0);
  EXPECT_EQ(packets_before(microseconds{0}), 0);
  EXPECT_EQ(packets_before(microseconds{1}), 1);
  EXPECT_EQ(packets_before(kPacket), 1);
  EXPECT_EQ(packets_before(kPacket + microseconds{1}), 2);
  EXPECT_EQ(packets_before(minutes{30}), 90000);
}

TEST(Rundown, JoinsAtTheFirstPacketNotPast) {
  const Entries entries{{100}, {0}, {50}};
  EXPECT_EQ(position_at(entries, seconds{-5}), (Position{0, 0}));
  EXPECT_EQ(position_at(entries, seconds{0}), (Position{0, 0}));
  EXPECT_EQ(position_at(entries, microseconds{1}), (Position{0, 1}));
  EXPECT_EQ(position_at(entries, 99 * kPacket), (Position{0, 99}));
  EXPECT_EQ(position_at(entries, 99 * kPacket + microseconds{1}),
            (Position{2, 0}));  // the skipped entry is passed over
  EXPECT_EQ(position_at(entries, seconds{2}), (Position{2, 0}));
  EXPECT_EQ(position_at(entries, 149 * kPacket), (Position{2, 49}));
  EXPECT_EQ(position_at(entries, seconds{3}), (Position{3, 0}));
  EXPECT_EQ(position_at(entries, minutes{30}), (Position{3, 0}));
  EXPECT_EQ(position_at({}, seconds{0}), (Position{0, 0}));
}

TEST(Rundown, DueIsTheInverse) {
  std::mt19937 engine{5};
  for (int round = 0; round < 500; ++round) {
    Entries entries;
    for (int i = 0; i < 6; ++i) entries.push_back({std::uniform_int_distribution<std::int64_t>{0, 300}(engine)});
    const microseconds elapsed{std::uniform_int_distribution<std::int64_t>{0, 40'000'000}(engine)};
    const Position at = position_at(entries, elapsed);
    const microseconds instant = due(entries, at);
    if (at.index == entries.size()) {
      EXPECT_EQ(instant, frames_to_time(total_packets(entries)));
      EXPECT_GT(elapsed, instant - kPacket);
      continue;
    }
    EXPECT_GE(instant, elapsed);
    EXPECT_LT(instant - elapsed, kPacket);
    EXPECT_EQ(position_at(entries, instant), at);
  }
}

TEST(Rundown, StraddlesTheSlotsEnd) {
  const Entries entries{{100}, {100}, {100}};  // 2 s each
  EXPECT_FALSE(straddling(entries, seconds{6}));
  EXPECT_FALSE(straddling(entries, seconds{10}));
  EXPECT_FALSE(straddling(entries, seconds{4}));  // the third would start at the slot's end: not begun
  EXPECT_FALSE(straddling({}, seconds{4}));
  EXPECT_FALSE(straddling(entries, seconds{0}));
  const auto last = straddling(entries, seconds{5});
  ASSERT_TRUE(last);
  EXPECT_EQ(last->index, 2U);
  EXPECT_EQ(last->within, 50);
  EXPECT_EQ(last->beyond, 50);
  const auto first = straddling(entries, seconds{1});
  ASSERT_TRUE(first);
  EXPECT_EQ(first->index, 0U);
  const auto empty_between = straddling(Entries{{100}, {0}, {100}}, seconds{3});
  ASSERT_TRUE(empty_between);
  EXPECT_EQ(empty_between->index, 2U);
  EXPECT_FALSE(straddling(Entries{{100}, {0}, {100}}, seconds{2}));
}

TEST(Rundown, ItemInProgressMayFinish) {
  EXPECT_EQ(finish_after_slot(seconds{120}, std::nullopt, std::nullopt), seconds{120});
  EXPECT_FALSE(finish_after_slot(seconds{120} + kPacket, std::nullopt, std::nullopt));
  EXPECT_EQ(finish_after_slot(seconds{60}, seconds{60}, seconds{60}), seconds{60});
  EXPECT_FALSE(finish_after_slot(seconds{60}, seconds{59}, std::nullopt));
  EXPECT_FALSE(finish_after_slot(seconds{60}, std::nullopt, seconds{59}));
  EXPECT_FALSE(finish_after_slot(kPacket, seconds{0}, std::nullopt));
}

TEST(Rundown, PlannedLength) {
  // The golden programme: 4 items of 450 s fill 30 minutes exactly.
  const Entries four(4, Entry{22500});
  EXPECT_EQ(planned_length(four, minutes{30}, std::nullopt, std::nullopt), minutes{30});
  EXPECT_EQ(planned_length(Entries(5, Entry{18000}), minutes{30}, seconds{0}, seconds{0}), minutes{30});
  EXPECT_EQ(planned_length(Entries(3, Entry{22500}), minutes{30}, std::nullopt, std::nullopt), seconds{1350});
  // A minute over: finishes when it may, else the slot's end.
  EXPECT_EQ(planned_length(four, minutes{29}, std::nullopt, std::nullopt), minutes{30});
  EXPECT_EQ(planned_length(four, minutes{29}, seconds{30}, std::nullopt), minutes{29});
  EXPECT_EQ(planned_length(four, minutes{29}, std::nullopt, seconds{30}), minutes{29});
  // Only the item in progress: the next is not begun in the minutes won.
  EXPECT_EQ(planned_length(Entries{{100}, {100}, {100}}, seconds{3}, std::nullopt, std::nullopt), seconds{4});
  EXPECT_EQ(planned_length(Entries{{100}, {100}}, seconds{2}, std::nullopt, std::nullopt), seconds{2});
  EXPECT_EQ(planned_length({}, minutes{30}, std::nullopt, std::nullopt), seconds{0});
}

}  // namespace
}  // namespace wardcast::scheduler
