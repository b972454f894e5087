// SPDX-License-Identifier: GPL-3.0-or-later
// What must never come of line tests: tone in forbidden hours, a short closed again, a sound line called shorted, tests
// without end.
#include <gtest/gtest.h>

#include "tests/support/virtual_ward.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;

/// Is line-2 held open?
bool latched(VirtualWard& ward) { return ward.engine().live(ward.now()).zones[1].lines[0].latched; }

TEST(sweep_dangers, a_test_that_a_slow_board_delayed_is_cut_where_the_hours_end) {
  auto site = sample_site(4, 2);
  site.station.allowed_hours = {{5 * 60 + 30, 8 * 60}};
  VirtualWard ward{site, {.local_start = "2026-11-02T07:59:30"}};
  ward.run_until("2026-11-02T07:59:53");
  ward.run_for(900ms);
  ward.boards().unplug(0, true);
  ward.sweeper().test({0, 0}, health::Purpose::test, "lan", "", nullptr, ward.now());
  ward.run_for(3500ms);
  ward.boards().unplug(0, false);
  const auto end = ward.local("2026-11-02T08:00:00");
  bool heard_before = false;
  ward.watch = [&] {
    if (ward.now().wall < end && ward.now().wall > end - 500ms && !ward.hearing_the_tone().empty()) {
      heard_before = true;
      EXPECT_LE(ward.engine().next_wake(), ward.now().steady + (end - ward.now().wall)) << "nothing else need wake it";
    }
    if (ward.now().wall <= end + 300ms) return;
    EXPECT_TRUE(ward.hearing_the_tone().empty()) << "the ward sleeps";
  };
  ward.run_until("2026-11-02T08:00:30");
  EXPECT_TRUE(heard_before) << "else nothing was shown";
}

TEST(sweep_dangers, a_dead_line_is_no_reference_and_its_repair_no_short) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.meters().break_line("line-2", sim::LineFault{sim::LineFault::Kind::open, 1, {}, {}});
  ward.commission();
  EXPECT_EQ(ward.references.size(), 3U) << "nothing hangs on line-2: nobody can have heard it";
  ward.meters().break_line("line-2", std::nullopt);
  ward.sweep();
  EXPECT_TRUE(ward.open_faults().empty());
  EXPECT_FALSE(latched(ward));
}

TEST(sweep_dangers, a_shorted_line_is_no_reference) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.meters().break_line("line-2", sim::LineFault{sim::LineFault::Kind::short_circuit, 1, {}, 20.0});
  ward.commission();
  EXPECT_EQ(ward.references.size(), 3U);
}

TEST(sweep_dangers, an_old_fault_that_is_closed_does_not_close_a_line_shorted_again) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.commission();
  const sim::LineFault shorted{sim::LineFault::Kind::short_circuit, 1, {}, {}};
  ward.meters().break_line("line-2", shorted);
  ward.sweep();
  const auto first = ward.faults().open_fault("short:line/line-2").value();
  ward.meters().break_line("line-2", std::nullopt);
  ward.faults().resolve(first.id, "mended", "lan", ward.now(), [](const auto&) {});
  ASSERT_FALSE(latched(ward));
  ward.run_for(26h);  // then it is another trouble
  ward.meters().break_line("line-2", shorted);
  ward.sweep();
  const auto second = ward.faults().open_fault("short:line/line-2").value();
  ASSERT_NE(second.id, first.id);
  ASSERT_TRUE(latched(ward));
  ASSERT_TRUE(ward.faults().close(first.id, "", "lan", ward.now()).has_value());
  EXPECT_TRUE(latched(ward)) << "it is still shorted";
}

TEST(sweep_dangers, asking_a_hundred_times_for_a_busy_line_tests_it_once) {
  VirtualWard ward{sample_site(4, 2), {}};
  const auto item = ward.item(3000);
  ward.edition({"zone-1"}, "2026-11-02T07:50:02", 60, {item});
  ward.publish();
  ward.run_for(5s);
  int deferred = 0;
  const auto ask = [&](int times) {
    for (int i = 0; i < times; ++i) {
      ward.sweeper().test(
          {0, 0}, health::Purpose::test, "lan", "",
          [&](const health::TestAnswer& answer) { deferred += answer.deferred ? 1 : 0; }, ward.now());
    }
  };
  ask(50);
  ward.run_for(5s);
  ask(50);
  EXPECT_EQ(deferred, 100);
  ward.run_until_idle(1h);
  EXPECT_EQ(ward.measurements.size(), 1U);
}

