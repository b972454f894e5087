// SPDX-License-Identifier: GPL-3.0-or-later
// Those who tell the register: boards, receivers, the journal.
#include <gmock/gmock.h>

#include "daemon/health/board_faults.hpp"
#include "daemon/health/meter_faults.hpp"
#include "daemon/health/stream_faults.hpp"
#include "daemon/health/watched_journal.hpp"
#include "tests/unit/health/logbook.hpp"

namespace wardcast::health {
namespace {
using namespace std::chrono_literals;
using modbus::RelayState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Watchers : public Logbook {
 protected:
  Watchers() {
    site::RelayBoard board{"b1", 0, 1, {}};
    board.profile.channels = 2;
    site.boards.push_back(board);
    site::Amplifier amplifier;
    amplifier.id = "a1";
    site.amplifiers.push_back(amplifier);
    site::Zone zone_one;
    zone_one.id = "z1";
    site::Line line;
    line.id = "l1";
    line.relay = {0, 1};
    zone_one.lines.push_back(line);
    site.zones.push_back(zone_one);
  }
  void look(bool reachable, std::vector<RelayState> channels, std::uint64_t stuck = 0) {
    modbus::BoardReport report;
    report.reachable = reachable;
    report.channels = std::move(channels);
    report.problem = reachable ? "" : "unit 1: no answer";
    report.stuck = stuck;
    judge_board(site, report, *faults, now);
  }
  site::Site site;
};

TEST_F(Watchers, ASilentBoardIsAFaultUntilItAnswers) {
  look(false, {RelayState::unknown, RelayState::unknown});
  look(false, {RelayState::unknown, RelayState::unknown});
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(newest().kind, "no_comm");
  EXPECT_THAT(newest().detail, HasSubstr("unit 1: no answer"));
  look(true, {RelayState::open, RelayState::open});
  EXPECT_EQ(newest().state, FaultState::resolved);
}

TEST_F(Watchers, ABoardThatRefusesToBeReadIsOneFaultUntilItIsRead) {
  modbus::BoardReport report;
  report.reachable = true;
  report.channels = {RelayState::unknown, RelayState::unknown};
  report.problem = "unit 1 refuses to be read: device failure (exception 4)";
  judge_board(site, report, *faults, now);
  judge_board(site, report, *faults, now);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(newest().kind, "no_comm");
  EXPECT_THAT(newest().detail, HasSubstr("refuses to be read"));
  look(true, {RelayState::open, RelayState::open});
  EXPECT_EQ(newest().state, FaultState::resolved);
}

TEST_F(Watchers, ASilentMeterIsAFaultUntilItAnswers) {
  site.meters.push_back({"m1", 0, 7, {}});
  judge_meter(site, {0, true, ""}, *faults, now);
  EXPECT_THAT(written, IsEmpty());
  judge_meter(site, {0, false, "unit 7: no reply within 500 ms"}, *faults, now);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(newest().kind, "no_comm");
  EXPECT_EQ(newest().cause, "no_comm:meter/m1");
  EXPECT_THAT(newest().detail, HasSubstr("unit 7: no reply"));
  judge_meter(site, {0, true, ""}, *faults, now);
  EXPECT_EQ(newest().state, FaultState::resolved);
}

TEST_F(Watchers, AStuckContactIsThereUntilItIsSeenToMove) {
  look(true, {RelayState::open, RelayState::open}, 0b10);
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(newest().kind, "relay_stuck");
  EXPECT_THAT(newest().detail, HasSubstr("line 'l1' of zone 'z1'"));
  look(true, {RelayState::open, RelayState::open}, 0);
  EXPECT_TRUE(newest().open()) << "nobody wants it closed now: that proves nothing";
  look(false, {RelayState::unknown, RelayState::unknown});
  EXPECT_THAT(faults->open_causes("relay_stuck"), ElementsAre("relay_stuck:b1:2"));
  EXPECT_TRUE(faults->present(1));
  look(true, {RelayState::open, RelayState::closed}, 0);
  EXPECT_FALSE(faults->present(1));
  EXPECT_TRUE(faults->find(1)->open()) << "a contact that failed once is looked at by a person";
}

TEST_F(Watchers, AContactThatStaysClosedIsWelded) {
  look(true, {RelayState::open, RelayState::closed}, 0b10);
  EXPECT_THAT(faults->open_causes("welded"), ElementsAre("welded:b1:2"));
  look(true, {RelayState::open, RelayState::open}, 0);
  EXPECT_FALSE(faults->present(1));
  EXPECT_TRUE(newest().open());
}

TEST_F(Watchers, AReceiverThatFallsSilentWhileOnAirIsStreamLost) {
  StreamFaults streams{site};
  rtp::AmplifierStatus status;
  const auto run = [&](seconds span) {
    for (seconds gone{0}; gone < span; gone += 1s) {
      streams.judge(0, status, *faults, now);
      pass(1s);
    }
  };
  status.on_air = true;
  run(60s);
  EXPECT_TRUE(written.empty()) << "one that never reported is not judged";
  status.receiver_heard = true;
  status.receiver_heard_at = now.steady;
  run(19s);
  EXPECT_TRUE(written.empty());
  run(3s);
  EXPECT_THAT(faults->open_causes("stream_lost"), ElementsAre("stream_lost:amplifier/a1"));
  status.on_air = false;
  run(30s);
  EXPECT_TRUE(newest().open()) << "silence of ours proves nothing";
  status.receiver_heard_at = now.steady;
  run(1s);
  EXPECT_EQ(newest().state, FaultState::resolved);
}

TEST_F(Watchers, AReceiverNotHeardForAnHourOfSilenceHasTimeToReportAfterTheStart) {
  StreamFaults streams{site};
  rtp::AmplifierStatus status;
  status.receiver_heard = true;
  status.receiver_heard_at = now.steady;
  now.steady += 3600s;
  status.on_air = true;
  streams.judge(0, status, *faults, now);
  pass(19s);
  streams.judge(0, status, *faults, now);
  EXPECT_TRUE(written.empty());
}

/// Counts what passes.
class Paper final : public playout::JournalDoor {
 public:
  void airing(const store::Airing&) override { ++facts; }
  void segment(const store::Segment&) override { ++facts; }
  void skip(const store::Skip&) override { ++facts; }
  void zones(const store::ZoneChange&) override { ++facts; }
  void end(const store::AiringEnd&) override { ++facts; }
  void emergency(const store::Emergency&) override { ++facts; }
  void acknowledged(const store::EmergencyAcknowledgement&) override { ++facts; }
  void checkpoint(std::vector<store::Checkpoint>) override { ++facts; }
  int facts = 0;
};

class FixedClock final : public Clock {
 public:
  explicit FixedClock(const Now& at) : at_(at) {}
  [[nodiscard]] Now now() const override { return at_; }

