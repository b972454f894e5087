// SPDX-License-Identifier: GPL-3.0-or-later
// Emergencies and drills: airings that are not of the plan. They sound first; journal, relays and disk follow.
#include <algorithm>
#include <utility>

#include "daemon/playout/airing_row.hpp"
#include "daemon/playout/engine.hpp"
#include "daemon/playout/timing.hpp"
#include "scheduler/hours_guard.hpp"

namespace wardcast::playout {
namespace {

constexpr int kEmergency = 255;  // of equals the newest wins
constexpr int kDrill = 224;      // beats every programme, no emergency
/// The pacer has the whole of it before its first frame is due: one that finds nothing to send yet would wait for the
/// next, 20 ms later.
constexpr milliseconds kLead{2};
/// The pacer has room for so many beside all programmes.
constexpr std::ptrdiff_t kMostOnAir = 32;
/// Those that are over are shown as long as they are among so many.
constexpr std::size_t kMostRemembered = 100;

/// A made-up edition, by which arbitration and the rest of the engine know the emergency. It has no id.
scheduler::Edition edition_of(const EmergencyRun& run, WallTime start) {
  const auto& raised = run.record.emergency;
  scheduler::Edition edition;
  edition.title = run.item.title;
  edition.start = start;
  edition.duration = raised.expires_in;
  edition.zones = raised.zones;
  edition.priority = raised.drill ? kDrill : kEmergency;
  edition.on_busy = scheduler::OnBusy::partial;
  return edition;
}

Entry tone_entry(std::shared_ptr<const media::Recording> tone) {
  Entry entry;
  entry.role = "tone";
  entry.item.title = "attention tone";
  entry.recording = std::move(tone);
  return entry;
}

Entry message_entry(const EmergencyRun& run) {
  Entry entry;
  entry.role = "item";
  entry.item = run.item;
  entry.recording = run.recording;
  return entry;
}

/// First place that no row of the journal has taken.
std::size_t places_taken(const store::AsRun& earlier) {
  std::ptrdiff_t highest = -1;
  for (const auto& segment : earlier.segments) highest = std::max<std::ptrdiff_t>(highest, segment.position);
  for (const auto& skip : earlier.skips) highest = std::max<std::ptrdiff_t>(highest, skip.position);
  return static_cast<std::size_t>(highest + 1);
}

int messages_sent(const store::AsRun& earlier) {
  return static_cast<int>(std::ranges::count_if(earlier.segments, [](const store::Segment& segment) {
    return segment.role == "item" && segment.end_reason == "finished";
  }));
}

WallTime last_packet(const store::AsRun& earlier) {
  if (earlier.segments.empty()) return earlier.airing.started_at;
  const auto& last = earlier.segments.back();
  return last.started_at + frames_to_time(last.packets);
}

}  // namespace

Result<std::string> Engine::raise(const EmergencyCall& call, Now now) {
  if (shutting_down_) return Error{ErrorCode::unavailable, "The station is shutting down."};
  if (!doors_.attention_tone) return Error{ErrorCode::internal, "This station has no attention tone."};
  resume_emergencies(now);  // older ones first, should this come before all else
  const auto on_air = std::ranges::count_if(emergencies_, [](const auto& run) { return !run->over(); });
  if (on_air >= kMostOnAir)
    return conflict("There are " + std::to_string(on_air) + " emergencies on air; reset one of them first.",
                    Reason::emergencies_on_air);
  if (call.drill && hold_)
    return conflict("The station is held silent; only a real emergency passes a hold.", Reason::held_silent);
  if (call.drill) {
    for (const auto& zone : zones_) {
      if (std::ranges::find(call.zones, zone.id) == call.zones.end()) continue;
      if (scheduler::allowed_at(zone.hours, time_zone_, now.wall)) continue;
      return invalid("zones",
                     "The hours guard keeps zone '" + zone.id + "' silent now, and a drill obeys it; allowed are " +
                         scheduler::format_hours(zone.hours) + ".",
                     Reason::hours_guard);
    }
  }

  auto run = std::make_shared<EmergencyRun>();
  auto& raised = run->record.emergency;
  raised.id = "e" + std::to_string(run_) + "-" + std::to_string(emergencies_raised_ + 1);
  raised.raised_at = now.wall;
  raised.raised_by = call.who;
  raised.item = call.item.id;
  raised.zones = call.zones;
  raised.repeat = call.repeat;
  raised.interval = call.interval;
  raised.expires_in = call.expires_in;
  raised.drill = call.drill;
  run->item = call.item;

  if (!open_emergency(run, now.steady + call.expires_in, std::nullopt, now))
    return conflict("An emergency, or another drill, is on air in all of its zones.", Reason::emergencies_on_air);
  ++emergencies_raised_;
  emergencies_.push_back(run);
  const auto is_over = [](const auto& one) { return one->over(); };
  if (emergencies_.size() > kMostRemembered) {
    const auto oldest = std::ranges::find_if(emergencies_, is_over);
    if (oldest != emergencies_.end()) emergencies_.erase(oldest);
  }
  doors_.journal.emergency(raised);
  advance(now);
  doors_.changed();
  return raised.id;
}

bool Engine::open_emergency(std::shared_ptr<EmergencyRun> run, SteadyTime ends_at, std::optional<store::AsRun> earlier,
                            Now now) {
  auto& airing = *airings_.emplace_back(std::make_unique<AiringRun>());
  airing.emergency = std::move(run);
  airing.id = airing.emergency->record.emergency.id;
  airing.edition = edition_of(*airing.emergency, now.wall);
  airing.zones = indices_of(airing.edition.zones);
  airing.claim = next_id_++;
  airing.earlier = std::move(earlier);
  airing.phase = AiringRun::Phase::opened;
  airing.epoch = now.steady + kLead;
  airing.ends_at = ends_at;
  airing.end_reason = "expired";  // unless it is closed before
  airing.holding = first_holding(airing, now);
  if (airing.holding.zones.empty() && !airing.earlier) {
    airings_.pop_back();
    return false;
  }

  // What an earlier run of the daemon has put on air keeps its places.
  std::vector<Entry> before(airing.earlier ? places_taken(*airing.earlier) : 0);
  const auto places = before.size();
  RundownRun::Doors doors{[this](rtp::Command command) { send(std::move(command)); }, doors_.journal, doors_.media,
                          [this] { return next_id_++; }, run_};
  airing.rundown = std::make_unique<RundownRun>(airing.id, next_id_++, std::move(before), std::move(doors));
  airing.rundown->begin_at(places, 0);
  if (airing.earlier) airing.rundown->adopt(*airing.earlier);

  acting_without_plan_ = true;
  send(rtp::OpenStream{airing.rundown->stream(), airing.epoch, amplifiers_of(airing.holding.zones)});
  send(rtp::EndStreamAt{airing.rundown->stream(), airing.ends_at});
  confirm_all(now);
  feed_emergency(airing, now);
  return true;
}

scheduler::Holding Engine::first_holding(const AiringRun& airing, Now now) const {
  std::vector<scheduler::Claim> claims;
  std::size_t mine = 0;
  for (const auto* other : claimants(now)) {
    if (other == &airing) mine = claims.size();
    claims.push_back(claim_of(*other, now.wall));
  }
  return scheduler::after({airing.zones}, airing.edition.on_interrupt, zones_of(mine, claims), claims[mine].zones);
}

void Engine::recover_emergencies(std::vector<KnownEmergency> known) {
  for (auto& one : known) {
    auto run = std::make_shared<EmergencyRun>();
    run->record = std::move(one.record);
    run->item = std::move(one.item);
    emergencies_.push_back(std::move(run));
  }
}

void Engine::resume_emergencies(Now now) {
  if (std::exchange(emergencies_resumed_, true) || !doors_.attention_tone) return;
  const auto known = emergencies_;
  for (const auto& run : known) {
    if (!run->over()) resume(run, now);
  }
}

void Engine::resume(const std::shared_ptr<EmergencyRun>& run, Now now) {
  const auto& raised = run->record.emergency;
  std::optional<store::AsRun> earlier;
  const auto found = std::ranges::find_if(recovered_, [&](const auto& one) { return one.airing.id == raised.id; });
  if (found != recovered_.end()) {
    earlier = std::move(*found);
    recovered_.erase(found);
    run->messages = messages_sent(*earlier);
  }
  // Never longer than was asked for, even when the clock went back meanwhile.
  const microseconds left = std::min<microseconds>(raised.raised_at + raised.expires_in - now.wall, raised.expires_in);
  const bool sent = run->messages >= raised.repeat;
  if (left <= microseconds{0} || sent) {
    if (!earlier) {
      doors_.journal.airing(emergency_row(raised, run->item.title, time_zone_, raised.raised_at));
      earlier = store::AsRun{};
      earlier->airing.started_at = raised.raised_at;
    }
    run->record.end = {raised.id, last_packet(*earlier), result_word(*earlier), sent ? "finished" : "expired",
                       "the daemon was not running when it ended"};
    doors_.journal.end(*run->record.end);
    return;
  }
  open_emergency(run, now.steady + left, std::move(earlier), now);
}

void Engine::keep_emergency(AiringRun& airing, Now now) {
  if (airing.closing) return;
  auto& run = *airing.emergency;
  if (airing.rundown->slot_ended() || due(airing.ends_at, now)) {
    close(airing, "expired", "");
    return;
  }
  if (airing.guarded()) {
    if (allowed_zones(airing, now.wall).empty()) {
      close(airing, "hours_guard", "the hours guard ended the drill");
      return;
    }
    for (const auto zone : airing.zones) {
      const auto until = scheduler::allowed_until(zones_[zone].hours, time_zone_, now.wall);
      if (until && *until > now.wall) due(steady_of(*until, now), now);
    }
  }
  if (run.item.refused.empty() && run.item.expires_at && due(steady_of(*run.item.expires_at, now), now)) {
    run.item.refused = "expired";
    airing.rundown->refresh(Plan{}, now);  // what is on air knows by itself when it expires
    cannot_air(airing, run.item.refused, now);
  }
  feed_emergency(airing, now);
  const bool last = run.stage == EmergencyRun::Stage::message && run.messages >= run.record.emergency.repeat;
  if (last && airing.rundown->exhausted()) close(airing, "finished", "");
}

/// Decides what follows what is on air, as far as it must be decided now.
void Engine::feed_emergency(AiringRun& airing, Now now) {
  using Stage = EmergencyRun::Stage;
  auto& run = *airing.emergency;
  auto& rundown = *airing.rundown;
  const auto sound = [&](Entry entry, Stage stage) {
    rundown.append(std::move(entry));
    rundown.feed(now);
    run.stage = stage;
  };
  for (;;) {
    const auto silent_from = rundown.silent_from();
    switch (run.stage) {
      case Stage::silence: {
        if (run.begun && !silent_from) return;  // the tone has not begun: its end is not known yet
        const seconds interval = run.record.emergency.interval;
        const SteadyTime begin = run.begun ? *silent_from + interval : now.steady;
        // After a pause at its very end; without one a moment before, so that no hole is heard.
        if (!due(interval > seconds{0} ? begin : begin - kLastMoment, now)) return;
        run.begun = true;
        sound(tone_entry(doors_.attention_tone), Stage::tone);
        (void)find_message(run, now);  // the disk has the tone's length
        break;
      }
      case Stage::tone:
        if (find_message(run, now)) {
          run.problem.clear();
          ++run.messages;
          sound(message_entry(run), Stage::message);
          break;
        }
        if (run.problem.empty() && run.item.refused.empty()) {  // it is on its way: the tone goes on meanwhile
          if (!silent_from || !due(*silent_from - kLastMoment, now)) return;
          if (!due(*run.asked_at + kMessagePatience, now)) {
            sound(tone_entry(doors_.attention_tone), Stage::tone);
            return;
          }
        }
        cannot_air(airing, !run.item.refused.empty() ? run.item.refused : "unreadable", now);
        run.stage = Stage::silence;  // the tone alone, again and again
        break;
      case Stage::message:
        if (run.messages >= run.record.emergency.repeat) return;  // the last: its end is the end
        run.stage = Stage::silence;
        break;
    }
  }
}

bool Engine::find_message(EmergencyRun& run, Now now) {
  if (!run.item.refused.empty()) return false;
  if (!run.recording) run.recording = shelf_.find(run.item.media);
  if (run.recording) return true;
  if (!run.asked_at) {
    run.asked_at = now.steady;
    doors_.media.load(run.item.media);
  }
  return false;
}

void Engine::message_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded,
                            Now now) {
  for (auto& airing : airings_) {
    if (!airing->emergency || airing->closing || airing->emergency->item.media != media) continue;
    auto& run = *airing->emergency;
    if (!std::exchange(run.asked_at, std::nullopt)) continue;  // asked for by somebody else: it will be asked for again
    if (loaded.has_value()) {
      run.recording = loaded.value();
    } else {
      cannot_air(*airing, loaded.error().code == ErrorCode::not_found ? "missing_file" : "unreadable", now);
    }
  }
}

