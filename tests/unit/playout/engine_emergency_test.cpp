// SPDX-License-Identifier: GPL-3.0-or-later
// Emergencies and drills, on virtual time.
#include <gtest/gtest.h>

#include <algorithm>

#include "daemon/statistics/figures.hpp"
#include "tests/support/virtual_station.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;
constexpr auto kTone = VirtualStation::kTone;
constexpr auto kTonePackets = VirtualStation::kTonePackets;

/// "T" for a tone, "M" for the message, "p" for the programme …: what follows what on an amplifier, with the number of
/// packets in between.
std::string sounds(const std::vector<Heard>& heard, std::int64_t message) {
  std::string text;
  for (std::size_t i = 0, n = 0; i < heard.size(); ++i) {
    ++n;
    const bool ends = i + 1 == heard.size() || heard[i + 1].item != heard[i].item || heard[i + 1].packet == 0;
    if (!ends) continue;
    if (!text.empty()) text += ' ';
    text += (heard[i].item == kTone ? "T" : heard[i].item == message ? "M" : "p") + std::to_string(std::exchange(n, 0));
  }
  return text;
}

TEST(EngineEmergency, SoundsAtOnceToneFirstAndTheRelaysFollow) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  ward.run_until("2026-11-22T17:00:00");
  const auto id = ward.raise({"z1", "z3"}, message);
  ASSERT_EQ(ward.heard(0).size(), 1U) << "the first packet has left";
  EXPECT_LE(ward.heard(1).front().wall, ward.local("2026-11-22T17:00:00") + 5ms);
  const std::vector<std::string> relays{"17:00:00.000 1 closed", "17:00:00.000 3 closed", "17:00:00.000 8 closed"};
  EXPECT_EQ(ward.relay_log, relays) << "power and lines at once, warm-up or not";
  EXPECT_EQ(ward.engine().live(ward.now()).zones[0].source, "emergency");
  EXPECT_EQ(ward.engine().live(ward.now()).emergencies.at(0).record.emergency.raised_by, "lan");
  ward.run_until("2026-11-22T17:01:00");
  EXPECT_EQ(sounds(ward.heard(0), message), "T150 M100");
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 M100");
  EXPECT_TRUE(ward.heard(2).empty());
  const auto& airing = ward.airing(id);
  EXPECT_EQ(airing.airing.origin, "emergency");
  EXPECT_EQ(airing.airing.edition_id, "");
  EXPECT_FALSE(airing.airing.drill);
  EXPECT_EQ(airing.airing.local_date, "2026-11-22");
  ASSERT_EQ(airing.segments.size(), 2U);
  EXPECT_EQ(airing.segments[0].role, "tone");
  EXPECT_FALSE(airing.segments[0].item);
  EXPECT_EQ(airing.segments[1].item, message);
  EXPECT_EQ(airing.end->result, "full");
  EXPECT_EQ(airing.end->reason, "finished");
  EXPECT_FALSE(ward.line_closed(1));
  EXPECT_FALSE(ward.line_closed(8));
  EXPECT_TRUE(ward.engine().live(ward.now()).emergencies.empty());
  EXPECT_EQ(ward.engine().emergencies().at(0).record.end->reason, "finished");
}

TEST(EngineEmergency, RepeatsWithTheToneBeforeEachAndExactPauses) {
  VirtualStation ward;
  const auto message = ward.item(75);
  ward.publish();
  ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 3;
    call.interval = 4s;
  });
  ward.run_for(60s);
  const auto heard = ward.heard(1);
  EXPECT_EQ(sounds(heard, message), "T150 M75 T150 M75 T150 M75");
  for (const std::size_t round : {1U, 2U}) {
    const auto first = round * 225;
    EXPECT_LE(abs(heard[first].at - heard[first - 1].at - (4s + 20ms)), rtp::kDepartures / 2) << round;
  }
  EXPECT_EQ(ward.relay_log.size(), 2U) << "the line stays closed in the pauses";
}

TEST(EngineEmergency, WithoutAPauseThereIsNoHole) {
  VirtualStation ward;
  const auto message = ward.item(75);
  ward.publish();
  ward.raise({"z3"}, message, [](auto& call) { call.repeat = 3; });
  ward.run_for(60s);
  const auto heard = ward.heard(1);
  ASSERT_EQ(heard.size(), 3U * 225U);
  for (std::size_t i = 1; i < heard.size(); ++i) EXPECT_EQ(heard[i].at - heard[i - 1].at, 20ms) << i;
}

