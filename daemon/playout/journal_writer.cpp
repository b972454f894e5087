// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/journal_writer.hpp"

#include <spdlog/spdlog.h>

#include <type_traits>
#include <utility>

#include "base/log_value.hpp"

namespace wardcast::playout {

JournalWriter::JournalWriter(Worker& desk, store::Store& store, const Clock& clock,
                             std::function<std::vector<store::RtpBase>()> sessions)
    : desk_(desk), store_(store), clock_(clock), sessions_(std::move(sessions)) {}

void JournalWriter::airing(const store::Airing& airing) { add(airing); }
void JournalWriter::segment(const store::Segment& segment) { add(segment); }
void JournalWriter::skip(const store::Skip& skip) { add(skip); }
void JournalWriter::zones(const store::ZoneChange& change) { add(change); }
void JournalWriter::end(const store::AiringEnd& end) { add(end); }
void JournalWriter::emergency(const store::Emergency& emergency) { add(emergency); }
void JournalWriter::acknowledged(const store::EmergencyAcknowledgement& acknowledged) { add(acknowledged); }

void JournalWriter::checkpoint(std::vector<store::Checkpoint> running) {
  {
    const std::lock_guard lock{mutex_};
    picture_ = Picture{std::move(running), sessions_()};
  }
  wake_desk();
}

void JournalWriter::add(Fact fact) {
  {
    const std::lock_guard lock{mutex_};
    if (facts_.size() >= kMostWaiting) {
      if (lost_++ == 0)
        spdlog::critical("event=journal_lost waiting={} detail=\"newer facts are lost\"", facts_.size());
      return;
    }
    facts_.push_back({std::move(fact), clock_.now().steady});
  }
  wake_desk();
}

void JournalWriter::audit(store::AuditEntry entry) {
  std::unique_lock lock{mutex_};
  if (audits_ >= kMostAudits) {
    lock.unlock();
    spdlog::error("audit: not written, too many wait for the disk: {}",
                  log_value(entry.who + " " + entry.action + " " + entry.target));
    return;
  }
  ++audits_;
  facts_.push_back({std::move(entry), clock_.now().steady});
  lock.unlock();
  wake_desk();
}

void JournalWriter::hold() {
  const std::lock_guard lock{mutex_};
  held_ = true;
}

void JournalWriter::release() {
  {
    const std::lock_guard lock{mutex_};
    held_ = false;
  }
  retry();
}

void JournalWriter::retry() {
  if (waiting() > 0) wake_desk();
}

void JournalWriter::wake_desk() {
  {
    const std::lock_guard lock{mutex_};
    if (posted_ || held_) return;
    posted_ = true;
  }
  if (desk_.post([this] { write(); })) return;
  const std::lock_guard lock{mutex_};
  posted_ = false;  // the desk is swamped: retry() comes back
}

std::size_t JournalWriter::waiting() const {
  const std::lock_guard lock{mutex_};
  return facts_.size();
}

nanoseconds JournalWriter::lag(SteadyTime now) const {
  const std::lock_guard lock{mutex_};
  return facts_.empty() ? nanoseconds{0} : now - facts_.front().since;
}

void JournalWriter::write() {
  {
    const std::lock_guard lock{mutex_};
    posted_ = false;
  }
  (void)flush();
}

bool JournalWriter::flush() {
  const auto put = [this](const auto& row) {
    if constexpr (std::is_same_v<std::decay_t<decltype(row)>, Setting>)
      return store_.put_setting(row.key, row.value);
    else
      return store_.append(row);
  };
  for (;;) {
    Fact fact;
    {
      const std::lock_guard lock{mutex_};
      if (facts_.empty()) break;
      fact = facts_.front().fact;
    }
    const auto done = std::visit(put, fact);
    const bool disk =
        !done.has_value() && (done.error().code == ErrorCode::unavailable || done.error().code == ErrorCode::no_space);
    if (disk) {
      out_of_space_ = done.error().code == ErrorCode::no_space;
      if (!failing_.exchange(true)) spdlog::error("event=journal_failing detail={}", log_value(done.error().detail));
      return false;
    }
    if (!done.has_value()) spdlog::error("journal: refused for good: {}", done.error().detail);
    const std::lock_guard lock{mutex_};
    if (std::holds_alternative<store::AuditEntry>(fact)) --audits_;
    facts_.pop_front();
  }
  out_of_space_ = false;
  if (failing_.exchange(false)) spdlog::info("event=journal_back waiting=0");
  std::optional<Picture> picture;
  {
    const std::lock_guard lock{mutex_};
    picture = std::exchange(picture_, std::nullopt);
  }
  if (!picture) return true;
  const auto done = store_.checkpoint(picture->running, picture->sessions);
  out_of_space_ = !done.has_value() && done.error().code == ErrorCode::no_space;
  if (!done.has_value() && !failing_.exchange(true))
    spdlog::error("event=journal_failing detail={}", log_value(done.error().detail));
  return done.has_value();
}

}  // namespace wardcast::playout
