// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/playout/takeover_model.hpp"

#include <algorithm>

namespace wardcast::test {
namespace {

using scheduler::OnBusy, scheduler::OnInterrupt;
using Names = std::set<std::string>;

constexpr int kRelayFrames = 75;  // relays are closed 1.5 s ahead
constexpr int kTailFrames = 10;   // a receiver's buffer: 200 ms

struct Actor {
  const Part* part = nullptr;
  enum class Now { waiting, coming, running, gone } now = Now::waiting;
  int epoch = 0, place = 0, length = 0;
  Names has, given_up;
  std::string standing = "on_air";
};

bool before(const Actor& a, const Actor& b) {  // who wins an amplifier
  if (a.part->priority != b.part->priority) return a.part->priority > b.part->priority;
  return a.epoch < b.epoch;
}

class Walk {
 public:
  Walk(const std::vector<Part>& parts, const std::map<std::string, std::string>& amplifier_of)
      : amplifier_of_(amplifier_of) {
    for (const auto& part : parts) {
      Actor actor;
      actor.part = &part;
      for (const int packets : part.items) actor.length += packets;
      actors_.push_back(actor);
      last_ = std::max(last_, part.slot_end);
    }
    std::ranges::stable_sort(actors_, [](const Actor& a, const Actor& b) {
      return a.part->priority != b.part->priority ? a.part->priority > b.part->priority : a.part->start < b.part->start;
    });
  }

  Expected run() {
    for (frame_ = 0; frame_ <= last_; ++frame_) {
      for (auto& actor : actors_) {
        if (actor.now == Actor::Now::running && actor.place == actor.length) leave(actor, "finished");
        if (actor.now == Actor::Now::coming && actor.epoch == frame_) actor.now = Actor::Now::running;
      }
      for (auto& actor : actors_) {
        if (actor.now == Actor::Now::waiting && frame_ >= actor.part->start) begin(actor);
      }
      share_out();
      play();
    }
    return expected_;
  }

 private:
  void leave(Actor& actor, const std::string& reason) {
    actor.now = Actor::Now::gone;
    expected_.fates[actor.part->name].reason = reason;
  }

  /// Zones that `actor` would have among those on air or about to be.
  Names wins(const Actor& actor, bool newcomer) {
    Names won;
    for (const auto& zone : actor.part->zones) {
      if (actor.given_up.contains(zone)) continue;
      const bool lost = std::ranges::any_of(actors_, [&](const Actor& other) {
        const bool here = other.now == Actor::Now::running || (newcomer && other.now == Actor::Now::coming);
        if (&other == &actor || !here) return false;
        const bool wants = std::ranges::any_of(other.part->zones, [&](const std::string& theirs) {
          return amplifier_of_.at(theirs) == amplifier_of_.at(zone) && !other.given_up.contains(theirs);
        });
        const bool keeps = newcomer ? other.part->priority >= actor.part->priority : before(other, actor);
        return wants && keeps;
      });
      if (!lost) won.insert(zone);
    }
    return won;
  }

  void begin(Actor& actor) {
    const auto& part = *actor.part;
    if (frame_ >= part.slot_end) return leave(actor, "busy");
    const auto won = wins(actor, true);
    const bool whole = won == part.zones;
    if (!whole && part.on_busy == OnBusy::queue) return;
    if (won.empty() || (!whole && part.on_busy == OnBusy::reject)) return leave(actor, "busy");
    actor.epoch = frame_;
    actor.now = Actor::Now::running;
    actor.has = won;
    if (frame_ > part.start) {  // from the queue: it is known with the last packet of who left
      const bool closed = std::ranges::all_of(part.zones, [&](const std::string& zone) {
        return heard_.contains(zone) && frame_ - heard_.at(zone) <= kTailFrames;
      });
      if (!closed) {
        actor.epoch = frame_ - 1 + kRelayFrames;
        actor.now = Actor::Now::coming;
      }
    }
    if (!whole) note(actor);
  }

  void note(const Actor& actor) {
    expected_.fates[actor.part->name].changes.push_back({actor.standing, actor.has, actor.given_up});
  }

  void share_out() {
    std::map<const Actor*, Names> now;
    for (const auto& actor : actors_) {
      if (actor.now == Actor::Now::running) now[&actor] = wins(actor, false);
    }
    for (auto& actor : actors_) {
      if (actor.now != Actor::Now::running || now[&actor] == actor.has) continue;
      if (actor.part->on_interrupt == OnInterrupt::stop) {
        std::ranges::set_difference(actor.has, now[&actor], std::inserter(actor.given_up, actor.given_up.end()));
      }
      actor.has = now[&actor];
      actor.standing = "on_air";
      if (actor.has.empty()) {
        actor.standing = actor.part->on_interrupt == OnInterrupt::stop     ? "over"
                         : actor.part->on_interrupt == OnInterrupt::resume ? "paused"
                                                                           : "muted";
      }
      note(actor);
      if (actor.standing == "over") leave(actor, "interrupted");
    }
  }

  void play() {
    for (auto& actor : actors_) {
      if (actor.now != Actor::Now::running || actor.standing == "paused") continue;
      for (const auto& zone : actor.has) {
        expected_.on_amplifier[amplifier_of_.at(zone)][frame_] = {actor.part->name, actor.place};
        expected_.fates[actor.part->name].sent.insert(actor.place);
        heard_[zone] = frame_;
      }
      ++actor.place;
    }
  }

  const std::map<std::string, std::string>& amplifier_of_;
  std::vector<Actor> actors_;  // the stronger first, then the earlier
  std::map<std::string, int> heard_;
  Expected expected_;
  int frame_ = 0, last_ = 0;
};

}  // namespace

Expected expect(const std::vector<Part>& parts, const std::map<std::string, std::string>& amplifier_of) {
  return Walk{parts, amplifier_of}.run();
}

}  // namespace wardcast::test