TEST(EngineEmergency, TakesOnlyItsZonesAndTheProgrammeReturnsWhereTheClockIs) {
  VirtualStation ward;
  const auto programme = ward.item(2000), message = ward.item(100);
  const auto id = ward.edition({"z3", "z4"}, "2026-11-22T17:00:00", 60, {programme}).id;
  ward.publish();
  ward.run_until("2026-11-22T17:00:10");
  ward.raise({"z3"}, message);
  ward.run_until("2026-11-22T17:02:00");
  const auto untouched = ward.heard(2);
  ASSERT_EQ(untouched.size(), 2000U);
  for (std::size_t i = 1; i < untouched.size(); ++i) EXPECT_EQ(untouched[i].at - untouched[i - 1].at, 20ms) << i;
  const auto fought = ward.heard(1);
  EXPECT_EQ(fought[501].item, kTone) << "after the frame that had just left";
  EXPECT_LE(fought[501].at - fought[500].at, 5ms);
  EXPECT_EQ(fought[750].item, message);
  EXPECT_EQ(fought[751].item, programme);
  EXPECT_NEAR(static_cast<double>(fought[751].packet), 750.0, 3.0);
  EXPECT_EQ(ward.as_run(id).end->result, "full");
}

TEST(EngineEmergency, OfTwoTheNewestWinsAndTheOlderComesBack) {
  VirtualStation ward;
  const auto first = ward.item(1000), second = ward.item(100);
  ward.publish();
  const auto older = ward.raise({"z3", "z4"}, first);
  ward.run_for(5s);
  const auto newer = ward.raise({"z3"}, second);
  EXPECT_EQ(ward.heard(1).back().item, kTone);
  ward.run_for(60s);
  EXPECT_EQ(sounds(ward.heard(1), first).substr(0, 20), "T150 M101 T150 p100 ");
  EXPECT_EQ(ward.heard(1).back().packet, 999U);
  EXPECT_EQ(sounds(ward.heard(2), first), "T150 M1000");
  EXPECT_EQ(ward.airing(older).end->result, "full");
  EXPECT_EQ(ward.airing(newer).end->result, "full");
}

TEST(EngineEmergency, ExpiresWhateverWasAskedFor) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 100;
    call.interval = 1s;
    call.expires_in = 20s;
  });
  ward.run_for(60s);
  const auto heard = ward.heard(1);
  EXPECT_EQ(heard.back().at - heard.front().at, 20s - 20ms);
  EXPECT_EQ(ward.airing(id).end->reason, "expired");
  EXPECT_EQ(ward.airing(id).segments.back().end_reason, "expired");
  EXPECT_FALSE(ward.line_closed(3));
}

TEST(EngineEmergency, ExpiryInAPauseEndsIt) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 2;
    call.interval = 300s;
    call.expires_in = 60s;
  });
  ward.run_for(59s);
  EXPECT_TRUE(ward.line_closed(3));
  ward.run_for(2s);
  EXPECT_EQ(ward.airing(id).end->reason, "expired");
  EXPECT_FALSE(ward.line_closed(3));
}

TEST(EngineEmergency, ResetEndsItAndAcknowledgingIsKept) {
  VirtualStation ward;
  const auto message = ward.item(1000);
  ward.publish();
  const auto id = ward.raise({"z3"}, message);
  ward.run_for(1s);
  EXPECT_TRUE(ward.engine().acknowledge(id, "hoa", ward.now()).has_value());
  EXPECT_TRUE(ward.engine().acknowledge(id, "minh", ward.now()).has_value());
  EXPECT_EQ(ward.journal.emergencies.at(0).acknowledged->who, "hoa");
  EXPECT_TRUE(ward.engine().reset(id, "minh", ward.now()).has_value());
  ward.run_for(10s);
  EXPECT_EQ(ward.heard(1).size(), 51U);
  const auto& airing = ward.airing(id);
  EXPECT_EQ(airing.end->reason, "reset");
  EXPECT_EQ(airing.end->detail, "reset by minh");
  EXPECT_EQ(airing.end->result, "partial") << "the message was never heard";
  EXPECT_EQ(airing.skips.at(0).reason, "reset");
  EXPECT_EQ(ward.engine().reset(id, "minh", ward.now()).error().code, ErrorCode::conflict);
  EXPECT_EQ(ward.engine().reset("e9-9", "minh", ward.now()).error().code, ErrorCode::not_found);
  EXPECT_EQ(ward.engine().acknowledge("e9-9", "minh", ward.now()).error().code, ErrorCode::not_found);
}

