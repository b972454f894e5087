// SPDX-License-Identifier: GPL-3.0-or-later
// Sessions: planned, asked for, missed.
#include <algorithm>
#include <utility>

#include "daemon/health/sweep_history.hpp"
#include "daemon/health/sweeper.hpp"

namespace wardcast::health {
namespace {

/// A clock that is set forward into a window is noticed so soon; a window's own beginning at once.
constexpr std::chrono::minutes kPlanEvery{30};
/// A session waits so long after its window for what it found to be confirmed.
constexpr std::chrono::hours kConfirmUntil{2};
constexpr std::chrono::hours kLongestAsked{4};  // of a session that a person began
constexpr std::chrono::days kPlanAhead{62};
constexpr std::chrono::hours kRecalled{24};
constexpr const char* kPostponed = "it was postponed beyond its window";

std::string id_of(const scheduler::SweepSlot& slot) { return "s" + format_date(slot.date); }

store::Sweep planned_sweep(const scheduler::SweepSlot& slot) {
  store::Sweep sweep;
  sweep.id = id_of(slot);
  sweep.local_date = format_date(slot.date);
  sweep.planned_start = slot.from;
  sweep.planned_end = slot.until;
  sweep.origin = "planned";
  return sweep;
}

}  // namespace

void Sweeper::look_at_plan(Now now) {
  if (!plans_ || now.steady < plan_due_ || !doors_.clock_right()) return;
  if (now.steady < postponed_until_) {
    plan_due_ = postponed_until_;
    return;
  }
  if (since_ == kSinceTheClockIsRight) since_ = now.wall;
  plan_due_ = now.steady + kPlanEvery;
  const auto today = zone_.date_of(now.wall);
  const CivilDate first{std::chrono::sys_days{zone_.date_of(std::max(since_, now.wall - kAccounted))}};
  for (const auto& slot : scheduler::sweep_slots(site_.sweep.rule, site_.sweep.window, zone_, first,
                                                 CivilDate{std::chrono::sys_days{today} + std::chrono::days{1}})) {
    if (slot.from > now.wall) plan_due_ = std::min(plan_due_, now.steady + (slot.from - now.wall));
    if (slot.from > now.wall || slot.until <= since_ || known_.contains(id_of(slot))) continue;
    if (slot.until <= now.wall) {
      const bool postponed = slot.until > postponed_from_ && slot.from < postponed_to_;
      miss(slot, postponed ? kPostponed : "the station was not running, or its clock was wrong", now);
      continue;
    }
    begin_session(planned_sweep(slot), now);
  }
}

void Sweeper::miss(const scheduler::SweepSlot& slot, const std::string& why, Now now) {
  auto sweep = planned_sweep(slot);
  sweep.started_at = now.wall;
  for (const auto& line : book_.lines()) sweep.lines.push_back(line.id);
  known_.insert(sweep.id);
  doors_.begun(sweep);
  end_session({sweep, {}, true, why}, now);
}

void Sweeper::begin_session(store::Sweep sweep, Now now) {
  sweep.started_at = now.wall;
  if (sweep.lines.empty()) {
    for (const auto& line : book_.lines()) sweep.lines.push_back(line.id);
  }
  known_.insert(sweep.id);
  line_up(sweep, {}, now);
  doors_.begun(sweep);
  sessions_.push_back({std::move(sweep), {}, false, {}});
  doors_.changed();
}

void Sweeper::line_up(const store::Sweep& sweep, const std::map<LineId, Verdict>& done, Now now) {
  for (const auto& id : sweep.lines) {
    const auto* line = book_.find(id);
    if (line == nullptr || done.contains(line->place)) continue;
    Job job;
    job.line = line->place;
    job.sweep = sweep.id;
    job.who = sweep.who;
    job.due = job.asked = now.steady;
    jobs_.push_back(std::move(job));
  }
}

void Sweeper::resume(store::Sweep sweep, const std::map<std::string, Verdict>& verdicts, Now now) {
  Session session;
  for (const auto& [id, verdict] : verdicts) {
    const auto* line = book_.find(id);
    // What looked wrong was not confirmed, or it is a fault already: in both cases it is worth another look.
    if (line != nullptr && !is_fault(verdict)) session.verdicts[line->place] = verdict;
  }
  known_.insert(sweep.id);
  line_up(sweep, session.verdicts, now);
  session.sweep = std::move(sweep);
  sessions_.push_back(std::move(session));
}

void Sweeper::recall(Now now) {
  for (const auto& line : book_.lines()) {
    const auto& row = line.latest;
    if (!row || (row->purpose != word(Purpose::sweep) && row->purpose != word(Purpose::test))) continue;
    const auto verdict = verdict_of(row->verdict);
    if (!verdict || !lasts(*verdict) || on_record(line, *verdict)) continue;
    if (now.wall < row->at || now.wall - row->at > kRecalled) continue;
    if (std::ranges::any_of(jobs_, [&](const Job& job) { return job.line == line.place; })) continue;
    Job job;
    job.line = line.place;
    job.purpose = Purpose::test;
    job.asked = now.steady;
    if (row->attempt >= kRepeat) {
      job.attempt = row->attempt;
      confirm_later(std::move(job), *verdict, now);
    } else {
      again(std::move(job), now.steady);
    }
  }
}

Result<std::string> Sweeper::begin(const std::string& who, bool dry, std::vector<std::string> lines, Now now) {
  if (!sessions_.empty())
    return conflict("Sweep " + sessions_.front().sweep.id + " is running; stop it first, or wait for its end.",
                    Reason::sweep_running);
  std::vector<std::string> chosen;
  for (auto& line : lines) {
    if (book_.find(line) == nullptr) return invalid("lines", "There is no line '" + line + "'.");
    if (std::ranges::find(chosen, line) == chosen.end()) chosen.push_back(std::move(line));
  }
  if (book_.lines().empty()) return conflict("The site file has no line that could be tested.", Reason::no_lines);
  store::Sweep sweep;
  do {
    sweep.id = "m" + format_date(zone_.date_of(now.wall)) + "-" + std::to_string(++asked_for_);
  } while (known_.contains(sweep.id));
  sweep.local_date = format_date(zone_.date_of(now.wall));
  sweep.planned_start = now.wall;
  sweep.planned_end = now.wall + kLongestAsked;
  sweep.origin = "person";
  sweep.who = who;
  sweep.dry = dry;
  sweep.lines = std::move(chosen);
  const auto id = sweep.id;
  begin_session(std::move(sweep), now);
  advance(now);
  return id;
}

Result<void> Sweeper::stop(std::string_view id, const std::string& who, Now now) {
  const auto session = std::ranges::find_if(sessions_, [&](const auto& one) { return one.sweep.id == id; });
  if (session == sessions_.end()) return not_found("No sweep '" + std::string{id} + "' is running.");
  session->stopped = true;
  session->stopped_by = "stopped by " + who;
  advance(now);
  return {};
}

void Sweeper::postpone(seconds by, Now now) {
  postponed_until_ = now.steady + by;
  plan_due_ = now.steady;  // it may be sooner than before
  if (now.wall > postponed_to_) postponed_from_ = now.wall;
  postponed_to_ = now.wall + by;
  doors_.changed();
  advance(now);
}

void Sweeper::hush(seconds by, Now now) {
  quiet_until_ = std::max(quiet_until_, now.steady + by);
  doors_.changed();
  advance(now);
}

std::optional<WallTime> Sweeper::postponed_until(Now now) const {
  const auto until = std::max(postponed_until_, quiet_until_);
  if (now.steady >= until) return std::nullopt;
  return now.wall + std::chrono::duration_cast<WallTime::duration>(until - now.steady);
}

void Sweeper::end_sessions(Now now) {
  std::vector<Session> over;
  for (auto session = sessions_.begin(); session != sessions_.end();) {
    const bool window_over = now.wall >= session->sweep.planned_end;
    std::erase_if(jobs_, [&](const Job& job) {
      if (job.sweep != session->sweep.id || job.test) return false;
      return session->stopped || (window_over && job.attempt == 1);
    });
    // What was found and found no free moment to be confirmed outlives the session.
    if (now.wall >= session->sweep.planned_end + kConfirmUntil) {
      for (auto& job : jobs_)
        if (job.sweep == session->sweep.id && !job.test) job.sweep.clear();
    }
    const bool busy = std::ranges::any_of(jobs_, [&](const Job& job) { return job.sweep == session->sweep.id; });
    if (busy) {
      ++session;
    } else {
      over.push_back(std::move(*session));
      session = sessions_.erase(session);
    }
  }
  for (const auto& session : over) end_session(session, now);
}

void Sweeper::end_session(const Session& session, Now now) {
  store::SweepEnd end;
  end.sweep = session.sweep.id;
  end.at = now.wall;
  for (const auto& id : session.sweep.lines) {
    const auto* line = book_.find(id);
    const auto found = line == nullptr ? session.verdicts.end() : session.verdicts.find(line->place);
    count_line(end, found == session.verdicts.end() ? Verdict::not_tested : found->second);
  }
  end.result = sweep_result(end);
  end.detail = session.stopped ? session.stopped_by : "";
  if (end.not_tested > 0 && end.detail.empty())
    end.detail = "Its window ended before every line had been free for a test.";
  if (end.result == "missed" && session.sweep.origin == "planned") {
    faults_.record("schedule_missed", "schedule_missed:sweep/" + session.sweep.id, not_held(session.sweep, end.detail),
                   now);
  }
  doors_.ended(end);
  doors_.changed();
}

std::vector<scheduler::SweepSlot> Sweeper::planned(Now now, std::size_t most) const {
  if (!plans_) return {};
  const auto today = zone_.date_of(now.wall);
  auto slots = scheduler::sweep_slots(site_.sweep.rule, site_.sweep.window, zone_, today,
                                      CivilDate{std::chrono::sys_days{today} + kPlanAhead});
  std::erase_if(slots, [&](const auto& slot) { return slot.until <= now.wall || known_.contains(id_of(slot)); });
  if (slots.size() > most) slots.resize(most);
  return slots;
}

}  // namespace wardcast::health
