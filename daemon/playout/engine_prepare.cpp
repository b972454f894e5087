// SPDX-License-Identifier: GPL-3.0-or-later
// From the plan to the first packet.
#include <algorithm>
#include <utility>

#include "daemon/playout/airing_row.hpp"
#include "daemon/playout/engine.hpp"
#include "daemon/playout/timing.hpp"
#include "scheduler/rundown.hpp"

namespace wardcast::playout {
namespace {

/// What may not air takes no time.
std::vector<scheduler::Entry> lengths(const std::vector<Entry>& entries) {
  std::vector<scheduler::Entry> lengths;
  for (const auto& entry : entries)
    lengths.push_back({entry.item.refused.empty() ? std::int64_t{entry.item.packets} : 0});
  return lengths;
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
    for (const auto& id : edition.zones) {
      const auto found = std::ranges::find(zones_, id, &scheduler::ZoneInfo::id);
      if (found != zones_.end()) airing->zones.push_back(static_cast<std::size_t>(found - zones_.begin()));
    }
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
  // The clock runs on: after a crash from what the journal knows was sent last, else from the planned start.
  const auto packets = lengths(airing.rundown->entries());
  scheduler::Position from{0, 0};
  WallTime since = airing.edition.start;
  if (airing.earlier && !airing.earlier->segments.empty()) {
    const auto& last = *std::ranges::max_element(airing.earlier->segments, {}, &store::Segment::started_at);
    from = {static_cast<std::size_t>(last.position), std::int64_t{last.first_packet} + last.packets};
    since = last.started_at + frames_to_time(last.packets);
    const bool broken_off = last.end_reason == "crash" || last.end_reason == "shutdown";
    // Cut for good, withdrawn since, or gone from the rundown: the next entry follows.
    if (from.index >= packets.size()) {
      from = {packets.size(), 0};
    } else if (!broken_off || packets[from.index].packets == 0) {
      from = {from.index + 1, 0};
    }
  }
  const auto elapsed = std::max(microseconds{0}, now.wall - since);
  const auto position = scheduler::position_at(packets, scheduler::due(packets, from) + elapsed);
  airing.rundown->begin_at(position.index, static_cast<std::uint32_t>(position.packet));
}

void Engine::follow_plan(Now now) {
  for (auto& airing : airings_) {
    if (airing->phase == AiringRun::Phase::over) continue;
    const auto found = std::ranges::find(plan_->editions, airing->edition.id, &scheduler::Edition::id);
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
      if (airing->rundown->differs_from(entries_of(airing->edition, *plan_))) make_rundown(*airing, now);
    }
  }
}

void Engine::prepare(AiringRun& airing, Now now) {
  if (!due(steady_of(airing.edition.start - kLoadLead, now), now)) return;
  airing.rundown->prefetch(now);
  for (const auto lead : {kRelayLead, kOpenLead}) due(steady_of(airing.edition.start - lead, now), now);
  for (const auto zone : airing.zones) {
    const auto& amplifier = site_.amplifiers[site_.zones[zone].amplifier];
    if (amplifier.power) due(steady_of(airing.edition.start - kRelayLead - amplifier.warm_up, now), now);
  }
  if (now.wall < airing.edition.start - kOpenLead) return;

  if (hold_) {
    if (due(steady_of(airing.edition.start, now), now)) miss(airing, "hold", "the station is held silent", now);
    return;
  }
  if (allowed_zones(airing, std::max(now.wall, airing.edition.start)).empty()) {
    if (due(steady_of(airing.edition.start, now), now)) {
      miss(airing, "hours_guard", "the hours guard allows none of its zones at this time of day", now);
    }
    return;
  }
  const auto granted = grant_at_start(airing, now, true);
  if (!granted) {
    if (due(steady_of(airing.edition.start, now), now))
      miss(airing, "busy", "its zones are held by a programme of equal or higher priority", now);
    return;
  }
  if (!airing.rundown->ready(now)) {
    if (const auto patience = airing.rundown->patience_ends()) due(*patience, now);
    return;
  }
  if (airing.rundown->exhausted()) {
    if (!due(steady_of(airing.edition.start, now), now)) return;
    if (airing.earlier && !airing.earlier->segments.empty()) {
      airing.end_reason = "finished";  // all of it had been sent, or its time had passed, before the restart
      finish(airing, now);
    } else {
      miss(airing, airing.rundown->empty() ? "empty_rundown" : "nothing_playable",
           "no item of the rundown could be aired", now);
    }
    return;
  }
  open(airing, *granted, now);
}

void Engine::open(AiringRun& airing, std::vector<std::size_t> granted, Now now) {
  const auto planned = steady_of(airing.edition.start, now);
  if (planned < now.steady) begin_in_place(airing, now);  // loading took a moment: the clock ran on
  airing.epoch = std::max(planned, now.steady);
  airing.granted = std::move(granted);
  airing.phase = AiringRun::Phase::opened;
  airing.ends_at = steady_of(airing.edition.end(), now);
  const auto stream = airing.rundown->stream();
  send(rtp::OpenStream{stream, airing.epoch, amplifiers_of(airing.granted)});
  send(rtp::EndStreamAt{stream, airing.ends_at});
  confirm_all(now);
  airing.rundown->skip_unaired_before_start(now);
  airing.rundown->feed(now);
  doors_.changed();
}

}  // namespace wardcast::playout