TEST(EngineEmergency, StopEndsItAndAHoldDoesNotKeepTheNextOneSilent) {
  VirtualStation ward;
  const auto message = ward.item(1000);
  ward.publish();
  const auto first = ward.raise({"z3"}, message);
  ward.run_for(2s);
  ward.engine().stop_all("minh", true, ward.now());
  EXPECT_FALSE(ward.line_closed(3));
  ward.run_for(5s);
  EXPECT_NEAR(static_cast<double>(ward.heard(1).size()), 100.0, 2.0);
  EXPECT_EQ(ward.airing(first).end->reason, "stopped");
  EXPECT_EQ(ward.try_raise({"z3"}, message, [](auto& call) { call.drill = true; }).error().code, ErrorCode::conflict);
  ward.raise({"z3"}, message);
  EXPECT_EQ(ward.heard(1).back().item, kTone);
  EXPECT_TRUE(ward.line_closed(3));
}

TEST(EngineEmergency, PassesTheHoursGuardADrillDoesNot) {
  VirtualStation ward{"2026-11-22T21:29:50"};
  ward.narrow_hours(2, {330, 1290});  // z3: 05:30–21:30
  const auto message = ward.item(1000);
  ward.publish();
  const auto drill = ward.raise({"z3"}, message, [](auto& call) { call.drill = true; });
  EXPECT_EQ(ward.engine().live(ward.now()).zones[2].source, "drill");
  ward.run_until("2026-11-22T21:31:00");
  const auto past_the_end = ward.heard(1).back().wall - ward.local("2026-11-22T21:30:00");
  EXPECT_LE(past_the_end, rtp::kDepartures / 2) << "cut where the hours end";
  EXPECT_GE(past_the_end, -20ms - rtp::kDepartures / 2) << "and not before";
  EXPECT_EQ(ward.airing(drill).end->reason, "hours_guard");
  EXPECT_TRUE(ward.airing(drill).airing.drill);
  const auto refused = ward.try_raise({"z3", "z4"}, message, [](auto& call) { call.drill = true; });
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  EXPECT_EQ(refused.error().field, "zones");
  EXPECT_EQ(ward.journal.emergencies.size(), 1U);
  ward.raise({"z3"}, message);
  EXPECT_EQ(ward.heard(1).back().item, kTone);
}

TEST(EngineEmergency, ADrillNeverTakesAnEmergencysZonesButAnyProgrammes) {
  VirtualStation ward;
  const auto programme = ward.item(3000), message = ward.item(500), practice = ward.item(100);
  ward.edition({"z4"}, "2026-11-22T17:00:00", 60, {programme}).priority = 223;
  ward.publish();
  ward.run_until("2026-11-22T17:00:10");
  ward.raise({"z3"}, message);
  const auto refused = ward.try_raise({"z3"}, practice, [](auto& call) { call.drill = true; });
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  ward.raise({"z3", "z4"}, practice, [](auto& call) { call.drill = true; });
  ward.run_for(4s);
  EXPECT_EQ(sounds(ward.heard(1), message).substr(0, 7), "T150 M5");
  EXPECT_EQ(ward.heard(2).back().item, practice);
}

TEST(EngineEmergency, AnUnexpiredOneGoesOnAfterACrashFromTheToneWithWhatIsLeft) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 3;
    call.interval = 2s;
  });
  ward.run_for(11s);  // 3 s + 2 s, pause 2 s, 3 s and half of the second message
  const auto before = ward.heard(1).size();
  ward.crash_and_restart(400ms);
  ward.run_for(VirtualStation::kEmergencyLead);
  auto after = ward.heard(1);
  after.erase(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(before));
  ASSERT_EQ(after.size(), 1U) << "it sounds at once";
  ward.run_for(60s);
  after = ward.heard(1);
  after.erase(after.begin(), after.begin() + static_cast<std::ptrdiff_t>(before));
  EXPECT_EQ(sounds(after, message), "T150 M100 T150 M100") << "the one broken off, and the one still to come";
  EXPECT_EQ(ward.airing(id).end->reason, "finished");
  EXPECT_EQ(ward.journal.emergencies.size(), 1U);
  std::uint32_t counted = 0;
  for (const auto& segment : ward.airing(id).segments) counted += segment.packets;
  EXPECT_LE(counted, ward.heard(1).size());
  EXPECT_GE(counted + 50, ward.heard(1).size());
  EXPECT_FALSE(ward.line_closed(3));
}

