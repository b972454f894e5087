// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/rundown_run.hpp"

#include <algorithm>
#include <utility>

#include "daemon/playout/timing.hpp"

namespace wardcast::playout {
namespace {

/// Clips handed to the pacer ahead of the one on air. Enough that a stalled io thread is not heard between short items.
constexpr std::size_t kQueuedAhead = 3;
/// Recordings asked for ahead of the one on air.
constexpr std::size_t kLoadedAhead = 5;

Entry entry(std::string role, scheduler::ItemId id, const Plan& plan) {
  Entry made;
  made.role = std::move(role);
  const auto found = plan.items.find(id);
  if (found != plan.items.end()) {
    made.item = found->second;
  } else {
    made.item.id = id;
    made.item.refused = "unknown_item";
  }
  return made;
}

}  // namespace

std::vector<Entry> entries_of(const scheduler::Edition& edition, const Plan& plan) {
  std::vector<Entry> entries;
  if (edition.opening_item) entries.push_back(entry("opening", *edition.opening_item, plan));
  for (const auto id : edition.items) entries.push_back(entry("item", id, plan));
  if (edition.closing_item) entries.push_back(entry("closing", *edition.closing_item, plan));
  return entries;
}

RundownRun::RundownRun(std::string airing, rtp::StreamId stream, std::vector<Entry> entries, Doors doors)
    : airing_(std::move(airing)), stream_(stream), entries_(std::move(entries)), doors_(std::move(doors)) {}

void RundownRun::begin_at(std::size_t index, std::uint32_t packet) {
  begin_ = index;
  for (std::size_t i = 0; i < std::min(index, entries_.size()); ++i) entries_[i].state = Entry::State::played;
  if (index < entries_.size()) entries_[index].first = packet;
}

void RundownRun::prefetch(Now now) {
  std::size_t ahead = 0;
  for (auto& entry : entries_) {
    if (entry.state != Entry::State::pending || !entry.item.refused.empty()) continue;
    if (++ahead > kLoadedAhead) return;
    if (entry.load_asked_at || entry.recording) continue;
    entry.load_asked_at = now.steady;
    doors_.media.load(entry.item.media);
  }
}

void RundownRun::media_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded) {
  for (auto& entry : entries_) {
    if (entry.item.media != media || entry.recording || !entry.load_asked_at) continue;
    if (loaded.has_value()) {
      entry.recording = loaded.value();
    } else {
      entry.load_failed = loaded.error().code == ErrorCode::not_found ? "missing_file" : "unreadable";
    }
  }
}

std::string RundownRun::refusal(const Entry& entry, Now now) const {
  if (!entry.item.refused.empty()) return entry.item.refused;
  if (entry.item.expires_at && now.wall >= *entry.item.expires_at) return "expired";
  return entry.load_failed;
}

bool RundownRun::ready(Now now) {
  for (std::size_t i = begin_; i < entries_.size(); ++i) {
    auto& entry = entries_[i];
    if (entry.state != Entry::State::pending) continue;
    if (const auto reason = refusal(entry, now); !reason.empty()) {
      skip(i, reason, now);
      continue;
    }
    if (entry.recording) return true;
    if (!overdue(entry, now)) return false;
    skip(i, "unreadable", now);
  }
  return true;
}

bool RundownRun::overdue(const Entry& entry, Now now) const {
  return entry.load_asked_at && now.steady >= *entry.load_asked_at + kLoadPatience;
}

std::optional<SteadyTime> RundownRun::patience_ends() const {
  for (const auto& entry : entries_) {
    if (entry.state == Entry::State::pending && !entry.recording && entry.load_asked_at)
      return *entry.load_asked_at + kLoadPatience;
  }
  return std::nullopt;
}

void RundownRun::send_next(Entry& entry, std::size_t index) {
  const std::uint32_t packets = entry.recording->packet_count();
  entry.clip = doors_.next_clip();
  entry.tally.emplace(blank(index), entry.first, confirmation_);
  entry.state = Entry::State::queued;
  doors_.send(
      rtp::Enqueue{stream_, entry.clip, entry.recording, entry.first, packets - std::min(entry.first, packets)});
}

void RundownRun::feed(Now now) {
  prefetch(now);
  std::size_t ahead = 0;
  for (std::size_t i = begin_; i < entries_.size(); ++i) {
    auto& entry = entries_[i];
    if (entry.state == Entry::State::queued) ++ahead;
    if (entry.state != Entry::State::pending) continue;
    if (ahead >= kQueuedAhead) return;
    if (const auto reason = refusal(entry, now); !reason.empty()) {
      skip(i, reason, now);
      continue;
    }
    if (entry.recording && entry.first >= entry.recording->packet_count()) {
      skip(i, "unreadable", now);  // shorter than the plan said: the join point lies behind its end
      continue;
    }
    if (!entry.recording) {
      if (ahead == 0 && remaining_of_current(now.steady) <= kLastMoment && overdue(entry, now)) {
        skip(i, "unreadable", now);
        continue;
      }
      return;
    }
    send_next(entry, i);
    ++ahead;
  }
}