/// Remembers why the message is left out; in the journal it stands once for each reason.
void Engine::cannot_air(AiringRun& airing, const std::string& problem, Now now) {
  auto& run = *airing.emergency;
  if (!run.problem.empty() && (run.problem == problem || run.item.refused.empty())) return;
  run.problem = problem;
  auto left_out = message_entry(run);
  left_out.item.refused = problem;
  airing.rundown->append(std::move(left_out));
  airing.rundown->feed(now);
  doors_.changed();
}

/// An emergency that ends before its message came: the message is among what was not aired.
void Engine::leave_out(AiringRun& airing) {
  const auto& run = *airing.emergency;
  if (run.messages == 0 && run.problem.empty()) airing.rundown->append(message_entry(run));
}

void Engine::follow_plan(AiringRun& emergency, Now now) {
  auto& run = *emergency.emergency;
  const auto listed = plan_->items.find(run.item.id);
  const auto message = std::ranges::find(plan_->messages, run.item.id, &PlanItem::id);
  if (listed == plan_->items.end() && message == plan_->messages.end()) return;
  const PlanItem& newest = listed != plan_->items.end() ? listed->second : *message;
  Plan of_one;
  of_one.items.emplace(newest.id, newest);
  emergency.rundown->refresh(of_one, now);
  run.item.expires_at = newest.expires_at;
  run.item.refused = newest.refused;
  if (newest.refused.empty() && newest.media != run.item.media) run.item.refused = "changed";
  if (!run.item.refused.empty()) {
    cannot_air(emergency, run.item.refused, now);
  } else {
    run.problem.clear();
  }
}