TEST(EngineEmergency, ACrashBeforeItsFirstPacketWasJournalledDoesNotLoseIt) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  const auto id = ward.raise({"z3"}, message);
  ward.journal.rows.clear();  // the disk took the emergency, nothing else
  ward.crash_and_restart(1s);
  ward.run_for(30s);
  EXPECT_EQ(ward.airing(id).end->result, "full");
}

TEST(EngineEmergency, OneThatExpiredMeanwhileIsEndedAndStaysSilent) {
  VirtualStation ward;
  const auto message = ward.item(1000);
  ward.publish();
  const auto id = ward.raise({"z3"}, message, [](auto& call) { call.expires_in = 30s; });
  ward.run_for(5s);
  const auto before = ward.heard(1).size();
  ward.crash_and_restart(60s);
  ward.run_for(30s);
  EXPECT_EQ(ward.heard(1).size(), before);
  EXPECT_EQ(ward.airing(id).end->reason, "expired");
  EXPECT_EQ(ward.airing(id).end->result, "partial");
  EXPECT_FALSE(ward.line_closed(3));
  EXPECT_TRUE(ward.engine().live(ward.now()).emergencies.empty());
}

TEST(EngineEmergency, WithEveryBoardDeadItSoundsAllTheSame) {
  VirtualStation ward;
  ward.boards().unplug(0);
  const auto message = ward.item(100);
  ward.publish();
  const auto id = ward.raise({"z1", "z2", "z3", "z4"}, message);
  EXPECT_EQ(ward.heard(0).size() + ward.heard(1).size() + ward.heard(2).size(), 3U);
  ward.run_for(30s);
  EXPECT_EQ(sounds(ward.heard(2), message), "T150 M100");
  for (const auto& segment : ward.airing(id).segments)
    EXPECT_EQ(segment.confirmation, store::Confirmation::unconfirmed);
  const auto live = ward.engine().live(ward.now());
  EXPECT_FALSE(live.boards.at(0).reachable);
  EXPECT_EQ(live.zones[2].lines[0].relay, modbus::RelayState::unknown);
}

TEST(EngineEmergency, AMessageInMemoryNeedsNoDisk) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.plan_item(message).kind = "emergency";
  ward.keep_in_memory(message);
  ward.publish();
  ward.slow_disk(true);
  ward.raise({"z3"}, message);
  ward.run_for(30s);
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 M100");
}

TEST(EngineEmergency, TheToneGoesOnWhileTheMessageComesFromTheDisk) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  ward.slow_disk(true);
  const auto id = ward.raise({"z3"}, message);
  ward.run_for(5s);
  ward.slow_disk(false);
  ward.run_for(30s);
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 T150 M100");
  const auto heard = ward.heard(1);
  for (std::size_t i = 1; i < heard.size(); ++i) EXPECT_EQ(heard[i].at - heard[i - 1].at, 20ms) << i;
  EXPECT_EQ(ward.airing(id).end->result, "full");
}

TEST(EngineEmergency, AMessageThatCannotBeReadLeavesTheToneRepeatingAndSaysSo) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  ward.lose_file(message);
  const auto id = ward.raise({"z3"}, message, [](auto& call) { call.interval = 2s; });
  ward.run_for(14s);
  EXPECT_EQ(ward.engine().live(ward.now()).emergencies.at(0).problem, "missing_file");
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 T150 T150") << "3 s and 2 s of silence, three times";
  ward.find_file(message);
  ward.run_for(20s);
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 T150 T150 T150 T150 M100") << "asked for again with each tone";
  EXPECT_EQ(ward.airing(id).end->reason, "finished");
  EXPECT_EQ(ward.airing(id).end->result, "partial");
  ASSERT_EQ(ward.airing(id).skips.size(), 1U);
  EXPECT_EQ(ward.airing(id).skips[0].reason, "missing_file");
}

TEST(EngineEmergency, AHangingDiskLeavesTheToneRepeatingUntilItExpires) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  ward.slow_disk(true);
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.interval = 5s;
    call.expires_in = 34s;
  });
  ward.run_for(60s);
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 T150 T150 T150 T150 T150 T50")
      << "without a pause for 10 s, then with";
  EXPECT_EQ(ward.airing(id).end->reason, "expired");
  EXPECT_EQ(ward.airing(id).end->result, "partial");
}