void RundownRun::refresh(const Plan& plan, Now now) {
  for (std::size_t i = begin_; i < entries_.size(); ++i) {
    auto& entry = entries_[i];
    if (entry.state == Entry::State::played || entry.state == Entry::State::skipped) continue;
    const auto found = plan.items.find(entry.item.id);
    if (found != plan.items.end()) {
      const bool same_audio = found->second.media == entry.item.media;
      entry.item.expires_at = found->second.expires_at;
      entry.item.refused = same_audio || !found->second.refused.empty() ? found->second.refused : "changed";
    }
    const auto reason = refusal(entry, now);
    if (reason.empty()) continue;
    if (entry.state == Entry::State::pending) {
      skip(i, reason, now);
    } else if (entry.load_failed.empty()) {
      entry.load_failed = reason;  // remembered as the reason when the pacer confirms the cut
      doors_.send(rtp::CutClip{stream_, entry.clip});
    }
  }
}

std::optional<WallTime> RundownRun::next_expiry() const {
  std::optional<WallTime> soonest;
  for (const auto& entry : entries_) {
    if (entry.state == Entry::State::played || entry.state == Entry::State::skipped || !entry.item.expires_at) continue;
    if (!entry.load_failed.empty()) continue;
    if (!soonest || *entry.item.expires_at < *soonest) soonest = entry.item.expires_at;
  }
  return soonest;
}

Entry* RundownRun::entry_of(rtp::ClipId clip) {
  const auto found =
      std::ranges::find_if(entries_, [clip](const Entry& entry) { return entry.clip == clip && clip != 0; });
  return found == entries_.end() ? nullptr : &*found;
}

bool RundownRun::owns(rtp::ClipId clip) const {
  return std::ranges::any_of(entries_, [clip](const Entry& entry) { return entry.clip == clip && clip != 0; });
}

void RundownRun::on(const rtp::ClipStarted& report, Now) {
  heard_ = report.heard;
  if (auto* entry = entry_of(report.clip)) {
    entry->state = Entry::State::playing;
    clip_started_at_ = report.at;
  }
}

void RundownRun::on(const rtp::ClipProgress& report, Now now) {
  heard_ = report.heard;
  auto* entry = entry_of(report.clip);
  if (!entry || !entry->tally) return;
  if (report.frames_sent > 0) last_packet_at_ = report.at;
  sent_anything_ = sent_anything_ || report.frames_sent > 0;
  if (entry->state == Entry::State::playing) clip_started_at_ = report.origin;
  write(entry->tally->progress(report.frames_played, report.frames_sent, report.at, now, report.heard));
}

void RundownRun::on(const rtp::ClipEnded& report, const std::string& reason_when_closed, Now now) {
  auto* entry = entry_of(report.clip);
  if (!entry || !entry->tally) return;
  const auto index = static_cast<std::size_t>(entry - entries_.data());
  if (clip_started_at_ && report.frames_played > 0)
    clip_ended_at_ = *clip_started_at_ + report.frames_played * nanoseconds{kFrame};
  const bool cut_by_us = report.why == rtp::ClipEnd::cut && !entry->load_failed.empty();
  const bool cut_short = report.why != rtp::ClipEnd::finished && !cut_by_us;
  slot_ended_ = slot_ended_ || cut_short;
  if (report.frames_played == 0) {
    skip(index, cut_by_us ? entry->load_failed : reason_when_closed, now);
  } else {
    sent_anything_ = sent_anything_ || report.frames_sent > 0;
    if (report.frames_sent > 0) last_packet_at_ = report.last_packet_at;
    write(entry->tally->progress(report.frames_played, report.frames_sent, report.last_packet_at, now));
    const auto reason = cut_by_us ? entry->load_failed : cut_short ? reason_when_closed : "finished";
    write(entry->tally->finish(reason));
    entry->state = Entry::State::played;
    // Its clock ran while others had its zones.
    if (!on_record(index)) skip(index, reason == "finished" ? "interrupted" : reason, now);
  }
  entry->tally.reset();
  entry->recording.reset();
}

void RundownRun::confirm(store::Confirmation confirmation) {
  confirmation_ = confirmation;
  for (auto& entry : entries_) {
    if (entry.tally) write(entry.tally->confirm(confirmation));
  }
}

void RundownRun::skip_rest(const std::string& reason, Now now) {
  for (std::size_t i = begin_; i < entries_.size(); ++i) {
    if (entries_[i].state == Entry::State::pending) skip(i, reason, now);
  }
}

void RundownRun::skip_unaired_before_start(Now now) {
  for (std::size_t i = 0; i < std::min(begin_, entries_.size()); ++i) {
    if (!on_record(i)) skip(i, entries_[i].item.refused.empty() ? "joined_late" : entries_[i].item.refused, now);
  }
}

bool RundownRun::on_record(std::size_t index) const {
  const auto here = [index](const auto& row) { return row.position == static_cast<int>(index); };
  return std::ranges::any_of(as_run_.segments, here) || std::ranges::any_of(as_run_.skips, here);
}

