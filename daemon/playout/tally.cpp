// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/tally.hpp"

#include <utility>

namespace wardcast::playout {

Tally::Tally(store::Segment blank, std::uint32_t first, store::Confirmation confirmation)
    : blank_(std::move(blank)), first_(first), confirmation_(confirmation) {}

std::optional<store::Segment> Tally::progress(std::uint32_t frames_played, std::uint32_t frames_sent, SteadyTime at,
                                              Now now, bool heard) {
  const std::uint32_t newly_played = frames_played - played_;
  const std::uint32_t newly_sent = frames_sent - sent_;
  played_ = frames_played;
  sent_ = frames_sent;
  if (newly_sent == 0) return newly_played > 0 || !heard ? close("interrupted") : std::nullopt;
  if (!open_) {
    // What was sent is taken to be the newest part of what was played: a clip begins, or comes back, and goes on.
    open_ = blank_;
    open_->confirmation = confirmation_;
    open_->first_packet = first_ + frames_played - newly_sent;
    const SteadyTime started = at - (newly_sent - 1) * kFrame;
    open_->steady_ns = started.time_since_epoch().count();
    open_->started_at = now.wall - std::chrono::duration_cast<microseconds>(now.steady - started);
    open_->packets = 0;
  }
  open_->packets += newly_sent;
  return heard ? std::nullopt : close("interrupted");
}

std::optional<store::Segment> Tally::confirm(store::Confirmation confirmation) {
  if (confirmation == confirmation_) return std::nullopt;
  confirmation_ = confirmation;
  return close("confirmation_changed");
}

std::optional<store::Segment> Tally::finish(const std::string& reason) { return close(reason); }

std::optional<store::Segment> Tally::close(const std::string& reason) {
  if (!open_) return std::nullopt;
  auto ended = std::exchange(open_, std::nullopt);
  ended->end_reason = reason;
  return ended;
}

}  // namespace wardcast::playout