TEST(EngineEmergency, AMessageWithdrawnWhileOnAirIsCutAndTheToneStays) {
  VirtualStation ward;
  const auto message = ward.item(1000);
  ward.publish();
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 5;
    call.interval = 2s;
  });
  ward.run_for(5s);
  ward.plan_item(message).refused = "withdrawn";
  ward.publish();
  ward.run_for(6s);
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 M101 T150");
  EXPECT_EQ(ward.engine().live(ward.now()).emergencies.at(0).problem, "withdrawn");
  EXPECT_EQ(ward.airing(id).segments.at(1).end_reason, "withdrawn");
  ward.engine().reset(id, "lan", ward.now()).value();
  ward.run_for(1s);
  EXPECT_EQ(ward.airing(id).end->result, "partial");
}

TEST(EngineEmergency, AMessageThatExpiresInAThousandYearsIsAired) {
  for (const auto* never : {"2999-12-31T00:00:00", "9999-12-31T00:00:00"}) {
    VirtualStation ward;
    const auto message = ward.item(100);
    ward.plan_item(message).expires_at = ward.local(never);
    ward.publish();
    ward.run_until("2026-11-22T17:00:00");
    const auto id = ward.raise({"z3"}, message);
    ward.run_until("2026-11-22T17:01:00");
    EXPECT_EQ(sounds(ward.heard(1), message), "T150 M100") << never;
    EXPECT_TRUE(ward.airing(id).skips.empty()) << never;
    EXPECT_EQ(ward.airing(id).end->result, "full") << never;
  }
}

TEST(EngineEmergency, WorksBeforeThereIsAPlan) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.raise({"z3"}, message);
  ward.run_for(30s);
  EXPECT_EQ(sounds(ward.heard(1), message), "T150 M100");
  EXPECT_FALSE(ward.line_closed(3));
}

TEST(EngineEmergency, AClockSetBackInBetweenChangesNeitherPausesNorExpiry) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  const auto id = ward.raise({"z3"}, message, [](auto& call) {
    call.repeat = 100;
    call.interval = 1s;
    call.expires_in = 20s;
  });
  ward.run_for(10s);
  ward.step(-3600s);
  ward.run_for(20s);
  EXPECT_EQ(ward.heard(1).back().at - ward.heard(1).front().at, 20s - 20ms);
  EXPECT_EQ(ward.airing(id).end->reason, "expired");
}

TEST(EngineEmergency, StatisticsKeepItApartAndCountNoDrill) {
  VirtualStation ward;
  const auto message = ward.item(100);
  ward.publish();
  ward.raise({"z3"}, message);
  ward.run_for(30s);
  ward.raise({"z3"}, message, [](auto& call) { call.drill = true; });
  ward.run_for(30s);
  std::vector<store::AsRun> runs;
  for (const auto& [id, run] : ward.journal.rows) runs.push_back(run);
  ASSERT_EQ(runs.size(), 2U);
  const auto day = parse_date("2026-11-22").value();
  const auto told = statistics::figures(statistics::period_runs(runs, {day, day}));
  EXPECT_EQ(told.programmes, 0);
  EXPECT_EQ(told.on_air, 0s);
  EXPECT_EQ(told.items, 0);
  ASSERT_EQ(told.by_origin.size(), 1U);
  EXPECT_EQ(told.by_origin[0].key, "emergency");
  EXPECT_EQ(told.by_origin[0].programmes, 1);
  EXPECT_EQ(told.by_origin[0].on_air, 5s) << "tone and message of the one that was no drill";
  EXPECT_EQ(told.by_origin[0].item_airings, 1);
}

TEST(EngineEmergency, ManyAtOnceAreRefusedBeforeThePacerIsFull) {
  VirtualStation ward;
  const auto message = ward.item(10000);
  ward.publish();
  for (int i = 0; i < 32; ++i) ward.raise({"z3"}, message);
  EXPECT_EQ(ward.try_raise({"z3"}, message).error().code, ErrorCode::conflict);
  ward.engine().stop_all("lan", false, ward.now());
  ward.run_for(1s);
  EXPECT_TRUE(ward.try_raise({"z3"}, message).has_value());
}

}  // namespace
}  // namespace wardcast::test
