// SPDX-License-Identifier: GPL-3.0-or-later
// The engine's inputs, and how an airing ends.
#include "daemon/playout/engine.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "daemon/playout/airing_row.hpp"
#include "daemon/playout/timing.hpp"
#include "daemon/statistics/counting.hpp"

namespace wardcast::playout {
namespace {

constexpr SteadyTime kNever{nanoseconds{std::numeric_limits<std::int64_t>::max()}};

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

}  // namespace

Engine::Engine(const site::Site& site, scheduler::Zones zones, TimeZone time_zone, Doors doors, std::int64_t run,
               bool hold)
    : site_(site),
      zones_(std::move(zones)),
      time_zone_(std::move(time_zone)),
      doors_(std::move(doors)),
      run_(run),
      relays_(site, doors_.relays),
      shelf_(doors_.media),
      zone_hold_(site.zones.size()),
      amplifier_tail_(site.amplifiers.size()),
      power_hold_(site.amplifiers.size()),
      powered_at_(site.amplifiers.size()),
      hold_(hold),
      wake_(kNever) {}

void Engine::recover(std::vector<store::AsRun> journal) {
  for (auto& as_run : journal) {
    if (as_run.end) {
      done_.insert(as_run.airing.edition_id);
    } else {
      recovered_.push_back(std::move(as_run));
    }
  }
}

void Engine::publish(std::shared_ptr<const Plan> plan, Now now) {
  plan_ = std::move(plan);
  follow_plan(now);
  advance(now);  // asks for what is to air soon; the shelf comes after
  shelf_.update(plan_->messages);
  doors_.changed();
}

void Engine::media_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded,
                          Now now) {
  for (auto& airing : airings_) {
    if (airing->rundown) airing->rundown->media_loaded(media, loaded);
  }
  shelf_.media_loaded(media, loaded);
  message_loaded(media, loaded, now);
  advance(now);
}

void Engine::relay_report(const modbus::BoardReport& report, Now now) {
  relays_.report(report);
  confirm_all(now);
  advance(now);
  doors_.changed();
}

void Engine::audio_report(const rtp::Report& report, Now now) {
  const auto wall_of = [now](SteadyTime at) {
    return now.wall - std::chrono::duration_cast<microseconds>(now.steady - at);
  };
  std::visit(Overloaded{[&](const rtp::ClipStarted& started) {
                          if (auto* airing = by_stream(started.stream)) {
                            put_on_record(*airing, wall_of(started.at), now);
                            airing->rundown->on(started, now);
                            doors_.changed();
                          }
                        },
                        [&](const rtp::ClipProgress& progress) {
                          if (auto* airing = by_stream(progress.stream)) {
                            airing->rundown->on(progress, now);
                            checkpoint_due_ = true;
                          }
                        },
                        [&](const rtp::ClipEnded& ended) {
                          if (auto* airing = by_stream(ended.stream)) {
                            airing->rundown->on(ended, airing->end_reason, now);
                            doors_.changed();
                          }
                        },
                        [&](const rtp::StreamDry& dry) {
                          auto* airing = by_stream(dry.stream);
                          if (airing && dry.closed) finish(*airing, now);
                        }},
             report);
}

void Engine::advance(Now now) {
  wake_ = kNever;
  watch_clock(now);
  while (!unsent_.empty() && doors_.audio.post(unsent_.front())) unsent_.erase(unsent_.begin());
  if (!unsent_.empty()) due(now.steady + milliseconds{5}, now);
  if (!shutting_down_) resume_emergencies(now);
  // What should be on air is not known yet: nothing is switched, but for an emergency.
  if (!plan_ && !acting_without_plan_) return tell_lost_tests();
  if (!shutting_down_ && !clock_.wrong() && plan_) {
    account_for_passed(now);
    pick_up(now);
  }
  // The stronger opens first: of two that start together the weaker then finds its zones taken.
  std::vector<AiringRun*> by_strength;
  for (auto& airing : airings_) by_strength.push_back(airing.get());
  std::ranges::stable_sort(by_strength, std::ranges::greater{},
                           [](const auto* airing) { return airing->edition.priority; });
  for (auto* airing : by_strength) {
    if (airing->phase == AiringRun::Phase::waiting) prepare(*airing, now);
    if (airing->phase == AiringRun::Phase::opened) {
      airing->emergency ? keep_emergency(*airing, now) : keep_on_air(*airing, now);
    }
  }
  regrant(now);
  switch_relays(now);
  std::erase_if(airings_, [](const auto& airing) { return airing->phase == AiringRun::Phase::over; });
  if (checkpoint_due_) {
    checkpoint_due_ = false;
    clock_.wrote(now.wall);
    std::vector<store::Checkpoint> running;
    for (const auto& airing : airings_) {
      if (airing->rundown) airing->rundown->collect(running);
    }
    doors_.journal.checkpoint(std::move(running));
  }
  tell_lost_tests();
}

void Engine::stop_all(const std::string& who, bool hold, Now now) {
  hold_ = hold_ || hold;
  lose_tests([](const TestRun&) { return true; }, "the station was stopped by " + who, now);
  for (auto& airing : airings_) {
    // What begins later is not stopped; what the contacts are already closed for is.
    const bool begins_later = now.wall < airing->edition.start - kRelayLead;
    if (airing->phase == AiringRun::Phase::opened) {
      airing->silenced = true;
      close(*airing, "stopped", "stopped by " + who);
    } else if (airing->phase == AiringRun::Phase::waiting && !begins_later) {
      airing->silenced = true;
      miss(*airing, "stopped", "stopped by " + who + " before its first packet", now);
    }
  }
  std::ranges::fill(zone_hold_, now.steady);
  advance(now);
  doors_.changed();
}

