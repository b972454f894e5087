// SPDX-License-Identifier: GPL-3.0-or-later
// Tests of lines: what they need of the rest of the house.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cmath>

#include "base/log_value.hpp"
#include "daemon/composition/house.hpp"
#include "daemon/editorial/line_json.hpp"
#include "daemon/health/fault_place.hpp"
#include "daemon/health/latches.hpp"
#include "daemon/health/sweep_history.hpp"
#include "drivers/media/test_tone.hpp"
#include "scheduler/recurrence.hpp"

namespace wardcast {
namespace {

constexpr auto kSweepsSince = "sweeps_since";      // a setting: planned sessions before then are nobody's
constexpr auto kSweepsPlanned = "sweeps_planned";  // a setting: planned_by() since then
constexpr CivilDate kFirstDay = std::chrono::year{1970} / 1 / 1;
constexpr CivilDate kLastDay = std::chrono::year{9999} / 12 / 31;
constexpr int kRemembered = 12;  // measurements of a line, for its trend and its latest state

/// The newest verdict of each line that a session tested.
std::map<std::string, health::Verdict> verdicts_of(const std::vector<store::Measurement>& rows) {
  std::map<std::string, health::Verdict> verdicts;
  for (const auto& row : rows) {
    if (const auto verdict = health::verdict_of(row.verdict)) verdicts[row.line] = *verdict;
  }
  return verdicts;
}

/// By what sessions are planned. Slots that another rule has in the past are nobody's.
std::string planned_by(const site::Site& site) {
  return site.sweep.rule + " in " + std::to_string(site.sweep.window.from_minute) + "-" +
         std::to_string(site.sweep.window.to_minute) + (site.meters.empty() ? " without meters" : "");
}

}  // namespace

void House::open_line_book() {
  const auto now = clock_.now().wall;
  std::vector<store::Measurement> rows;
  for (const auto& zone : site_.zones) {
    for (const auto& line : zone.lines) {
      auto latest = store_->measurements(line.id, 0, kRemembered);
      rows.insert(rows.end(), latest.rbegin(), latest.rend());
    }
  }
  line_book_ = std::make_unique<health::LineBook>(site_, store_->line_references(), rows);

  account_sweeps_since(now);
  // All there ever were, a few dozen a year: while the clock is wrong, which are the last ones is not known.
  for (const auto& record : store_->sweeps(kFirstDay, kLastDay)) {
    known_sweeps_.insert(record.sweep.id);
    if (record.end) continue;
    const auto tests = store_->sweep_measurements(record.sweep.id);
    auto verdicts = verdicts_of(tests);
    if (now < record.sweep.planned_end) {
      unfinished_sweeps_.emplace_back(record.sweep, std::move(verdicts));
      continue;
    }
    const auto end =
        health::broken_off(record.sweep, verdicts, tests.empty() ? record.sweep.started_at : tests.back().at);
    if (const auto kept = store_->append(end); !kept.has_value()) throw std::runtime_error(kept.error().detail);
    if (end.result == "missed" && record.sweep.origin == "planned")
      sweeps_not_held_[record.sweep.id] = health::not_held(record.sweep, end.detail);
  }
}

void House::account_sweeps_since(WallTime now) {
  const auto keep = [this](const char* name, const std::string& value) {
    if (const auto kept = store_->put_setting(name, value); !kept.has_value())
      throw std::runtime_error(kept.error().detail);
  };
  auto since = store_->setting(kSweepsSince);
  const auto before = store_->setting(kSweepsPlanned);
  const auto planned = planned_by(site_);
  if (!playout::possible(now, clock_floor())) {
    if (!since) sweeps_since_ = health::Sweeper::kSinceTheClockIsRight;
  } else if (!since || (before && *before != planned)) {
    since = std::to_string(now.time_since_epoch().count());
    keep(kSweepsSince, *since);
  }
  if (before != planned && playout::possible(now, clock_floor())) keep(kSweepsPlanned, planned);
  if (since) sweeps_since_ = WallTime{microseconds{std::stoll(*since)}};
}

void House::start_lines() {
  health::Sweeper::Doors doors{*engine_, *buses_, {}, {}, {},
                               {},       {},      {}, {}, media::test_tone_hertz(site_.sweep.tone_hz)};
  const auto tell = [this](const std::string& line) {
    if (!server_) return;
    if (const auto* state = line_book_->find(line))
      server_->events().publish(
          "lines", {{"line", editorial::line_json(*state, site_, station_->live(), faults_.still_open(), zone_)}});
  };
  doors.measured = [this, tell](const store::Measurement& row) {
    spdlog::info("event=line_tested line={} verdict={} purpose={} detail={}", log_value(row.line), row.verdict,
                 row.purpose, log_value(row.detail));
    ++lines_tested_[row.verdict];
    journal_->line(row);
    tell(row.line);
  };
  doors.referenced = [this, tell](const store::LineReference& reference) {
    spdlog::info("event=line_reference line={} who={} watts={}", log_value(reference.line), log_value(reference.who),
                 reference.watts);
    journal_->line(reference);
    tell(reference.line);
  };
  doors.begun = [this](const store::Sweep& sweep) {
    spdlog::info("event=sweep_begun id={} who={} lines={}", log_value(sweep.id), log_value(sweep.who),
                 sweep.lines.size());
    journal_->sweep(sweep);
  };
  doors.ended = [this](const store::SweepEnd& end) {
    spdlog::info("event=sweep_ended id={} result={} in_order={} faulty={} not_tested={} detail={}",
                 log_value(end.sweep), end.result, end.in_order, end.faulty, end.not_tested, log_value(end.detail));
    journal_->sweep(end);
  };
  doors.changed = [this] {
    if (!server_) return;
    server_->events().publish("sweeps", {{"running", editorial::progress_json(sweep_service_->progress(), zone_)}});
  };
  doors.clock_right = [this] { return !engine_->clock().wrong(); };
  doors.tone = [this](double rated_volts) { return tone_for(rated_volts); };
  sweeper_ = std::make_unique<health::Sweeper>(site_, zone_, *line_book_, faults_, std::move(known_sweeps_),
                                               sweeps_since_, std::move(doors));
  for (auto& [sweep, verdicts] : unfinished_sweeps_) sweeper_->resume(std::move(sweep), verdicts, clock_.now());
  unfinished_sweeps_.clear();
  sweeper_->recall(clock_.now());
  for (const auto& [id, said] : std::exchange(sweeps_not_held_, {}))
    faults_.record("schedule_missed", "schedule_missed:sweep/" + id, said, clock_.now());
  sweep_service_ = std::make_unique<health::SweepService>(io_, clock_, *sweeper_, [this] { station_->rearm(); });
  on_reading_ = [this](const modbus::MeterReading& reading) { sweep_service_->reading(reading); };
  faults_.set_retest([this](const health::Fault& fault, Now now, std::function<void(health::Retested)> told) {
    retest(fault, now, std::move(told));
  });
  for (const auto& cause : faults_.open_causes("short")) latch(cause);
  // What the site file's own check lets through, the scheduler may still not know: no session would ever begin.
  if (const auto rule = scheduler::parse_rrule(site_.sweep.rule); !rule) {
    spdlog::error("event=sweep_rule_invalid detail={}", log_value(rule.error().detail));
    faults_.record("schedule_missed", "schedule_missed:sweep/rule",
                   "No line check is ever planned: [sweep] rule in the site file: " + rule.error().detail,
                   clock_.now());
  }
}

std::shared_ptr<const media::Recording> House::tone_for(double rated_volts) {
  auto& tone = tones_[rated_volts];
  if (!tone) tone = media::test_tone(site_.sweep.tone_hz, 20 * std::log10(site_.sweep.tone_volts / rated_volts));
  return tone;
}

void House::latch(std::string_view cause) {
  if (!line_book_ || !engine_) return;
  if (const auto latch = health::latch_of(cause, faults_, *line_book_))
    engine_->latch(latch->line.zone, latch->line.line, latch->held_open, clock_.now());
}

/// The line a fault is about; of an amplifier without tone, its first line with a meter that is not latched off.
const health::LineState* House::line_to_retest(const health::Fault& fault) const {
  if (const auto* line = line_book_->find(health::line_of(fault.cause))) return line;
  // Of a contact its line: whether it follows is known only when it is moved.
  if (const auto* line = line_book_->find(health::place_of(site_, fault.cause).line)) return line;
  constexpr std::string_view kNoTone = "no_tone:amplifier/";
  if (!fault.cause.starts_with(kNoTone)) return nullptr;
  const auto found = std::ranges::find_if(line_book_->lines(), [&](const health::LineState& line) {
    const auto& amplifier = site_.amplifiers[site_.zones[line.place.zone].amplifier];
    return line.measurable && amplifier.id == fault.cause.substr(kNoTone.size()) &&
           !faults_.open_fault(health::line_cause(health::Verdict::short_circuit, line.id));
  });
  return found == line_book_->lines().end() ? nullptr : &*found;
}

void House::retest(const health::Fault& fault, Now now, std::function<void(health::Retested)> told) {
  using Kind = health::Retested::Kind;
  const auto* line = line_to_retest(fault);
  if (line == nullptr) {  // whoever watches it knows
    const bool there = faults_.present(fault.id);
    told({there ? Kind::failed : Kind::passed, there ? fault.detail : "It is gone.", now});
    return;
  }
  const auto shorted = health::line_cause(health::Verdict::short_circuit, line->id);
  if (fault.cause != shorted && faults_.open_fault(shorted)) {  // only the re-test of the short may close it
    told({Kind::failed, "The line is latched off, being shorted; that is to be repaired and resolved first.", now, {}});
    return;
  }
  sweep_service_->test(
      line->place, health::Purpose::retest, "", "",
      [this, kind = fault.kind, told = std::move(told)](const health::TestAnswer& answer) {
        const auto at = clock_.now();
        if (answer.deferred) return told({Kind::busy, answer.why, at});
        const auto& row = *answer.measurement;
        const auto verdict = health::verdict_of(row.verdict).value_or(health::Verdict::not_tested);
        told({health::is_gone(kind, verdict) ? Kind::passed : Kind::failed, row.detail, at, health::evidence_of(row)});
      });
}

void House::add_line_metrics() {
  using Kind = http::Metrics::Kind;
  metrics_.add("wardcast_line_tests_total", "Tests of lines since the start, by what they found", Kind::counter,
               [this] {
                 std::vector<http::Sample> samples;
                 for (const auto& [verdict, count] : lines_tested_)
                   samples.push_back({http::label("verdict", verdict), static_cast<double>(count)});
                 return samples;
               });
  metrics_.add("wardcast_line_deviation_ratio", "Resistance against the reference at the newest measurement, 0: equal",
               Kind::gauge, [this] {
                 std::vector<http::Sample> samples;
                 for (const auto& line : line_book_->lines()) {
                   if (line.latest_measured && line.latest_measured->deviation)
                     samples.push_back({http::label("line", line.id), *line.latest_measured->deviation});
                 }
                 return samples;
               });
  metrics_.add("wardcast_sweep_running", "1 while a session of line tests runs", Kind::gauge, [this] {
    return std::vector<http::Sample>{{"", sweep_service_->progress().empty() ? 0.0 : 1.0}};
  });
}

}  // namespace wardcast
