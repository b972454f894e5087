// SPDX-License-Identifier: GPL-3.0-or-later
// What follows from a test: again, confirm, raise, clear.
#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <utility>

#include "daemon/health/sweeper.hpp"

namespace wardcast::health {
namespace {

/// No healthy line has more than that through its open contact.
constexpr double kIdleShare = 0.05;  // of what it draws when it is closed
constexpr double kIdleAmps = 0.002;
constexpr int kSweepsToClear = 2;

/// Of a line: at most one of these holds at a time, but for a leak to earth.
constexpr std::array kOfLine{Verdict::partial,  Verdict::open,  Verdict::short_circuit,
                             Verdict::overload, Verdict::earth, Verdict::drift};

/// Those by which a line was out of its tolerance: it is well again only when it is well inside. What drifts or leaks
/// is still inside.
constexpr std::array kOutOfTolerance{Verdict::partial, Verdict::open, Verdict::short_circuit, Verdict::overload};

/// Up to a tenth of the load: minor; above: major (the station's sweep rules, docs/sweeps.md).
constexpr double kMajorShare = 0.1;

/// The meter gave values.
bool answered(Verdict verdict) {
  return is_judged(verdict) || verdict == Verdict::no_reference || verdict == Verdict::no_tone ||
         verdict == Verdict::welded;
}

bool has_load(Verdict verdict) { return verdict == Verdict::ok || verdict == Verdict::drift; }

bool flows(const LineState& line, double amps) {
  return amps > std::max(kIdleAmps, line.reference ? kIdleShare * line.reference->amps : 0);
}

std::string idle_text(const LineState& line, double amps) {
  return "Line '" + line.id + "' (" + line.name + ") draws " + std::to_string(static_cast<int>(amps * 1000)) +
         " mA though its contact is open: it is welded, or the wires touch those of another line.";
}

}  // namespace

std::string evidence_of(const store::Measurement& row) {
  boost::json::object evidence;
  const auto put = [&](const char* name, const auto& value) {
    if (value) evidence[name] = *value;
  };
  put("measured_watts", row.watts);
  put("reference_watts", row.reference_watts);
  put("deviation", row.deviation);
  put("volts", row.volts);
  put("amps", row.amps);
  put("leakage_amps", row.leakage_amps);
  put("distance_m", row.distance_m);
  if (row.lost_best) {
    evidence["lost"] = boost::json::object{{"low", *row.lost_low},
                                           {"best", *row.lost_best},
                                           {"high", *row.lost_high},
                                           {"watts", row.lost_watts.value_or(0)},
                                           {"watts_uncertainty", row.lost_watts_pm.value_or(0)}};
  }
  if (row.verdict == word(Verdict::partial) && row.watts && row.reference_watts)
    evidence["severity"] = *row.watts < (1 - kMajorShare) * *row.reference_watts ? "major" : "minor";
  return boost::json::serialize(evidence);
}

std::string line_cause(Verdict verdict, std::string_view line) {
  return std::string{word(verdict)} + ":line/" + std::string{line};
}

bool Sweeper::on_record(const LineState& line, Verdict verdict) const {
  return faults_.open_fault(line_cause(verdict, line.id)).has_value();
}

Judgement Sweeper::judgement_of(const Job& job, const TestResult& result) const {
  const auto& line = book_.at(job.line);
  Judgement judgement;
  judgement.detail = result.detail;
  switch (result.outcome) {
    case TestResult::Outcome::measured: {
      const bool faulty =
          std::ranges::any_of(kOutOfTolerance, [&](Verdict verdict) { return on_record(line, verdict); });
      const auto reference = line.reference ? std::optional{line.reference->watts} : std::nullopt;
      auto facts = line.facts;
      if (line.reference) facts.tone_volts = line.reference->volts;  // what this amplifier's gain makes of the tone
      judgement = judge(facts, *result.measured, reference, faulty);
      if (job.purpose == Purpose::reference && judgement.verdict != Verdict::no_tone) {
        auto refusal = no_reference_because(line.facts, judgement.watts);
        if (!refusal.empty()) judgement.detail = std::move(refusal);
      }
      if (const auto& idle = result.idle_amps; idle && idle->first == job.line && flows(line, idle->second)) {
        judgement.verdict = Verdict::welded;
        judgement.detail = idle_text(line, idle->second);
      }
      break;
    }
    case TestResult::Outcome::relay_only:
      judgement.verdict = Verdict::not_measured;
      judgement.detail =
          line.measurable ? "Its contact closes and opens." : "It has no meter; its contact closes and opens.";
      break;
    case TestResult::Outcome::no_comm:
      judgement.verdict = Verdict::no_comm;
      break;
    case TestResult::Outcome::relay_stuck:
      judgement.verdict = Verdict::relay_stuck;
      break;
    case TestResult::Outcome::lost:
      judgement.verdict = Verdict::not_tested;
      break;
  }
  return judgement;
}

void Sweeper::again(Job job, SteadyTime due) {
  job.test.reset();
  job.due = due;
  jobs_.push_back(std::move(job));
}

void Sweeper::conclude(Job job, Now now) {
  const auto result = job.test->result();
  if (result.outcome == TestResult::Outcome::lost) {
    book_.at(job.line).tested_at = now.steady;
    job.waits = result.detail;
    tell_deferred(job, result.detail);
    return again(std::move(job), now.steady);
  }
  auto& line = book_.at(job.line);
  line.tested_at = now.steady;
  look_at_idle(job, result, now);
  auto judgement = judgement_of(job, result);
  if (job.purpose == Purpose::sweep && judgement.verdict == Verdict::ok && line.reference) {
    auto watts = line.sweep_watts;
    watts.push_back(judgement.watts);
    if (drifts(line.facts, line.reference->watts, watts)) {
      judgement.verdict = Verdict::drift;
      judgement.detail =
          "In order still, but its load has crept over the last " + std::to_string(kDriftSweeps) + " checks.";
    }
  }
  // What a person has just confirmed as right is shown so, not as it stood to the reference before.
  if (job.purpose == Purpose::reference && take_reference(job, result, now)) judgement = judgement_of(job, result);
  auto row = measurement_row(line, result, judgement);
  row.at = now.wall;
  row.sweep = job.sweep;
  row.purpose = word(job.purpose);
  row.attempt = job.attempt;
  book_.note(row);
  doors_.measured(row);
  doors_.changed();
  if (job.purpose == Purpose::reference) {
    if (job.answer) job.answer({false, {}, row});
    return;
  }
  settle(job, row, judgement, now);
  const bool lasting = lasts(judgement.verdict);
  const bool known = on_record(line, judgement.verdict);
  if (lasting && job.attempt < kRepeat && !known) {
    ++job.attempt;
    return again(std::move(job), now.steady);
  }
  account(job, judgement.verdict);
  if (job.answer) std::exchange(job.answer, nullptr)({false, {}, row});
  if (!lasting || known || job.purpose == Purpose::retest || job.purpose == Purpose::confirm) return;
  if (judgement.verdict == Verdict::short_circuit) return;  // raised at once
  confirm_later(std::move(job), judgement.verdict, now);
}

/// It may be a passing trouble: rain on a joint, a lorry's spark. Reported when it is still there.
void Sweeper::confirm_later(Job job, Verdict verdict, Now now) {
  // One that outlived an earlier session is settled by this one.
  std::erase_if(jobs_, [&](const Job& other) {
    return other.line == job.line && other.purpose == Purpose::confirm && other.sweep.empty() && !other.test &&
           other.due > now.steady;
  });
  const bool silent = verdict == Verdict::no_comm || verdict == Verdict::no_tone;
  job.purpose = Purpose::confirm;
  ++job.attempt;
  again(std::move(job), now.steady + (silent ? site_.sweep.retry_after : site_.sweep.confirm_after));
}

/// A meter that answers and is of no use only tests can find. The first of its lines tells, not each.
void Sweeper::raise_stuck_meter(const LineState& line, const Judgement& judgement, Now now) {
  const auto meter_of = [this](const LineState& one) {
    return site_.zones[one.place.zone].lines[one.place.line].meter->device;
  };
  const auto meter = meter_of(line);
  const bool told = std::ranges::any_of(book_.lines(), [&](const LineState& other) {
    return other.id != line.id && other.measurable && meter_of(other) == meter && on_record(other, Verdict::no_comm);
  });
  if (told) return;
  faults_.record("no_comm", line_cause(Verdict::no_comm, line.id),
                 "Line meter '" + site_.meters[meter].id + "': at line '" + line.id + "' " + judgement.detail + ".",
                 now);
}

/// Faults raised and cleared by what one test found.
void Sweeper::settle(const Job& job, const store::Measurement& row, const Judgement& judgement, Now now) {
  auto& line = book_.at(job.line);
  const auto verdict = judgement.verdict;
  const bool confirmed = job.purpose == Purpose::confirm || (job.purpose == Purpose::retest && job.attempt >= kRepeat);
  const bool shorted = verdict == Verdict::short_circuit && job.attempt >= kRepeat;
  if (verdict == Verdict::drift || (is_fault(verdict) && (confirmed || shorted || on_record(line, verdict)))) {
    if (job.test->result().meter_stuck) {
      raise_stuck_meter(line, judgement, now);
    } else {
      raise(line, row, judgement, now);
    }
  }
  if (answered(verdict)) faults_.clear(line_cause(Verdict::no_comm, line.id), "Its meter shows it again.", now);
  if (!is_judged(verdict)) return;
  faults_.clear("no_tone:amplifier/" + site_.amplifiers[site_.zones[line.place.zone].amplifier].id,
                "The tone is there again.", now);
  if (!has_load(verdict)) {
    if (!on_record(line, verdict)) return;
    for (const auto other : kOfLine) {
      if (other != verdict && other != Verdict::earth)
        faults_.supersede(line_cause(other, line.id), "It is now: " + judgement.detail, now);
    }
    return;
  }
  // A partly silent line is believed to be whole again after two checks in a row, or when its re-test says so.
  const bool enough = line.in_order_in_a_row >= kSweepsToClear || job.purpose == Purpose::retest;
  clear(line, enough ? verdict : Verdict::partial, judgement.detail, now);
}

/// Found again it is more evidence of the same fault, which lasts until it is mended.
void Sweeper::raise(const LineState& line, const store::Measurement& row, const Judgement& judgement, Now now) {
  const auto verdict = judgement.verdict;
  // Boards and meters that do not answer, and contacts that do not follow, are told by those who watch them.
  if (verdict == Verdict::no_comm || verdict == Verdict::relay_stuck) return;
  const auto place = "Line '" + line.id + "' (" + line.name + "): ";
  if (verdict == Verdict::no_tone) {
    const auto& amplifier = site_.amplifiers[site_.zones[line.place.zone].amplifier].id;
    faults_.record("no_tone", "no_tone:amplifier/" + amplifier, place + judgement.detail, now);
    return;
  }
  faults_.record(std::string{word(verdict)}, line_cause(verdict, line.id), place + judgement.detail, now,
                 evidence_of(row));
}

void Sweeper::clear(LineState& line, Verdict except, const std::string& detail, Now now) {
  for (const auto verdict : kOfLine) {
    if (verdict != except) faults_.clear(line_cause(verdict, line.id), detail, now);
  }
}

/// Current where none should be: a contact that is welded, or wires that touch another line's.
void Sweeper::look_at_idle(const Job& job, const TestResult& result, Now now) {
  if (!result.idle_amps) return;
  auto& line = book_.at(result.idle_amps->first);
  const double amps = result.idle_amps->second;
  if (!flows(line, amps)) {
    line.current_while_open = 0;
    return;
  }
  if (++line.current_while_open < kRepeat) {
    Job look;  // once more, to be sure
    look.line = job.line;
    look.purpose = Purpose::confirm;
    look.sweep = job.sweep;
    look.attempt = kRepeat;
    look.due = look.asked = now.steady;
    jobs_.push_back(std::move(look));
    return;
  }
  Job seen;
  seen.line = line.place;
  seen.sweep = job.sweep;
  account(seen, Verdict::welded);
  faults_.record("welded", line_cause(Verdict::welded, line.id), idle_text(line, amps), now,
                 boost::json::serialize(boost::json::object{{"amps_while_open", amps}}));
}

bool Sweeper::take_reference(const Job& job, const TestResult& result, Now now) {
  const auto& line = book_.at(job.line);
  if (result.outcome != TestResult::Outcome::measured) return false;
  if (judge(line.facts, *result.measured, std::nullopt).verdict == Verdict::no_tone) return false;
  if (!no_reference_because(line.facts, result.measured->watts(line.facts.rated_volts)).empty()) return false;
  store::LineReference reference;
  reference.line = line.id;
  reference.at = now.wall;
  reference.who = job.who;
  reference.why = job.why;
  reference.volts = result.measured->volts;
  reference.amps = result.measured->amps;
  reference.leakage_amps = result.measured->leakage_amps;
  reference.watts = result.measured->watts(line.facts.rated_volts);
  reference.tone_hz = doors_.tone_hz;
  book_.note(reference);
  doors_.referenced(reference);
  return true;
}

}  // namespace wardcast::health
