// SPDX-License-Identifier: GPL-3.0-or-later
// From the plan to the first packet.
#include <algorithm>
#include <utility>

#include "daemon/playout/airing_row.hpp"
#include "daemon/playout/engine.hpp"
#include "daemon/playout/timing.hpp"
#include "daemon/playout/zone_row.hpp"
#include "scheduler/rundown.hpp"

namespace wardcast::playout {
namespace {

/// What may not air takes no time.
std::vector<scheduler::Entry> lengths(const std::vector<Entry>& entries) {
  std::vector<scheduler::Entry> lengths;
  lengths.reserve(entries.size());
  for (const auto& entry : entries)
    lengths.push_back({entry.item.refused.empty() ? std::int64_t{entry.item.packets} : 0});
  return lengths;
}

/// Does the rest of an item still belong on air after its segment ended like this?
bool goes_on_after(std::string_view end_reason) {
  return end_reason == "crash" || end_reason == "shutdown" || end_reason == "interrupted" ||
         end_reason == "confirmation_changed";
}

}  // namespace

void Engine::pick_up(Now now) {
  for (const auto& edition : plan_->editions) {
    if (edition.cancelled || now.wall >= edition.end() || done_.contains(edition.id) || by_edition(edition.id))
      continue;
    if (!due(steady_of(edition.start - kPickUp, now), now)) continue;
    auto airing = std::make_unique<AiringRun>();
    airing->id = airing_id(edition.id);
    airing->edition = edition;
    airing->zones = indices_of(edition.zones);
    airing->claim = next_id_++;
    const auto earlier =
        std::ranges::find_if(recovered_, [&](const auto& as_run) { return as_run.airing.edition_id == edition.id; });
    if (earlier != recovered_.end()) {
      airing->earlier = std::move(*earlier);
      recovered_.erase(earlier);
    }
    make_rundown(*airing, now);
    airings_.push_back(std::move(airing));
  }
  if (!plan_->covers(now.wall, now.wall + microseconds{1})) return;  // made before the clock was stepped
  // What is left was on air when the daemon stopped, and its slot is over or its edition gone.
  for (auto& as_run : recovered_) {
    const auto last = as_run.segments.empty()
                          ? as_run.airing.started_at
                          : as_run.segments.back().started_at + frames_to_time(as_run.segments.back().packets);
    doors_.journal.end(
        {as_run.airing.id, last, result_word(as_run), "not_running", "the daemon was not running when the slot ended"});
    done_.insert(as_run.airing.edition_id);
  }
  recovered_.clear();
}

std::vector<std::size_t> Engine::indices_of(const std::vector<std::string>& zones) const {
  std::vector<std::size_t> indices;
  for (const auto& id : zones) {
    const auto found = std::ranges::find(zones_, id, &scheduler::ZoneInfo::id);
    if (found != zones_.end()) indices.push_back(static_cast<std::size_t>(found - zones_.begin()));
  }
  return indices;
}

void Engine::make_rundown(AiringRun& airing, Now now) {
  RundownRun::Doors doors{[this](rtp::Command command) { send(std::move(command)); }, doors_.journal, doors_.media,
                          [this] { return next_id_++; }, run_};
  airing.rundown =
      std::make_unique<RundownRun>(airing.id, next_id_++, entries_of(airing.edition, *plan_), std::move(doors));
  if (airing.earlier) airing.rundown->adopt(*airing.earlier);
  if (now.wall >= airing.edition.start) begin_in_place(airing, now);
  airing.rundown->prefetch(now);
}

void Engine::begin_in_place(AiringRun& airing, Now now) {
  // The clock runs on: after a crash from what the journal knows was sent last, else from the planned start. That of
  // one that waits in the queue starts with its first packet; that of one that was paused goes on where it was.
  const auto packets = lengths(airing.rundown->entries());
  scheduler::Position from{0, 0};
  WallTime since = airing.edition.start;
  bool runs = airing.edition.on_busy != scheduler::OnBusy::queue;
  if (airing.earlier && !airing.earlier->segments.empty()) {
    const auto& last = *std::ranges::max_element(airing.earlier->segments, {}, &store::Segment::started_at);
    from = {static_cast<std::size_t>(last.position), std::int64_t{last.first_packet} + last.packets};
    // position_at() names the first packet that is not past: half a packet early on the average. From the planned start
    // that happens once; from what was sent last it would add up with every restart.
    since = last.started_at + frames_to_time(last.packets) + kFrame / 2;
    const auto holding = last_holding(*airing.earlier, zones_);
    runs = !holding || holding->standing != scheduler::Standing::paused;
    const bool broken_off = goes_on_after(last.end_reason);
    // Cut for good, withdrawn since, or gone from the rundown: the next entry follows.
    if (from.index >= packets.size()) {
      from = {packets.size(), 0};
    } else if (!broken_off || packets[from.index].packets == 0) {
      from = {from.index + 1, 0};
    }
  }
  const auto elapsed = runs ? std::max(microseconds{0}, now.wall - since) : microseconds{0};
  const auto position = scheduler::position_at(packets, scheduler::due(packets, from) + elapsed);
  airing.rundown->begin_at(position.index, static_cast<std::uint32_t>(position.packet));
}

void Engine::follow_plan(Now now) {
  for (auto& airing : airings_) {
    if (airing->phase == AiringRun::Phase::over) continue;
    if (airing->emergency) {
      follow_plan(*airing, now);
      continue;
    }
    const auto found = std::ranges::find(plan_->editions, airing->edition.id, &scheduler::Edition::id);
    // What lies outside of the plan says nothing: the clock was stepped while it was on air.
    if (found == plan_->editions.end() && !plan_->covers(airing->edition.start, airing->edition.end())) continue;
    const bool gone = found == plan_->editions.end() || found->cancelled;
    if (airing->phase == AiringRun::Phase::opened) {
      if (gone) {
        close(*airing, "cancelled", "the edition was cancelled while on air");
      } else {
        airing->rundown->refresh(*plan_, now);
      }
    } else if (gone) {
      if (airing->earlier) miss(*airing, "cancelled", "the edition was cancelled before it could be joined again", now);
      airing->phase = AiringRun::Phase::over;
    } else {
      airing->edition = *found;
      airing->zones = indices_of(found->zones);
      if (airing->rundown->differs_from(entries_of(airing->edition, *plan_))) make_rundown(*airing, now);
    }
  }
}

void Engine::prepare(AiringRun& airing, Now now) {
  if (clock_.wrong()) return;
  if (!due(steady_of(airing.edition.start - kLoadLead, now), now)) return;
  airing.rundown->prefetch(now);
  for (const auto lead : {kRelayLead, kOpenLead}) due(steady_of(airing.edition.start - lead, now), now);
  for (const auto zone : airing.zones) {
    const auto& amplifier = site_.amplifiers[site_.zones[zone].amplifier];
    if (amplifier.power) due(steady_of(airing.edition.start - kRelayLead - amplifier.warm_up, now), now);
  }
  if (now.wall < airing.edition.start - kOpenLead) return;

  const bool started = due(steady_of(airing.edition.start, now), now);
  const bool slot_over = due(steady_of(airing.edition.end(), now), now);
  if (hold_) {
    airing.held = true;
    if (slot_over) miss(airing, "hold", "the station was held silent until its slot ended", now);
    return;
  }
  if (allowed_zones(airing, std::max(now.wall, airing.edition.start)).empty()) {
    if (started) miss(airing, "hours_guard", "the hours guard allows none of its zones at this time of day", now);
    return;
  }
  auto decision = decide_start(airing, now);
  if (decision.start == scheduler::Start::wait) return;
  if (decision.start == scheduler::Start::miss) {
    // One that is closing leaves its zones in a moment.
    const bool anyone_closing = std::ranges::any_of(
        airings_, [](const auto& other) { return other->phase == AiringRun::Phase::opened && other->closing; });
    // So does one whose slot is over by the clock: put forward while it was on air, it ends later than was planned.
    const bool only_late_ones = decide_start(airing, now, Among::those_in_their_slot).start == scheduler::Start::now;
    if (started && !anyone_closing && !only_late_ones)
      miss(airing, "busy", "its zones are held by a programme of equal or higher priority", now);
    return;
  }
  if (decision.holding.standing == scheduler::Standing::over) {
    airing.end_reason = "interrupted";  // while the daemon was away, others took what it had
    finish(airing, now);
    return;
  }
  if (slot_over) return miss(airing, passed_over_.reason, passed_over_.detail, now);
  if (started) begin_in_place(airing, now);  // its clock ran on while it was held up or loaded
  if (!airing.rundown->ready(now)) {
    if (const auto patience = airing.rundown->patience_ends()) due(*patience, now);
    return;
  }
  if (airing.rundown->exhausted()) {
    if (!started) return;
    if (airing.earlier && !airing.earlier->segments.empty()) {
      airing.end_reason = "finished";  // all of it had been sent, or its time had passed, before the restart
      finish(airing, now);
    } else {
      const char* reason = airing.rundown->empty() ? "empty_rundown" : airing.held ? "hold" : "nothing_playable";
      miss(airing, reason, "no item of the rundown could be aired", now);
    }
    return;
  }
  if (first_frame_at(airing, decision.holding.zones, now) >= steady_of(airing.edition.end(), now))
    return miss(airing, airing.held ? "hold" : "busy", "its zones were free too late for its slot", now);
  open(airing, std::move(decision.holding), now);
}

SteadyTime Engine::first_frame_at(const AiringRun& airing, const std::vector<std::size_t>& zones, Now now) const {
  const auto planned = steady_of(airing.edition.start, now);
  if (planned >= now.steady) return planned;
  // The clock of all others runs on: what they wait for is lost. One from the queue loses nothing by waiting until it
  // will be heard.
  if (airing.edition.on_busy != scheduler::OnBusy::queue || airing.begun_before()) return now.steady;
  nanoseconds lead = kFrame;  // who had the zones is over with its last packet, which still sounds
  for (const auto zone : zones) {
    if (relays_.confirmation(zone) == store::Confirmation::confirmed) continue;
    const auto& amplifier = site_.amplifiers[site_.zones[zone].amplifier];
    const bool cold = amplifier.power && !relays_.wanted_closed(*amplifier.power);
    lead = std::max(lead, nanoseconds{kRelayLead} + (cold ? nanoseconds{amplifier.warm_up} : nanoseconds{0}));
  }
  return now.steady + lead;
}

void Engine::open(AiringRun& airing, scheduler::Holding holding, Now now) {
  airing.epoch = first_frame_at(airing, holding.zones, now);
  airing.holding = std::move(holding);
  airing.phase = AiringRun::Phase::opened;
  airing.ends_at = steady_of(airing.edition.end(), now);
  const auto stream = airing.rundown->stream();
  const bool waits = airing.edition.on_interrupt == scheduler::OnInterrupt::resume;
  send(rtp::OpenStream{stream, airing.epoch, amplifiers_of(airing.holding.zones), waits});
  send(rtp::EndStreamAt{stream, airing.ends_at});
  if (airing.earlier) put_on_record(airing, airing.edition.start, now);
  confirm_all(now);
  airing.rundown->skip_unaired_before_start(now);
  airing.rundown->feed(now);
  doors_.changed();
}

}  // namespace wardcast::playout
