// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/statistics/minutes.hpp"

#include <gmock/gmock.h>

#include "tests/unit/statistics/checked_ward.hpp"

namespace wardcast::statistics {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class MinutesOfASession : public CheckedWard {
 protected:
  void SetUp() override {
    session("s2018-03-05", "2018-03-05", "complete");
    session(kSession, "2018-03-12", "complete");
    session("s2018-03-19", "2018-03-19", "missed");
    session("s2018-03-26", "2018-03-26", "partial");
    reference("l1", "2018-01-10", 60);
    reference("l2", "2018-01-10", 150);
    reference("l2", "2018-03-20", 120);  // long after
    measured("l1", "partial", 1, 45, 60);
    measured("l1", "ok", 11, 60, 60, "confirm");
    measured("l2", "partial", 2, 120, 150);
    measured("l3", "not_measured", 3, 0, 0);
  }
  static std::vector<std::int64_t> ids(const std::vector<health::Fault>& faults) {
    std::vector<std::int64_t> all;
    for (const auto& fault : faults) all.push_back(fault.id);
    return all;
  }
};

TEST_F(MinutesOfASession, ItsLastTestOfEachLineCounts) {
  const auto minutes = made();
  ASSERT_EQ(minutes.lines.size(), 3U);
  const auto& [first, second, third] = std::tie(minutes.lines[0], minutes.lines[1], minutes.lines[2]);
  EXPECT_EQ(first.verdict, "ok");
  EXPECT_EQ(first.standing, Standing::good);
  EXPECT_EQ(first.length_m, 300);
  EXPECT_DOUBLE_EQ(first.ohms.value(), 10 / 0.06);
  EXPECT_EQ(first.open, false);
  EXPECT_EQ(first.shorted, false);
  EXPECT_EQ(first.leaks, std::nullopt) << "its meter does not measure leakage";

  EXPECT_EQ(second.standing, Standing::broken) << "a fifth of its load is gone";
  EXPECT_DOUBLE_EQ(second.ohms.value(), 10 / 0.12);
  EXPECT_DOUBLE_EQ(second.reference_ohms.value(), 10 / 0.15) << "the reference that was valid then";
  EXPECT_EQ(second.reference_watts, 150);
  EXPECT_DOUBLE_EQ(second.measured->deviation.value(), 0.25);

  EXPECT_EQ(third.standing, Standing::not_measured);
  EXPECT_EQ(third.open, std::nullopt);
  EXPECT_EQ(third.ohms, std::nullopt);
}

TEST_F(MinutesOfASession, TotalsNeverCountWhatNobodyKnows) {
  const auto totals = made().totals;
  EXPECT_EQ(totals.lines, 3);
  EXPECT_EQ(totals.lines_good, 1);
  EXPECT_EQ(totals.lines_not_measured, 1);
  EXPECT_EQ(totals.speakers, 16);
  EXPECT_EQ(totals.speakers_unknown, 2);
  EXPECT_EQ(totals.speakers_good.low, 4 + 7);
  EXPECT_EQ(totals.speakers_good.best, 4 + 8);
  EXPECT_EQ(totals.speakers_good.high, 4 + 9);
  EXPECT_EQ(totals.amplifiers, 2);
  EXPECT_EQ(totals.amplifiers_good, 1);
  EXPECT_EQ(totals.amplifiers_not_measured, 1);
}

TEST_F(MinutesOfASession, ALineInOrderMayStillHideWhatItsMeterCannotShow) {
  measured("l2", "ok", 20, 150, 150);
  const auto sounding = made().lines[1].sounding.value();
  EXPECT_EQ(sounding.best, 10);
  EXPECT_EQ(sounding.high, 10);
  EXPECT_LT(sounding.low, 10) << "one of ten is below a tolerance of 15 %";
  EXPECT_GT(sounding.low, 5);
}

TEST_F(MinutesOfASession, APersonsEarIsSurerThanAMeter) {
  wrote("lan", 0, R"({"speaker/l2s1":"silent"})");
  EXPECT_EQ(made().lines[1].sounding->high, 9);
  wrote("lan", 1,
        R"({"speaker/l1s1":"silent","speaker/l1s2":"clear","speaker/l1s3":"clear","speaker/l1s4":"howling"})");
  const auto heard = made();
  EXPECT_THAT(heard.lines[0].heard, ElementsAre(2, 0, 0, 1, 1));
  EXPECT_EQ(heard.lines[0].heard_at_all, 4);
  EXPECT_EQ(heard.lines[0].sounding->low, 2);
  EXPECT_EQ(heard.lines[0].sounding->high, 2) << "whatever was measured";
  wrote("tu", 2, R"({"speaker/l3s1":"clear"})");
  EXPECT_FALSE(made().lines[2].sounding) << "of one nothing is known";
  wrote("tu", 3, R"({"speaker/l3s2":"clear"})");
  EXPECT_EQ(made().lines[2].sounding->best, 2);
  EXPECT_EQ(made().totals.speakers_unknown, 0);
}

TEST_F(MinutesOfASession, TheNewestValueOfEachFieldCounts) {
  wrote("lan", 0, R"({"present":"Lan","weather":"mưa","speaker/l1s1":"silent"})");
  wrote("tu", 5, R"({"weather":null,"speaker/l1s1":"clear","amplifier/a2/state":"good","amplifier/a2/volts":98.5})");
  const auto minutes = made();
  EXPECT_EQ(minutes.written.size(), 2U) << "nothing that was written is lost";
  EXPECT_EQ(minutes.remarks.at("present").who, "lan");
  EXPECT_FALSE(minutes.remarks.contains("weather"));
  EXPECT_EQ(minutes.lines[0].speakers[0].heard->text, "clear");
  EXPECT_EQ(minutes.lines[0].speakers[0].heard->who, "tu");
  EXPECT_EQ(minutes.amplifiers[1].volts->number, 98.5);
  EXPECT_EQ(minutes.amplifiers[1].standing, Standing::good);
  EXPECT_EQ(minutes.totals.amplifiers_good, 2);
}

TEST_F(MinutesOfASession, FaultsAreToldAsTheyStoodThen) {
  fault(1, "short", "short:line/l1", hanoi("2018-03-01", 9));
  fault_event(1, "resolved", hanoi("2018-03-06", 9));
  fault(2, "no_comm", "no_comm:board/b1", hanoi("2018-02-20", 9));
  fault_event(2, "resolved", hanoi("2018-02-21", 9));
  fault(3, "earth", "earth:line/l2", hanoi("2018-03-01", 9));
  fault_event(3, "resolved", hanoi("2018-03-20", 9));
  fault(4, "partial", "partial:line/l2", hanoi("2018-03-12", 8, 35), R"({"severity":"major"})");
  fault(5, "partial", "partial:line/elsewhere", hanoi("2018-03-12", 8, 35));
  fault(6, "disk_low", "disk_low", hanoi("2018-03-12", 8, 35));
  fault(7, "stream_lost", "stream_lost:amplifier/a1", hanoi("2018-03-12", 8, 45));
  fault(8, "open", "open:line/l1", hanoi("2018-03-12", 9, 30));
  const auto minutes = made();
  EXPECT_THAT(ids(minutes.found), ElementsAre(4, 7)) << "what is confirmed within ten minutes belongs to it";
  EXPECT_EQ(minutes.found[0].severity, health::Severity::major);
  EXPECT_THAT(ids(minutes.old), ElementsAre(1, 3));
  EXPECT_FALSE(minutes.old[0].open());
  EXPECT_TRUE(minutes.old[1].open()) << "it was repaired a week later";
  EXPECT_EQ(minutes.amplifiers[0].standing, Standing::broken) << "it lost its stream";
  EXPECT_THAT(ids(made("s2018-03-26").old), ElementsAre(3, 4, 7, 8))
      << "since the session before, which is not the one that was missed";
}

TEST_F(MinutesOfASession, ALineThatIsLatchedOffIsBrokenThoughItWasPassedOver) {
  fault(1, "short", "short:line/l4", hanoi("2018-03-01", 9));
  fault(2, "short", "short:line/l1", hanoi("2018-03-01", 9));
  session("s2018-03-13", "2018-03-13", "partial");
  const auto line = made("s2018-03-13").lines[0];
  EXPECT_EQ(line.verdict, "short");
  EXPECT_EQ(line.standing, Standing::broken);
  EXPECT_EQ(line.shorted, true);
  EXPECT_EQ(line.sounding->high, 0) << "none of its loudspeakers can sound";
  EXPECT_EQ(made("s2018-03-13").lines[1].standing, Standing::not_measured);
}

TEST_F(MinutesOfASession, ASessionThatAPersonGaveUpIsNoneThatThePlanMissed) {
  session("m2018-03-20-1", "2018-03-20", "missed", "person");
  const auto month = CivilDate{std::chrono::year{2018} / 3 / 1};
  EXPECT_EQ(months_of_sessions(*store_, month, month).at(0).missed, 1);
}

TEST_F(MinutesOfASession, AWeldedContactIsSeenFromAnotherLinesTest) {
  fault(1, "welded", "welded:line/l1", hanoi("2018-03-12", 8, 20));
  EXPECT_EQ(made().lines[0].verdict, "welded");
  EXPECT_EQ(made().lines[0].standing, Standing::broken);
  EXPECT_EQ(made().totals.lines_good, 0);
}

TEST_F(MinutesOfASession, KnowsItsPlaceInTheMonth) {
  session("m2018-03-13-1", "2018-03-13", "complete", "person");
  session("m2018-03-14-1", "2018-03-14", "complete", "person", true);
  session("s2018-04-02", "2018-04-02", "");
  EXPECT_EQ(made().number, 2);
  EXPECT_EQ(made().month.held, 3);
  EXPECT_EQ(made().month.by_person, 1) << "a dry one measures nothing";
  EXPECT_EQ(made("s2018-03-26").number, 3) << "the one before was missed";
  EXPECT_EQ(made("s2018-03-19").number, std::nullopt);
  EXPECT_EQ(made("m2018-03-13-1").number, std::nullopt);
  EXPECT_EQ(made("s2018-04-02").number, 1) << "it runs";
  EXPECT_EQ(made("s2018-04-02").month.held, 0);
  EXPECT_EQ(minutes_of(*store_, site_, "s2018-03-06", now_).error().code, ErrorCode::not_found);

  const auto months = months_of_sessions(*store_, parse_date("2018-02-28").value(), parse_date("2018-04-01").value());
  ASSERT_EQ(months.size(), 3U);
  EXPECT_EQ(months[0].key, "2018-02");
  EXPECT_EQ(months[0].held, 0);
  EXPECT_EQ(months[1].held, 3);
  EXPECT_EQ(months[1].by_person, 1);
  EXPECT_EQ(months[1].missed, 1);
  EXPECT_EQ(months[2].missed, 0);
  EXPECT_EQ(months[2].key, "2018-04");
}

TEST_F(MinutesOfASession, ALineThatLeftTheSiteFileIsStillTold) {
  site_.zones[0].lines.pop_back();
  const auto minutes = made();
  ASSERT_EQ(minutes.lines.size(), 3U);
  EXPECT_EQ(minutes.lines[1].name, "l2");
  EXPECT_EQ(minutes.lines[1].standing, Standing::broken);
  EXPECT_THAT(minutes.lines[1].speakers, IsEmpty());
}

}  // namespace
}  // namespace wardcast::statistics
