// SPDX-License-Identifier: GPL-3.0-or-later
// Whose turn it is.
#include "daemon/health/sweeper.hpp"

#include <algorithm>
#include <utility>

namespace wardcast::health {
namespace {

/// What could not begin is tried again so soon.
constexpr milliseconds kTryAgain{500};
/// Somebody who asked for a test waits so long for it to begin.
constexpr milliseconds kAnswerPatience{1500};
constexpr std::chrono::minutes kLongestNap{30};
/// What a person asked of a line is done so long afterwards at most.
constexpr std::chrono::minutes kWishLasts{30};
/// So many refreshes after a tone no meter shows it any more.
constexpr int kForgotten = 3;

}  // namespace

std::string_view word(Purpose purpose) {
  switch (purpose) {
    case Purpose::confirm:
      return "confirm";
    case Purpose::test:
      return "test";
    case Purpose::retest:
      return "retest";
    case Purpose::reference:
      return "reference";
    case Purpose::sweep:
      break;
  }
  return "sweep";
}

Sweeper::Sweeper(const site::Site& site, TimeZone zone, LineBook& book, FaultRegister& faults,
                 std::set<std::string> known, WallTime since, Doors doors)
    : site_(site),
      zone_(std::move(zone)),
      book_(book),
      faults_(faults),
      known_(std::move(known)),
      since_(since),
      doors_(std::move(doors)),
      plans_(std::ranges::any_of(book.lines(), &LineState::measurable)) {}

void Sweeper::advance(Now now) {
  if (std::exchange(advancing_, true)) return;  // a door called back
  look_at_plan(now);
  for (auto& job : jobs_) {
    if (job.test) job.test->advance(now);
  }
  collect(now);
  start_due(now);
  end_sessions(now);
  wake_ = now.steady + kLongestNap;
  if (plans_ && plan_due_ > now.steady) wake_ = std::min(wake_, plan_due_);
  for (const auto& job : jobs_)
    wake_ = std::min(wake_, job.test ? job.test->next_wake() : std::max(job.due, now.steady + kTryAgain));
  advancing_ = false;
}

void Sweeper::reading(const modbus::MeterReading& reading, Now now) {
  for (auto& job : jobs_) {
    if (job.test && job.test->reading(reading, now)) break;
  }
  advance(now);
}

void Sweeper::test_lost(playout::TestId test, const std::string& why, Now now) {
  for (auto& job : jobs_) {
    if (job.test && job.test->lost(test, why)) break;
  }
  advance(now);
}

void Sweeper::test(LineId line, Purpose purpose, const std::string& who, const std::string& why,
                   std::function<void(const TestAnswer&)> answer, Now now) {
  const auto same = std::ranges::find_if(
      jobs_, [&](const Job& job) { return job.line == line && job.purpose == purpose && !job.test; });
  if (same != jobs_.end() && purpose != Purpose::retest) {  // a fault is re-tested once at a time anyway
    same->who = who;
    same->why = why;
    if (!answer) return;
    if (same->told_deferred) return answer({true, same->waits, {}});
    same->answer = [first = std::move(same->answer), second = std::move(answer)](const TestAnswer& told) {
      if (first) first(told);
      second(told);
    };
    return;
  }
  Job job;
  job.line = line;
  job.purpose = purpose;
  job.who = who;
  job.why = why;
  job.due = job.asked = now.steady;
  job.answer = std::move(answer);
  jobs_.insert(jobs_.begin(), std::move(job));
  advance(now);
}

/// Takes the jobs whose tests are done out of the list, and decides what follows.
void Sweeper::collect(Now now) {
  std::vector<Job> done;
  for (auto job = jobs_.begin(); job != jobs_.end();) {
    if (job->test && job->test->done()) {
      done.push_back(std::move(*job));
      job = jobs_.erase(job);
    } else {
      ++job;
    }
  }
  for (auto& job : done) conclude(std::move(job), now);
}

/// A reference is what a person hears to be right while it is measured: never one of the next morning.
void Sweeper::forget_old_wishes(Now now) {
  std::erase_if(jobs_, [now](const Job& job) {
    const bool wish = job.purpose == Purpose::test || job.purpose == Purpose::reference;
    return wish && !job.test && now.steady - job.asked >= kWishLasts;
  });
}

void Sweeper::start_due(Now now) {
  bool changed = false;
  forget_old_wishes(now);
  std::erase_if(jobs_, [this](Job& job) {
    const bool latched = !job.test && (job.purpose == Purpose::sweep || job.purpose == Purpose::confirm) &&
                         on_record(book_.at(job.line), Verdict::short_circuit);
    if (latched) pass_over(job);
    return latched;
  });
  for (auto& job : jobs_) {
    if (job.test || now.steady < job.due || given_up(job)) continue;
    if (now.steady < quiet_until_) {
      job.waits = "everything was stopped a moment ago";
    } else if (job.answer == nullptr && now.steady < postponed_until_) {
      job.waits = "it was postponed";
    } else {
      changed = start(job, now) || changed;
    }
    if (!job.test && now.steady - job.asked >= kAnswerPatience) tell_deferred(job, job.waits);
  }
  if (changed) doors_.changed();
  collect(now);  // what could be told at once
}

bool Sweeper::start(Job& job, Now now) {
  const auto& line = book_.at(job.line);
  if (shares(job)) {
    job.waits = "another line is being tested with the same amplifier, bus or meter";
    return false;
  }
  auto order = TestOrder::of(site_, job.line);
  const auto session = std::ranges::find_if(sessions_, [&](const auto& one) { return one.sweep.id == job.sweep; });
  order.dry = session != sessions_.end() && session->sweep.dry;
  if (job.purpose == Purpose::reference) order.readings = 9;
  order.looks_first = now.steady - line.tested_at > kForgotten * order.refresh;
  if (job.purpose == Purpose::retest) order.watched.reset();  // what flows through its own open contact is asked, too
  if (job.purpose != Purpose::retest && on_record(line, Verdict::short_circuit)) {
    job.waits = "it is latched off, being shorted; resolving its fault tests it again";
    return false;
  }
  const auto offer = doors_.bench.test_offer(job.line.zone, now);
  job.waits = offer.refused;
  if (!offer.refused.empty()) return false;
  if (offer.until - now.steady < order.span()) {
    job.waits = "its amplifier is needed too soon";
    return false;
  }
  if (!order.dry && order.meter) order.tone = doors_.tone(line.facts.rated_volts);
  job.test = std::make_unique<LineTest>(std::move(order), doors_.bench, doors_.meters, [this] { return ++tickets_; });
  if (!job.test->begin(now)) job.test.reset();
  return job.test != nullptr;
}

/// Does a running test use what this one would?
bool Sweeper::shares(const Job& job) const {
  const auto amplifier = [this](const LineId& line) { return site_.zones[line.zone].amplifier; };
  const auto described = [this](const LineId& line) -> const site::Line& {
    return site_.zones[line.zone].lines[line.line];
  };
  const auto buses = [&](const LineId& line) {
    std::set<std::size_t> used{site_.boards[described(line).relay.device].bus};
    if (const auto& meter = described(line).meter) used.insert(site_.meters[meter->device].bus);
    return used;
  };
  const auto mine = buses(job.line);
  return std::ranges::any_of(jobs_, [&](const Job& other) {
    if (&other == &job || !other.test || other.test->gave_back()) return false;
    if (amplifier(other.line) == amplifier(job.line)) return true;
    const auto& a = described(other.line).meter;
    const auto& b = described(job.line).meter;
    if (a && b && a->device == b->device) return true;
    return std::ranges::any_of(buses(other.line), [&](std::size_t bus) { return mine.contains(bus); });
  });
}

void Sweeper::tell_deferred(Job& job, const std::string& why) const {
  if (!job.answer || std::exchange(job.told_deferred, true)) return;
  TestAnswer answer;
  answer.deferred = true;
  answer.why = why;
  job.answer(answer);
}

/// A shorted line is not touched by sessions: what is known of it stands.
void Sweeper::pass_over(Job& job) {
  account(job, Verdict::short_circuit);
  job.sweep.clear();
}

/// Of a session that was stopped: end_sessions() takes it away.
bool Sweeper::given_up(const Job& job) const {
  return std::ranges::any_of(sessions_, [&](const auto& one) { return one.stopped && one.sweep.id == job.sweep; });
}

void Sweeper::account(const Job& job, Verdict verdict) {
  const auto session = std::ranges::find_if(sessions_, [&](const auto& one) { return one.sweep.id == job.sweep; });
  if (session == sessions_.end()) return;
  auto& known = session->verdicts.try_emplace(job.line, verdict).first->second;
  if (known != Verdict::welded) known = verdict;  // what was seen through its open contact stands
}

std::vector<SweepProgress> Sweeper::progress() const {
  std::vector<SweepProgress> all;
  for (const auto& session : sessions_) {
    SweepProgress one;
    one.sweep = session.sweep;
    for (const auto& [line, verdict] : session.verdicts) one.verdicts[book_.at(line).id] = word(verdict);
    for (const auto& job : jobs_) {
      if (job.sweep != session.sweep.id) continue;
      if (job.test) {
        one.testing.push_back(book_.at(job.line).id);
      } else if (one.waits.empty()) {
        one.waits = job.waits;
      }
    }
    if (!one.testing.empty()) one.waits.clear();
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace wardcast::health