TEST(sweep_dangers, a_session_that_was_stopped_begins_no_further_test) {
  VirtualWard ward{sample_site(8, 2), {}};
  ward.commission();
  ward.meters().break_line("line-1", sim::LineFault{sim::LineFault::Kind::open, 1, {}, {}});
  const auto id = ward.sweeper().begin("lan", false, {"line-1"}, ward.now()).value();
  while (ward.hearing_the_tone().empty()) ward.run_for(10ms);
  const auto before = ward.measurements.size();
  ASSERT_TRUE(ward.sweeper().stop(id, "lan", ward.now()).has_value());
  ward.run_for(30s);
  EXPECT_EQ(ward.measurements.size(), before + 1) << "the running one alone";
  EXPECT_TRUE(ward.sweeper().idle());
}

TEST(sweep_dangers, a_postponement_taken_back_lets_the_session_begin) {
  VirtualWard ward{sample_site(4, 2), {.local_start = "2026-11-02T07:59:00"}};
  ward.sweeper().postpone(24h, ward.now());
  EXPECT_EQ(ward.sweeper().postponed_until(ward.now()), ward.now().wall + 24h);
  ward.run_until("2026-11-02T08:30:00");
  EXPECT_TRUE(ward.sweeps.empty());
  ward.sweeper().postpone(0s, ward.now());
  EXPECT_EQ(ward.sweeper().postponed_until(ward.now()), std::nullopt);
  ward.run_for(10s);
  EXPECT_EQ(ward.sweeps.size(), 1U);
}

TEST(sweep_dangers, a_session_postponed_beyond_its_window_says_so) {
  VirtualWard ward{sample_site(4, 2), {.local_start = "2026-11-02T07:59:00"}};
  ward.sweeper().postpone(3h, ward.now());
  ward.run_until("2026-11-02T11:30:00");
  ASSERT_EQ(ward.sweeps.size(), 1U);
  ASSERT_TRUE(ward.sweeps[0].end);
  EXPECT_EQ(ward.sweeps[0].end->result, "missed");
  EXPECT_EQ(ward.sweeps[0].end->detail, "it was postponed beyond its window");
}

TEST(sweep_dangers, a_station_whose_clock_was_wrong_at_first_has_missed_no_session) {
  VirtualWard ward{sample_site(4, 2),
                   {.local_start = "2026-11-02T12:00:00", .since = health::Sweeper::kSinceTheClockIsRight}};
  ward.run_for(1h);
  EXPECT_TRUE(ward.sweeps.empty());
  ward.run_until("2026-11-09T09:00:00");
  ASSERT_EQ(ward.sweeps.size(), 1U) << "the next one is its first";
  EXPECT_EQ(ward.sweeps[0].end->result, "complete");
}

TEST(sweep_dangers, a_line_that_drifts_is_judged_by_its_whole_tolerance) {
  auto site = sample_site(4, 2);
  auto& line = site.zones[0].lines[0];
  line.speakers.resize(10);
  for (std::size_t i = 0; i < 10; ++i) {
    line.speakers[i].id = "drifting-" + std::to_string(i);
    line.speakers[i].tap_watts = 10;
    line.speakers[i].at_m = *line.length_m * static_cast<double>(i + 1) / 10;
  }
  VirtualWard ward{site, {.noise = 0}};
  ward.commission();
  ward.faults().record("drift", "drift:line/line-1", "it crept", ward.now());
  ward.meters().break_line("line-1",
                           sim::LineFault{sim::LineFault::Kind::speakers_open, 1, {10}, {}});  // 11 % more ohms
  ward.sweep();
  ward.run_until_idle(1h);
  EXPECT_EQ(ward.book().lines()[0].latest->verdict, "ok") << ward.book().lines()[0].latest->detail;
  EXPECT_FALSE(ward.open_faults().contains("partial:line/line-1"));
}

TEST(sweep_dangers, what_was_found_is_confirmed_even_when_its_session_is_long_over) {
  auto site = sample_site(4, 2);
  site.sweep.confirm_after = 6h;
  VirtualWard ward{site, {.local_start = "2026-11-02T07:59:00"}};
  ward.commission();
  ward.meters().break_line("line-2", sim::LineFault{sim::LineFault::Kind::open, 1, {}, {}});
  ward.run_until("2026-11-02T13:00:00");
  ASSERT_TRUE(ward.sweeps.at(0).end) << "a session does not wait for ever";
  EXPECT_TRUE(ward.open_faults().empty());
  ward.run_until("2026-11-02T14:30:00");
  EXPECT_EQ(ward.open_faults(), std::set<std::string>{"open:line/line-2"});
}

