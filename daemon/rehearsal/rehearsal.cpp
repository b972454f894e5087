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

/// What a meter errs by; the same in every rehearsal.
constexpr double kMeterNoise = 0.005;
constexpr std::uint64_t kSeed = 1;

/// As long as the tone of line tests: nobody hears it here.
std::shared_ptr<const media::Recording> silent_tone() {
  constexpr std::uint32_t kPackets = 252;
  std::vector<std::uint32_t> offsets(kPackets + 1, 0);
  return std::make_shared<media::Recording>(std::uint64_t{kPackets} * kSamplesPerFrame, std::move(offsets),
                                            std::vector<std::byte>{}, std::vector<float>(kPackets / 5 + 1));
}

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
      tone_(silent_tone()),
      audio_(script.site.amplifiers.size(), [this](const rtp::Report& report) { sound_.push_back(report); }),
      tap_(
          audio_, [this](const media::Recording& recording) { return &recording == tone_.get(); },
          [this](std::size_t amplifier, bool sounds, SteadyTime at) { meters_.tone(amplifier, sounds, at); }),
      boards_(script.site, kBegin, [this](modbus::BoardReport report) { contacts_.push_back(std::move(report)); }),
      meters_(script.site, boards_, kMeterNoise, kSeed, kBegin,
              {[this](modbus::MeterReading reading) { readings_.push_back(std::move(reading)); }, {}}),
      engine_(script_.site, zones_, script_.zone,
              {tap_,
               boards_,
               *this,
               *this,
               [] {},
               {},
               media::attention_tone(),
               [this](playout::TestId test, const std::string& why) { lost_tests_.emplace_back(test, why); }},
              store.begin_run(now_.wall).value(), false),
      faults_(script.zone, {}, 0, {[](const auto&) {}, [](const auto&) {}, [](const auto&, auto) {}}),
      lines_(script.site, store.line_references(), {}),
      sweeper_(script_.site, script_.zone, lines_, faults_, {}, script.from, sweep_doors()) {}

health::Sweeper::Doors Rehearsal::sweep_doors() {
  health::Sweeper::Doors doors{engine_, meters_, {}, {}, {}, {}, [] {}, {}, {}};
  doors.measured = [this](const store::Measurement& row) { written(store_.append(row)); };
  doors.referenced = [](const store::LineReference&) {};
  doors.begun = [this](const store::Sweep& sweep) { written(store_.append(sweep)); };
  doors.ended = [this](const store::SweepEnd& end) { written(store_.append(end)); };
  doors.clock_right = [this] { return now_.wall >= script_.from && now_.wall < script_.to; };
  doors.tone = [this](double) { return tone_; };
  return doors;
}

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
  while (now_.steady < end || !engine_.safe() || !sweeper_.idle()) {
    if (now_.steady > end + kLongestEnd) throw std::runtime_error("the rehearsed station does not come to rest");
    auto next = std::min({engine_.next_wake(), sweeper_.next_wake(), sound_due_, boards_.next(), meters_.next(),
                          plan_due_, next_drill()});
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
    tap_.set_time(now_.steady);
    boards_.advance(now_.steady);
    meters_.advance(now_.steady);
    while (hand_over()) {
    }
    engine_.advance(now_);
    if (now_.steady >= sweeper_.next_wake() || sweeper_.next_wake() == SteadyTime::max()) sweeper_.advance(now_);
    sound_due_ = audio_.advance(now_.steady);
  } while (!sound_.empty() || !contacts_.empty() || !loads_.empty() || !readings_.empty() || !lost_tests_.empty());
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
    if (!sweeper_.idle()) sweeper_.advance(now_);
    return true;
  }
  if (!lost_tests_.empty()) {
    const auto [test, why] = std::move(lost_tests_.front());
    lost_tests_.pop_front();
    sweeper_.test_lost(test, why, now_);
    return true;
  }
  if (!readings_.empty()) {
    const auto reading = std::move(readings_.front());
    readings_.pop_front();
    sweeper_.reading(reading, now_);
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