 private:
  const Now& at_;
};

class WatchedJournalTest : public Watchers {
 protected:
  void missed(const std::string& airing, const std::string& reason) {
    store::Airing row;
    row.id = airing;
    row.title = "Bản tin";
    row.planned_start = row.started_at = now.wall;
    journal.airing(row);
    journal.end({airing, now.wall, "missed", reason, "why"});
  }
  Paper paper;
  FixedClock clock{now};
  WatchedJournal journal{paper, *faults, clock, zone};
};

TEST_F(WatchedJournalTest, AnEditionMissedIsAFaultWithItsReason) {
  missed("a1-20261122T100000", "hours_guard");
  EXPECT_EQ(newest().kind, "schedule_missed");
  EXPECT_EQ(newest().detail, "'Bản tin' of 2026-11-22T10:00:00+07:00 was missed (hours_guard): why.");
  journal.end({"a2-20261122T100000", now.wall, "full", "finished", ""});
  EXPECT_EQ(written.size(), 1U);
  EXPECT_EQ(paper.facts, 3);
}

TEST_F(WatchedJournalTest, CountsProgrammesWhoseFirstPacketLeftLate) {
  store::Airing row;
  row.origin = "own";
  row.planned_start = now.wall;
  row.started_at = now.wall + 20ms;
  journal.airing(row);
  row.started_at = now.wall - 2ms;  // departures lie 5 ms apart
  journal.airing(row);
  EXPECT_EQ(journal.late_starts(), 0U);
  row.started_at = now.wall + 20ms + microseconds{1};
  journal.airing(row);
  EXPECT_EQ(journal.late_starts(), 1U);
  row.origin = "emergency";
  row.started_at = now.wall + 1s;
  journal.airing(row);
  EXPECT_EQ(journal.late_starts(), 1U);
}

TEST_F(WatchedJournalTest, WhatAPersonTookOffTheAirIsNone) {
  missed("a1-20261122T100000", "cancelled");
  missed("a2-20261122T100000", "stopped");
  EXPECT_TRUE(written.empty());
}

TEST_F(WatchedJournalTest, AnUnreadableRecordingIsAFaultUntilTheItemAirs) {
  journal.skip({"a1", 2, 7, "Tin", "unreadable", now.wall, "item"});
  journal.skip({"a1", 3, 8, "Tin", "unapproved", now.wall, "item"});
  ASSERT_EQ(written.size(), 1U);
  EXPECT_EQ(newest().kind, "media_bad");
  EXPECT_EQ(newest().cause, "media_bad:item/7");
  store::Segment segment;
  segment.item = 7;
  segment.end_reason = "cut";
  journal.segment(segment);
  EXPECT_TRUE(newest().open());
  segment.end_reason = "finished";
  journal.segment(segment);
  EXPECT_EQ(newest().state, FaultState::resolved);
}

}  // namespace
}  // namespace wardcast::health