TEST(sweep_dangers, what_a_restart_kept_from_being_confirmed_is_tested_again) {
  auto site = sample_site(4, 2);
  site.sweep.confirm_after = 3min;
  VirtualWard ward{site, {}};
  ward.commission();
  ward.meters().break_line("line-2", sim::LineFault{sim::LineFault::Kind::open, 1, {}, {}});
  ward.meters().break_line("line-3", sim::LineFault{sim::LineFault::Kind::open, 1, {}, {}});
  for (const auto& [id, hours] : {std::pair{"line-2", 1}, {"line-3", 40}}) {  // as the journal tells
    store::Measurement row;
    row.line = id;
    row.at = ward.now().wall - std::chrono::hours{hours};
    row.purpose = "sweep";
    row.attempt = 2;
    row.verdict = "open";
    ward.book().note(row);
  }
  ward.sweeper().recall(ward.now());
  ward.sweeper().advance(ward.now());
  ward.run_until_idle(8min);  // before the next session begins
  EXPECT_EQ(ward.open_faults(), std::set<std::string>{"open:line/line-2"}) << "what is older the next session finds";
}

TEST(sweep_dangers, after_a_stop_no_test_sounds_for_a_while_whoever_asked_for_it) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.sweeper().postpone(24h, ward.now());
  std::optional<health::TestAnswer> answer;
  ward.sweeper().hush(10min, ward.now());
  ward.sweeper().test(
      {1, 0}, health::Purpose::test, "lan", "", [&](const health::TestAnswer& told) { answer = told; }, ward.now());
  ward.run_for(9min);
  EXPECT_TRUE(ward.measurements.empty());
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->deferred);
  EXPECT_EQ(answer->why, "everything was stopped a moment ago");
  ward.run_for(2min);
  EXPECT_EQ(ward.measurements.size(), 1U);
  EXPECT_GT(ward.sweeper().postponed_until(ward.now()), ward.now().wall + 20h) << "and no postponement is shortened";
}

TEST(sweep_dangers, a_reference_is_not_taken_when_whoever_asked_for_it_has_left) {
  VirtualWard ward{sample_site(4, 2), {}};
  const auto item = ward.item(150'000);
  ward.edition({"zone-2"}, "2026-11-02T07:50:10", 3000, {item});
  ward.publish();
  ward.run_for(15s);
  std::optional<health::TestAnswer> answer;
  ward.sweeper().test(
      {1, 0}, health::Purpose::reference, "lan", "all sound", [&](const health::TestAnswer& told) { answer = told; },
      ward.now());
  ward.run_for(1h + 10min);
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->deferred);
  EXPECT_TRUE(ward.references.empty());
  EXPECT_TRUE(ward.sweeper().idle());
}

TEST(sweep_dangers, a_session_that_a_person_gives_up_at_once_is_no_fault) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.sweeper().hush(10min, ward.now());
  const auto id = ward.sweeper().begin("lan", false, {}, ward.now()).value();
  ASSERT_TRUE(ward.sweeper().stop(id, "lan", ward.now()).has_value());
  ward.run_for(1min);
  ASSERT_TRUE(ward.sweeps.at(0).end);
  EXPECT_EQ(ward.sweeps[0].end->result, "missed");
  EXPECT_TRUE(ward.open_faults().empty());
}

TEST(sweep_dangers, a_meter_that_answers_and_is_of_no_use_is_told_once) {
  VirtualWard ward{sample_site(8, 2), {}};
  ward.commission();
  ASSERT_TRUE(ward.sweeper().begin("lan", false, {"line-1"}, ward.now()).has_value());
  while (ward.hearing_the_tone().empty()) ward.run_for(10ms);
  ward.run_for(4s);  // it has been read under the tone
  ward.meters().freeze_meter(0);
  ward.run_until_idle(1h);
  ward.run_for(1min);
  ward.sweep();
  ward.run_until_idle(2h);
  int told = 0;
  for (const auto& cause : ward.open_faults()) told += cause.starts_with("no_comm:line/") ? 1 : 0;
  EXPECT_EQ(told, 1) << "told by the first of its lines";
}

}  // namespace
}  // namespace wardcast::test