void Engine::release(Now now) {
  hold_ = false;
  advance(now);
  doors_.changed();
}

Result<void> Engine::stop_airing(std::string_view id, const std::string& who, Now now) {
  const auto found =
      std::ranges::find_if(airings_, [id](const auto& airing) { return airing->id == id && airing->on_record; });
  if (found == airings_.end()) return not_found("no airing '" + std::string{id} + "' is on air");
  (*found)->silenced = true;
  close(**found, "stopped", "stopped by " + who);
  for (const auto zone : (*found)->holding.zones) zone_hold_[zone] = now.steady;
  advance(now);
  doors_.changed();
  return {};
}

void Engine::shut_down(Now now) {
  shutting_down_ = true;
  lose_tests([](const TestRun&) { return true; }, "the station is shutting down", now);
  for (auto& airing : airings_) {
    airing->silenced = true;
    if (airing->phase == AiringRun::Phase::opened) {
      close(*airing, "shutdown", "");
    } else {
      airing->phase = AiringRun::Phase::over;
    }
  }
  std::ranges::fill(zone_hold_, now.steady);
  std::ranges::fill(power_hold_, now.steady);
  relays_.want(std::vector<bool>(site_.zones.size(), false), std::vector<bool>(site_.amplifiers.size(), false), {});
  advance(now);
}

bool Engine::stopping() const {
  return std::ranges::any_of(
      airings_, [](const auto& airing) { return airing->silenced && airing->phase == AiringRun::Phase::opened; });
}

bool Engine::safe() const { return airings_.empty() && relays_.settled(); }

Engine::AiringRun* Engine::by_stream(rtp::StreamId stream) {
  const auto found = std::ranges::find_if(
      airings_, [stream](const auto& airing) { return airing->rundown && airing->rundown->stream() == stream; });
  return found == airings_.end() ? nullptr : found->get();
}

Engine::AiringRun* Engine::by_edition(std::string_view edition) {
  const auto found =
      std::ranges::find_if(airings_, [edition](const auto& airing) { return airing->edition.id == edition; });
  return found == airings_.end() ? nullptr : found->get();
}

void Engine::send(rtp::Command command) {
  if (!unsent_.empty() || !doors_.audio.post(command)) unsent_.push_back(std::move(command));  // order is kept
}

void Engine::close(AiringRun& airing, const std::string& reason, const std::string& detail) {
  if (airing.closing) return;
  airing.closing = true;
  airing.end_reason = reason;
  airing.end_detail = detail;
  send(rtp::CloseStream{airing.rundown->stream()});
}

void Engine::put_on_record(AiringRun& airing, WallTime started_at, Now now) {
  if (airing.on_record) return;
  airing.on_record = true;
  if (!airing.earlier) {  // else it goes on
    const auto* emergency = airing.emergency.get();
    doors_.journal.airing(
        emergency ? emergency_row(emergency->record.emergency, emergency->item.title, time_zone_, started_at)
                  : airing_row(airing.edition, time_zone_, started_at));
  }
  if (airing.rundown) airing.rundown->airing_recorded();
  if (airing.phase == AiringRun::Phase::opened) record_zones(airing, now);
}

void Engine::miss(AiringRun& airing, const std::string& reason, const std::string& detail, Now now) {
  put_on_record(airing, airing.edition.start, now);
  if (airing.rundown) airing.rundown->skip_rest(reason, now);
  const bool something = airing.earlier && !airing.earlier->segments.empty();
  doors_.journal.end({airing.id, now.wall, something ? result_word(*airing.earlier) : "missed", reason, detail});
  done_.insert(airing.edition.id);
  clock_.wrote(now.wall);
  airing.phase = AiringRun::Phase::over;
  doors_.changed();
}

void Engine::finish(AiringRun& airing, Now now) {
  if (airing.phase == AiringRun::Phase::over) return;
  lose_zones(airing, airing.holding.zones, now);
  airing.phase = AiringRun::Phase::over;
  doors_.changed();
  if (airing.end_reason == "shutdown") return;  // not ended: the next start may join it
  if (airing.emergency) leave_out(airing);
  airing.rundown->skip_rest(airing.end_reason, now);
  const auto last = airing.rundown->last_packet_at().value_or(now.steady) + kFrame;
  const WallTime ended_at = now.wall - std::chrono::duration_cast<microseconds>(now.steady - last);
  put_on_record(airing, airing.edition.start, now);
  const store::AiringEnd end{airing.id, ended_at, result_word(airing.rundown->as_run()), airing.end_reason,
                             airing.end_detail};
  doors_.journal.end(end);
  if (airing.emergency) {
    over(airing, end);
  } else {
    done_.insert(airing.edition.id);
  }
}

std::string Engine::result_word(const store::AsRun& as_run) {
  return std::string{statistics::word(statistics::result_of(as_run))};
}

bool Engine::due(SteadyTime at, Now now) {
  if (now.steady >= at) return true;
  wake_ = std::min(wake_, at);
  return false;
}

SteadyTime Engine::steady_of(WallTime at, Now now) {
  // "Never" is written as the last day of the year 9999, and 292 years are all that nanoseconds can count.
  constexpr microseconds kAges = std::chrono::years{100};
  return now.steady + std::clamp(at - now.wall, -kAges, kAges);
}

}  // namespace wardcast::playout
