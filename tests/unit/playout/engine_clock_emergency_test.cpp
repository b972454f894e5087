// SPDX-License-Identifier: GPL-3.0-or-later
// Emergencies while the clock is wrong, stepped or set right. docs/decisions/0008-clock.md
#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;

std::int64_t counted(const store::AsRun& as_run) {
  std::int64_t packets = 0;
  for (const auto& segment : as_run.segments) packets += segment.packets;
  return packets;
}

/// Tone and message twice with a pause between, counted by the steady clock: in packets heard and in the journal.
void expect_two_rounds(const VirtualStation& ward, const std::string& id, std::int64_t message, std::uint32_t packets,
                       seconds pause) {
  const auto heard = ward.heard(1);
  const auto round = VirtualStation::kTonePackets + packets;
  ASSERT_EQ(heard.size(), 2U * round);
  for (std::size_t i = 1; i < heard.size(); ++i) {
    const nanoseconds gap = heard[i].at - heard[i - 1].at;
    if (i == round)
      ASSERT_LE(abs(gap - (pause + 20ms)), rtp::kDepartures / 2);  // it may begin just past a departure
    else if (i == round + 1)
      ASSERT_LE(abs(gap - 20ms), rtp::kDepartures / 2);
    else
      ASSERT_EQ(gap, 20ms) << i;
  }
  EXPECT_EQ(heard[0].item, VirtualStation::kTone);
  EXPECT_EQ(heard[VirtualStation::kTonePackets].item, message);
  const auto& as_run = ward.airing(id);
  EXPECT_EQ(as_run.end->result, "full");
  EXPECT_EQ(as_run.end->reason, "finished");
  EXPECT_EQ(counted(as_run), 2 * static_cast<std::int64_t>(round));
  ASSERT_EQ(as_run.segments.size(), 4U);
  const auto since_first = [&](std::size_t segment) {
    return nanoseconds{as_run.segments[segment].steady_ns - as_run.segments[0].steady_ns};
  };
  EXPECT_EQ(since_first(1), VirtualStation::kTonePackets * 20ms);
  EXPECT_EQ(since_first(2), round * 20ms + pause);
  EXPECT_FALSE(ward.line_closed(3));
}

TEST(EmergencyByAWrongClock, SoundsAndLastsAsLongAsItLastsWhileWhatIsScheduledStaysSilent) {
  VirtualStation ward;
  ward.trust(playout::ClockFloor{ward.local("2026-11-01T00:00:00"), std::nullopt});
  const auto scheduled = ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 600, {ward.item(30'000)}).id;
  const auto message = ward.item(2'000);
  ward.publish();
  ward.run_until("2026-11-22T16:59:50");
  const auto back = ward.local("2026-11-22T16:59:50") - WallTime{};
  ward.step(-back);  // 1970
  ASSERT_TRUE(ward.engine().clock().wrong());
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 2;
    call.interval = 7s;
    call.expires_in = 300s;
  });
  EXPECT_EQ(ward.heard(1).size(), 1U) << "the first packet has left";
  EXPECT_TRUE(ward.line_closed(3));
  ward.run_for(20s);  // 17:00 has come, whatever the clock shows
  ward.step(1h);      // and is stepped, still wrong
  ward.run_for(30s);
  ward.step(-30min);
  ward.run_for(4min);
  EXPECT_TRUE(ward.engine().clock().wrong());
  expect_two_rounds(ward, id, message, 2'000, 7s);
  EXPECT_TRUE(ward.heard(2).empty()) << "the programme's other zone";
  EXPECT_FALSE(ward.journal.rows.contains("a" + scheduled));
  EXPECT_EQ(ward.journal.emergencies.size(), 1U);
}

TEST(EmergencyByAWrongClock, SetRightInMidEmergencyTheProgrammeIsJoinedBesideIt) {
  VirtualStation ward;
  ward.trust(playout::ClockFloor{ward.local("2026-11-01T00:00:00"), std::nullopt});
  const auto scheduled = ward.edition({"z4"}, "2026-11-22T17:00:00", 600, {ward.item(30'000)}).id;
  const auto message = ward.item(2'000);
  ward.publish();
  ward.run_until("2026-11-22T16:59:50");
  const auto back = ward.local("2026-11-22T16:59:50") - WallTime{};
  ward.step(-back);
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 2;
    call.interval = 7s;
  });
  ward.run_for(40s);
  EXPECT_TRUE(ward.heard(2).empty());
  ward.step(back);  // 17:00:30
  ward.run_until("2026-11-22T17:20:00");
  expect_two_rounds(ward, id, message, 2'000, 7s);
  EXPECT_EQ(ward.as_run(scheduled).end->result, "partial");
  EXPECT_NEAR(static_cast<double>(counted(ward.as_run(scheduled))), (570.0) * 50, 100.0);
}

TEST(EmergencyByAWrongClock, SoundsBeforeTheClockWasEverRight) {
  VirtualStation ward{"1970-01-01T08:00:00"};
  ward.trust(playout::ClockFloor{ward.local("2026-11-01T00:00:00"), ward.local("2026-11-22T15:00:00")},
             ward.local("2026-11-22T15:30:00"));
  const auto message = ward.item(500);
  ward.publish();
  ASSERT_TRUE(ward.engine().clock().wrong());
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 2;
    call.interval = 1s;
    call.expires_in = 60s;
  });
  ward.run_for(10s);
  ward.step(ward.local("2026-11-22T17:05:00") -
            ward.now().wall);  // over its expiry by 57 years: it expires by the steady clock
  ward.run_for(1min);
  expect_two_rounds(ward, id, message, 500, 1s);
}

}  // namespace
}  // namespace wardcast::test
