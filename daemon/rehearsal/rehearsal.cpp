// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/rehearsal/rehearsal.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "daemon/playout/site_zones.hpp"
#include "drivers/media/attention_tone.hpp"
#include "scheduler/timetable.hpp"

namespace wardcast::rehearsal {
namespace {

/// The virtual station is up so long before its first edition: longer than any preparation of one.
constexpr std::chrono::minutes kEarly{2};
/// A plan reaches 36 hours ahead; nothing changes meanwhile, so it is made anew when a third of that is left.
constexpr std::chrono::hours kPlanEvery{24};
/// No slot is longer than a day; after that much more the station must be at rest.
constexpr std::chrono::hours kLongestEnd{26};
constexpr SteadyTime kBegin{std::chrono::hours{1}};

void written(const Result<void>& result) {
  if (result.has_error()) throw std::runtime_error("the journal refused a fact: " + result.error().detail);
}

}  // namespace

Rehearsal::Rehearsal(const Script& script, store::Store& store)
    : script_(script),
      store_(store),
      zones_(playout::zones_of(script.site)),
      book_(store),
      plans_(store, book_, zones_, script.zone),
      recordings_(script.media),
      now_{curtain_up(), kBegin},
      begin_(now_.wall),
      audio_(script.site.amplifiers.size(), [this](const rtp::Report& report) { sound_.push_back(report); }),
      boards_(script.site, kBegin, [this](modbus::BoardReport report) { contacts_.push_back(std::move(report)); }),
      engine_(script_.site, zones_, script_.zone, {audio_, boards_, *this, *this, [] {}, {}, media::attention_tone()},
              store.begin_run(now_.wall).value(), false) {}

WallTime Rehearsal::curtain_up() const {
  WallTime first = script_.from;
  editorial::ProgrammeBook book{store_};
  const auto on_air = scheduler::timetable(book.programmes(), book.changes(), zones_, script_.zone, script_.from,
                                           script_.from + microseconds{1});
  for (const auto& edition : on_air) first = std::min(first, edition.start);
  return first - kEarly;
}

void Rehearsal::run() {
  const SteadyTime end = now_.steady + (script_.to - now_.wall);
  publish();
  settle();
  while (now_.steady < end || !engine_.safe()) {
    if (now_.steady > end + kLongestEnd) throw std::runtime_error("the rehearsed station does not come to rest");
    auto next = std::min({engine_.next_wake(), sound_due_, boards_.next(), plan_due_, next_drill()});
    if (now_.steady < end) next = std::min(next, end);
    pass_to(next);
    if (now_.steady >= plan_due_) publish();
    settle();
    if (now_.steady >= next_drill()) {
      raise_drills();
      settle();
    }
  }
}

void Rehearsal::pass_to(SteadyTime next) {
  // Never stand still, and stay on whole microseconds, as the wall clock does.
  const auto ahead = std::max(std::chrono::ceil<microseconds>(next - now_.steady), microseconds{1});
  now_.steady += ahead;
  now_.wall += ahead;
}

void Rehearsal::publish() {
  auto plan = std::make_shared<playout::Plan>(*plans_.make(now_.wall));
  std::erase_if(plan->editions, [this](const scheduler::Edition& edition) {
    return edition.start >= script_.to || edition.start < begin_;
  });
  plan_due_ = now_.steady + kPlanEvery;
  engine_.publish(std::move(plan), now_);
}

SteadyTime Rehearsal::next_drill() const {
  if (drilled_ == script_.drills.size()) return SteadyTime::max();
  return kBegin + (script_.drills[drilled_].at - begin_);
}

void Rehearsal::raise_drills() {
  while (now_.steady >= next_drill()) {
    const auto& drill = script_.drills[drilled_++];
    playout::EmergencyCall call;
    for (const auto& zone : zones_) call.zones.push_back(zone.id);
    call.item = drill.message;
    call.repeat = 1;
    call.drill = true;
    call.who = "rehearsal";
    const auto raised = engine_.raise(call, now_);
    if (raised.has_error())
      throw std::runtime_error("the drill at " + script_.zone.rfc3339(drill.at) +
                               " is refused: " + raised.error().detail);
  }
}

void Rehearsal::settle() {
  do {
    sound_due_ = audio_.advance(now_.steady);
    audio_.tell_progress();
    boards_.advance(now_.steady);
    while (hand_over()) {
    }
    engine_.advance(now_);
    sound_due_ = audio_.advance(now_.steady);
  } while (!sound_.empty() || !contacts_.empty() || !loads_.empty());
}

/// One report or recording to the engine; false when none waits.
bool Rehearsal::hand_over() {
  if (!sound_.empty()) {
    const auto report = sound_.front();
    sound_.pop_front();
    engine_.audio_report(report, now_);
    return true;
  }
  if (!contacts_.empty()) {
    const auto report = std::move(contacts_.front());
    contacts_.pop_front();
    engine_.relay_report(report, now_);
    return true;
  }
  if (loads_.empty()) return false;
  const auto media = std::move(loads_.front());
  loads_.pop_front();
  engine_.media_loaded(media, recordings_.open(media), now_);
  return true;
}

void Rehearsal::airing(const store::Airing& airing) {
  if (airing.planned_start < script_.from) {
    unwritten_.insert(airing.id);
  } else {
    written(store_.append(airing));
  }
}

void Rehearsal::segment(const store::Segment& segment) {
  if (!unwritten_.contains(segment.airing)) written(store_.append(segment));
}

void Rehearsal::skip(const store::Skip& skip) {
  if (!unwritten_.contains(skip.airing)) written(store_.append(skip));
}

void Rehearsal::zones(const store::ZoneChange& change) {
  if (!unwritten_.contains(change.airing)) written(store_.append(change));
}

void Rehearsal::end(const store::AiringEnd& end) {
  if (!unwritten_.contains(end.airing)) written(store_.append(end));
}

void Rehearsal::emergency(const store::Emergency& emergency) { written(store_.append(emergency)); }
void Rehearsal::acknowledged(const store::EmergencyAcknowledgement& acknowledged) {
  written(store_.append(acknowledged));
}

void Rehearsal::checkpoint(std::vector<store::Checkpoint>) {}  // nothing crashes here

void Rehearsal::load(const std::string& media) { loads_.push_back(media); }

}  // namespace wardcast::rehearsal