void Engine::over(AiringRun& emergency, const store::AiringEnd& end) {
  emergency.emergency->record.end = end;
  emergency.emergency->recording.reset();
}

std::shared_ptr<EmergencyRun> Engine::emergency_by_id(std::string_view id) const {
  const auto found =
      std::ranges::find_if(emergencies_, [id](const auto& run) { return run->record.emergency.id == id; });
  return found == emergencies_.end() ? nullptr : *found;
}

Result<void> Engine::acknowledge(std::string_view emergency, const std::string& who, Now now) {
  const auto run = emergency_by_id(emergency);
  if (!run) return not_found("There is no emergency '" + std::string{emergency} + "'.");
  if (run->record.acknowledged) return {};
  run->record.acknowledged = {run->record.emergency.id, now.wall, who};
  doors_.journal.acknowledged(*run->record.acknowledged);
  doors_.changed();
  return {};
}

Result<void> Engine::reset(std::string_view emergency, const std::string& who, Now now) {
  if (!emergency_by_id(emergency)) return not_found("There is no emergency '" + std::string{emergency} + "'.");
  const auto found = std::ranges::find_if(airings_, [emergency](const auto& airing) {
    return airing->emergency && airing->id == emergency && !airing->closing;
  });
  if (found == airings_.end())
    return conflict("The emergency '" + std::string{emergency} + "' is over.", Reason::emergency_over);
  close(**found, "reset", "reset by " + who);
  advance(now);
  doors_.changed();
  return {};
}

std::vector<EmergencyLive> Engine::emergencies() const {
  std::vector<EmergencyLive> shown;
  for (auto run = emergencies_.rbegin(); run != emergencies_.rend(); ++run)
    shown.push_back({(*run)->record, (*run)->item.title, (*run)->messages, (*run)->problem});
  return shown;
}

std::optional<PlanItem> Engine::message(scheduler::ItemId item) const {
  if (!plan_) return std::nullopt;
  const auto found = std::ranges::find(plan_->messages, item, &PlanItem::id);
  return found == plan_->messages.end() ? std::nullopt : std::optional{*found};
}

}  // namespace wardcast::playout
