// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions of line tests among programmes and emergencies.
#include <gtest/gtest.h>

#include "tests/support/virtual_ward.hpp"

namespace wardcast::test {
namespace {

using namespace std::chrono_literals;

TEST(sweep, measures_every_line_once) {
  VirtualWard ward{sample_site(8, 1), {}};
  const auto end = ward.sweep();
  EXPECT_EQ(end.result, "complete");
  EXPECT_EQ(end.unjudged, 8) << "nobody has confirmed a reference yet";
  EXPECT_EQ(ward.measurements.size(), 8U);
  for (const auto& row : ward.measurements) {
    EXPECT_EQ(row.verdict, "no_reference");
    EXPECT_NEAR(*row.watts, ward.meters().true_watts(row.line), *row.watts * 0.08) << row.line;
  }
}

TEST(sweep, knows_a_line_by_its_reference) {
  VirtualWard ward{sample_site(8, 1), {}};
  ward.commission();
  EXPECT_EQ(ward.references.size(), 8U);
  for (const auto& line : ward.book().lines())
    EXPECT_EQ(line.latest->verdict, "ok") << "what a person has just confirmed";
  const auto end = ward.sweep();
  EXPECT_EQ(end.in_order, 8);
}

/// Its meters give ohms and nothing else.
site::Site of_ohms(site::Site site, double accuracy) {
  for (auto& meter : site.meters) {
    meter.profile.volts = meter.profile.amps = meter.profile.leakage_amps = std::nullopt;
    meter.profile.ohms.emplace();
    meter.profile.accuracy = accuracy;
  }
  return site;
}

TEST(sweep, a_meter_of_ohms_alone_knows_a_line_and_what_is_wrong_with_it) {
  using Kind = sim::LineFault::Kind;
  VirtualWard ward{of_ohms(sample_site(8, 1), 0.02), {}};
  ward.commission();
  EXPECT_EQ(ward.sweep().in_order, 8);
  const auto& sites = ward.site_.zones;
  ward.meters().break_line(sites[0].lines[0].id, sim::LineFault{Kind::open, 1, {}, {}});
  ward.meters().break_line(sites[5].lines[0].id, sim::LineFault{Kind::short_circuit, 1, {}, {}});
  ward.sweep();
  ward.run_until_idle(1h);
  const std::set<std::string> expected{"open:line/" + sites[0].lines[0].id, "short:line/" + sites[5].lines[0].id};
  EXPECT_EQ(ward.open_faults(), expected);
}

TEST(sweep, a_finer_meter_sees_finer_losses) {
  const auto coarse = of_ohms(sample_site(8, 1), 0.02);
  const auto fine = of_ohms(sample_site(8, 1), 0.002);
  for (std::size_t z = 0; z < coarse.zones.size(); ++z) {
    const auto seen = [z](const site::Site& site) {
      return health::resolution_of(health::facts_of(site, site.zones[z].lines[0])).sure_deviation;
    };
    EXPECT_LT(seen(fine), seen(coarse));
  }
}

TEST(sweep, sounds_on_one_line_of_an_amplifier_at_a_time) {
  VirtualWard ward{sample_site(32, 4), {}};
  std::size_t most = 0;
  int heard = 0;
  ward.watch = [&] {
    std::map<std::size_t, int> of_amplifier;
    const auto hearing = ward.hearing_the_tone();
    for (const auto zone : hearing) EXPECT_EQ(++of_amplifier[ward.site_.zones[zone].amplifier], 1);
    most = std::max(most, hearing.size());
    heard += hearing.empty() ? 0 : 1;
  };
  ward.sweep();
  EXPECT_GT(heard, 100);
  EXPECT_EQ(most, 2U) << "two buses with a meter each: two lines at once, never two on one meter";
}

TEST(sweep, takes_little_more_than_relay_tone_and_meter_need) {
  // 16 lines on one bus and one meter, one after another.
  VirtualWard ward{sample_site(16, 4, 250ms), {}};
  const auto begun = ward.now().wall;
  const auto end = ward.sweep();
  const auto one = 50ms + 200ms + 40ms + 4 * 250ms + 2 * 60ms + 4 * 30ms;  // relay, latency, ramps, meter, wire
  const double ratio = static_cast<double>((end.at - begun).count()) /
                       static_cast<double>(std::chrono::duration_cast<microseconds>(16 * one).count());
  std::printf("16 lines: %.1f s, %.3f of the floor\n", static_cast<double>((end.at - begun).count()) / 1e6, ratio);
  EXPECT_LE(ratio, 1.2);
}

TEST(sweep, leaves_a_zone_before_its_programme_wakes_it) {
  VirtualWard ward{sample_site(8, 2), {}};
  const auto item = ward.item(1500);
  ward.edition({"zone-1"}, "2026-11-02T07:50:20", 60, {item});
  ward.publish();
  const auto start = ward.local("2026-11-02T07:50:20");
  ward.watch = [&] {
    const auto to_start = start - ward.now().wall;
    if (to_start > -30s && to_start < 1500ms) {
      for (const auto zone : ward.hearing_the_tone()) EXPECT_NE(ward.site_.zones[zone].amplifier, 0U);
    }
  };
  const auto end = ward.sweep();
  EXPECT_EQ(end.result, "complete");
  const auto& aired = ward.as_run("1-2026-11-02T07:50:20");
  ASSERT_EQ(aired.segments.size(), 1U);
  EXPECT_EQ(aired.segments[0].packets, 1500);
  EXPECT_EQ(aired.airing.started_at, start);
  EXPECT_EQ(ward.measurements.size(), 8U) << "no test was begun that could not end";
}

TEST(sweep, gives_everything_to_an_emergency_at_once_and_goes_on_afterwards) {
  VirtualWard ward{sample_site(8, 2), {}};
  const auto item = ward.item(250);
  ward.publish();
  ASSERT_TRUE(ward.sweeper().begin("lan", false, {}, ward.now()).has_value());
  while (ward.hearing_the_tone().empty()) ward.run_for(10ms);
  ward.run_for(300ms);
  std::vector<std::string> all;
  for (const auto& zone : ward.site_.zones) all.push_back(zone.id);
  const auto tested = *ward.hearing_the_tone().begin();
  ward.watch = [&] {
    for (const auto zone : ward.hearing_the_tone()) EXPECT_EQ(zone, tested) << "no other line hears the tone's tail";
  };
  const auto raised = ward.now().steady;
  ward.raise(all, item);
  ward.run_for(100ms);
  EXPECT_EQ(ward.journal.rows.size(), 1U) << "on air";
  while (!ward.hearing_the_tone().empty()) ward.run_for(1ms);
  EXPECT_LE(ward.now().steady - raised, 230ms) << "what the receiver had buffered, no more";
  ward.run_for(200ms);
  for (const auto& zone : ward.site_.zones) {
    const auto& relay = zone.lines[0].relay;
    EXPECT_TRUE(ward.boards().closed(relay.device, relay.channel)) << zone.id;
  }
  ward.watch = [] {};
  ward.run_until_idle(1h);
  ASSERT_TRUE(ward.sweeps.at(0).end);
  EXPECT_EQ(ward.sweeps[0].end->result, "complete");
}

TEST(sweep, begins_by_the_rule_and_ends_with_its_window) {
  auto site = sample_site(8, 2);
  VirtualWard ward{site, {.local_start = "2026-11-02T07:59:00"}};  // the first Monday
  ward.run_until("2026-11-02T08:20:00");
  ASSERT_EQ(ward.sweeps.size(), 1U);
  EXPECT_EQ(ward.sweeps[0].sweep.id, "s2026-11-02");
  ASSERT_TRUE(ward.sweeps[0].end);
  EXPECT_EQ(ward.sweeps[0].end->result, "complete");
  ward.run_until("2026-11-02T23:00:00");
  EXPECT_EQ(ward.sweeps.size(), 1U) << "once";
  const auto planned = ward.sweeper().planned(ward.now(), 4);
  ASSERT_EQ(planned.size(), 4U);
  EXPECT_EQ(planned[0].from, ward.local("2026-11-09T08:00:00"));
}

TEST(sweep, that_nobody_could_hold_is_missed_and_told) {
  VirtualWard ward{sample_site(4, 2), {.local_start = "2026-11-02T07:59:00"}};
  const auto item = ward.item(400'000);
  ward.edition({"zone-1"}, "2026-11-02T07:59:50", 8000, {item});
  ward.publish();
  ward.run_until("2026-11-02T10:30:00");
  ASSERT_EQ(ward.sweeps.size(), 1U);
  ASSERT_TRUE(ward.sweeps[0].end);
  EXPECT_EQ(ward.sweeps[0].end->result, "missed");
  EXPECT_TRUE(ward.open_faults().contains("schedule_missed:sweep/s2026-11-02"));
}

TEST(sweep, switches_relays_only_when_it_is_dry) {
  VirtualWard ward{sample_site(4, 2), {}};
  bool sounded = false;
  ward.watch = [&] { sounded = sounded || !ward.hearing_the_tone().empty(); };
  ASSERT_TRUE(ward.sweeper().begin("lan", true, {}, ward.now()).has_value());
  ward.run_until_idle(10min);
  EXPECT_FALSE(sounded);
  ASSERT_EQ(ward.measurements.size(), 4U);
  for (const auto& row : ward.measurements) EXPECT_EQ(row.verdict, "not_measured");
}

TEST(sweep, latches_a_short_off_for_programmes_and_emergencies_until_its_re_test_passes) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.commission();
  ward.meters().break_line("line-2", sim::LineFault{sim::LineFault::Kind::short_circuit, 1, {}, {}});
  ward.sweep();
  ASSERT_TRUE(ward.open_faults().contains("short:line/line-2"));
  const auto item = ward.item(250);
  ward.publish();
  ward.raise({"zone-1", "zone-2"}, item);
  ward.run_for(2s);
  const auto closed = [&](std::size_t zone) {
    const auto& relay = ward.site_.zones[zone].lines[0].relay;
    return ward.boards().closed(relay.device, relay.channel);
  };
  EXPECT_TRUE(closed(0));
  EXPECT_FALSE(closed(1));
  ward.run_for(30s);
  std::optional<health::TestAnswer> answer;
  const auto retest = [&] {
    answer.reset();
    ward.sweeper().test(
        {1, 0}, health::Purpose::retest, "lan", "", [&](const health::TestAnswer& told) { answer = told; }, ward.now());
    ward.run_until_idle(10min);
  };
  retest();
  EXPECT_EQ(answer->measurement->verdict, "short");
  ward.meters().break_line("line-2", std::nullopt);
  retest();
  EXPECT_EQ(answer->measurement->verdict, "ok");
}

TEST(sweep, that_finds_a_fault_again_adds_evidence_and_no_twin) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.commission();
  ward.meters().break_line("line-3", sim::LineFault{sim::LineFault::Kind::open, 1, {}, {}});
  ward.sweep();
  ASSERT_EQ(ward.faults().all().size(), 1U);
  const auto first = ward.faults().all().front();
  ward.run_for(10min);
  ward.sweep();
  ASSERT_EQ(ward.faults().all().size(), 1U);
  EXPECT_GT(ward.faults().all().front().evidence, first.evidence);
  ward.meters().break_line("line-3", sim::LineFault{sim::LineFault::Kind::short_circuit, 1, {}, {}});
  ward.run_for(10min);
  ward.sweep();
  EXPECT_EQ(ward.open_faults(), std::set<std::string>{"short:line/line-3"}) << "it turned into another";
}

TEST(sweep, goes_on_after_a_restart_with_the_lines_that_are_left) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.commission();
  const auto before = ward.measurements.size();
  store::Sweep sweep;
  sweep.id = "s2026-11-02";
  sweep.planned_start = sweep.started_at = ward.now().wall;
  sweep.planned_end = ward.now().wall + 2h;
  sweep.lines = {"line-1", "line-2", "line-3", "line-4"};
  ward.sweeps.push_back({sweep, {}});
  ward.sweeper().resume(sweep, {{"line-1", health::Verdict::ok}, {"line-2", health::Verdict::partial}}, ward.now());
  ward.run_until_idle(1h);
  EXPECT_EQ(ward.measurements.size() - before, 3U) << "what was in order is not tested twice";
  ASSERT_TRUE(ward.sweeps[0].end);
  EXPECT_EQ(ward.sweeps[0].end->result, "complete");
  EXPECT_EQ(ward.sweeps[0].end->in_order, 4);
}

TEST(sweep, does_not_believe_a_meter_that_shows_the_tone_before_there_is_one) {
  VirtualWard ward{sample_site(4, 2), {}};
  ward.commission();
  ASSERT_TRUE(ward.sweeper().begin("lan", false, {}, ward.now()).has_value());
  while (ward.hearing_the_tone().empty()) ward.run_for(10ms);
  const auto zone = *ward.hearing_the_tone().begin();
  ward.run_for(4s);  // it has been read under the tone
  ward.meters().freeze_meter(0);
  ward.run_until_idle(1h);
  ward.meters().break_line(ward.site_.zones[zone].lines[0].id, sim::LineFault{sim::LineFault::Kind::open, 1, {}, {}});
  ward.run_for(1min);
  ward.sweep();
  EXPECT_EQ(ward.book().lines()[zone].latest->verdict, "no_comm")
      << "a broken line, and the meter still shows it whole";
  EXPECT_TRUE(ward.book().lines()[zone].latest->detail.find("stuck") != std::string::npos);
}

}  // namespace
}  // namespace wardcast::test