bool RundownRun::differs_from(const std::vector<Entry>& others) const {
  return !std::ranges::equal(entries_, others, [](const Entry& a, const Entry& b) {
    return a.item.id == b.item.id && a.role == b.role && a.item.media == b.item.media &&
           a.item.refused == b.item.refused && a.item.expires_at == b.item.expires_at;
  });
}

bool RundownRun::exhausted() const {
  return std::ranges::all_of(entries_, [](const Entry& entry) {
    return entry.state == Entry::State::played || entry.state == Entry::State::skipped;
  });
}

bool RundownRun::playable(Now now) const {
  return std::ranges::any_of(entries_, [&](const Entry& entry) {
    return entry.state == Entry::State::pending && refusal(entry, now).empty();
  });
}

const Entry* RundownRun::playing() const {
  const auto found = std::ranges::find(entries_, Entry::State::playing, &Entry::state);
  return found == entries_.end() ? nullptr : &*found;
}

std::optional<SteadyTime> RundownRun::begun_at() const {
  const auto* entry = playing();
  if (!entry || !clip_started_at_) return std::nullopt;
  return *clip_started_at_ - entry->first * nanoseconds{kFrame};
}

nanoseconds RundownRun::remaining_of_current(SteadyTime at) const {
  const auto* entry = playing();
  if (!entry || !entry->recording || !clip_started_at_) return nanoseconds{0};
  const auto length = (entry->recording->packet_count() - entry->first) * nanoseconds{kFrame};
  return std::max(nanoseconds{0}, *clip_started_at_ + length - at);
}

std::optional<SteadyTime> RundownRun::silent_from() const {
  std::optional<SteadyTime> end = clip_ended_at_;
  bool begun = false;
  for (const auto& entry : entries_) {
    if (entry.state == Entry::State::playing) {
      begun = true;
      end = clip_started_at_;
    }
    const bool coming = entry.state == Entry::State::playing || entry.state == Entry::State::queued;
    if (!coming || !entry.recording) continue;
    if (!begun) return std::nullopt;
    *end += (entry.recording->packet_count() - entry.first) * nanoseconds{kFrame};
  }
  return end;
}

nanoseconds RundownRun::overrun(SteadyTime at) const {
  if (!clip_started_at_) return nanoseconds{0};
  SteadyTime end = *clip_started_at_;
  for (const auto& entry : entries_) {
    if (entry.state == Entry::State::played || entry.state == Entry::State::skipped) continue;
    if (end >= at) return nanoseconds{0};
    const auto packets = entry.recording              ? entry.recording->packet_count()
                         : entry.item.refused.empty() ? entry.item.packets
                                                      : 0;
    end += (packets - std::min(entry.first, packets)) * nanoseconds{kFrame};
    if (end > at) return end - at;
  }
  return nanoseconds{0};
}

std::optional<float> RundownRun::level(SteadyTime at) const {
  const auto* entry = playing();
  if (!entry || !entry->recording || !clip_started_at_ || at < *clip_started_at_) return std::nullopt;
  const auto played = (at - *clip_started_at_) + entry->first * nanoseconds{kFrame};
  const auto index = static_cast<std::size_t>(played / milliseconds{100});
  const auto levels = entry->recording->levels();
  return index < levels.size() ? std::optional{levels[index]} : std::nullopt;
}

void RundownRun::collect(std::vector<store::Checkpoint>& running) const {
  for (const auto& entry : entries_) {
    if (!entry.tally) continue;
    if (auto segment = entry.tally->so_far()) running.push_back({*std::move(segment)});
  }
}

void RundownRun::skip(std::size_t index, const std::string& reason, Now now) {
  auto& entry = entries_[index];
  entry.state = Entry::State::skipped;
  entry.recording.reset();
  store::Skip skipped{airing_, static_cast<int>(index), std::nullopt, entry.item.title, reason, now.wall};
  if (entry.item.id != 0) skipped.item = entry.item.id;
  skipped.role = entry.role;
  as_run_.skips.push_back(skipped);
  if (recorded_) {
    doors_.journal.skip(skipped);
  } else {
    held_.push_back(std::move(skipped));
  }
}

void RundownRun::airing_recorded() {
  recorded_ = true;
  for (const auto& skipped : std::exchange(held_, {})) doors_.journal.skip(skipped);
}

void RundownRun::write(std::optional<store::Segment> segment) {
  if (!segment) return;
  as_run_.segments.push_back(*segment);
  doors_.journal.segment(*segment);
}

store::Segment RundownRun::blank(std::size_t index) const {
  const auto& entry = entries_[index];
  store::Segment segment;
  segment.airing = airing_;
  segment.position = static_cast<int>(index);
  if (entry.item.id != 0) segment.item = entry.item.id;
  segment.role = entry.role;
  segment.title = entry.item.title;
  segment.kind = entry.item.kind;
  segment.theme = entry.item.theme;
  segment.author = entry.item.author;
  segment.unit = entry.item.unit;
  segment.item_packets = entry.recording->packet_count();
  segment.run = doors_.run;
  return segment;
}

}  // namespace wardcast::playout
