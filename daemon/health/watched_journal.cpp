// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/watched_journal.hpp"

#include <spdlog/spdlog.h>

#include "base/log_value.hpp"

namespace wardcast::health {
namespace {

std::string name_of(const store::Airing& airing, const TimeZone& zone) {
  return "'" + airing.title + "' of " + zone.rfc3339(airing.planned_start);
}

void record(const std::string& airing, const std::string& name, const store::AiringEnd& end, FaultRegister& faults,
            Now now) {
  const auto sentence =
      name + " was missed (" + end.reason + ")" + (end.detail.empty() ? "." : ": " + end.detail + ".");
  spdlog::warn("event=programme_missed airing={} detail={}", log_value(airing), log_value(sentence));
  faults.record("schedule_missed", "schedule_missed:" + airing, sentence, now);
}

}  // namespace

bool is_fault(const store::AiringEnd& end) {
  return end.result == "missed" && end.reason != "cancelled" && end.reason != "stopped";
}

void record_missed(const store::Airing& airing, const store::AiringEnd& end, const TimeZone& zone,
                   FaultRegister& faults, Now now) {
  if (is_fault(end)) record(airing.id, name_of(airing, zone), end, faults, now);
}

std::string media_cause(store::ItemId item) { return "media_bad:item/" + std::to_string(item); }

void WatchedJournal::airing(const store::Airing& airing) {
  names_[airing.id] = name_of(airing, zone_);
  journal_.airing(airing);
  const auto late = airing.started_at - airing.planned_start;
  if (airing.origin == "emergency" || late <= kLate) return;
  ++late_starts_;
  spdlog::warn("event=late_start airing={} title={} late_ms={}", log_value(airing.id), log_value(airing.title),
               std::chrono::duration_cast<milliseconds>(late).count());
}

void WatchedJournal::segment(const store::Segment& segment) {
  journal_.segment(segment);
  if (segment.item && segment.end_reason == "finished")
    faults_.clear(media_cause(*segment.item), "It aired to its end.", clock_.now());
}

void WatchedJournal::skip(const store::Skip& skip) {
  journal_.skip(skip);
  if (!skip.item || (skip.reason != "missing_file" && skip.reason != "unreadable")) return;
  const auto sentence = "'" + skip.title + "' (item " + std::to_string(*skip.item) + ") was skipped: its recording " +
                        (skip.reason == "missing_file" ? "is not there." : "cannot be read.");
  spdlog::error("event=item_skipped airing={} item={} detail={}", log_value(skip.airing), *skip.item,
                log_value(sentence));
  faults_.record("media_bad", media_cause(*skip.item), sentence, clock_.now());
}

void WatchedJournal::end(const store::AiringEnd& end) {
  journal_.end(end);
  const auto known = names_.extract(end.airing);
  if (is_fault(end))
    record(end.airing, known.empty() ? "Airing " + end.airing : known.mapped(), end, faults_, clock_.now());
}

}  // namespace wardcast::health
