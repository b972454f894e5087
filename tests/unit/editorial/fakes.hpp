// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "daemon/config/site.hpp"
#include "daemon/health/line_control.hpp"
#include "daemon/playout/live.hpp"
#include "drivers/media/media_library.hpp"
#include "drivers/store/sqlite_store.hpp"
#include "scheduler/programme.hpp"

namespace wardcast::editorial {

/// 22 November 2026, 10:00 in Ho Chi Minh City.
inline constexpr WallTime kNow{seconds{1'795'316'400}};

/// Stands still until it is told to pass. Any thread.
class SetClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override { return {kNow + passed_.load(), SteadyTime{seconds{1000}} + passed_.load()}; }
  void pass(seconds time) { passed_ = passed_.load() + time; }

 private:
  std::atomic<seconds> passed_{seconds{0}};
};

site::Site small_site();
scheduler::Zones small_zones();

/// Remembers what people did to it.
class FakeStation final : public playout::StationControl {
 public:
  [[nodiscard]] playout::Live live() const override { return now; }
  [[nodiscard]] rtp::AmplifierStatus amplifier(std::size_t index) const override {
    rtp::AmplifierStatus status;
    status.ssrc = 100 + static_cast<std::uint32_t>(index);
    status.packets_sent = 50;
    return status;
  }
  void stop_all(const std::string& who, bool hold) override {
    done.push_back(who + (hold ? " holds" : " stops"));
    now.hold = now.hold || hold;
  }
  void release(const std::string& who) override {
    done.push_back(who + " releases");
    now.hold = false;
  }
  Result<void> stop_airing(std::string_view airing, const std::string& who) override {
    if (airing != "a1-20261122T170000") return not_found("No such airing is on air.");
    done.push_back(who + " stops " + std::string{airing});
    return {};
  }
  void when_stopped(std::function<void()> told) override { told(); }

  Result<std::string> raise_emergency(const playout::EmergencyCall& call) override {
    if (refuses) return *refuses;
    playout::EmergencyLive raised;
    raised.title = call.item.title;
    auto& what = raised.record.emergency;
    what = {"e1-" + std::to_string(raised_.size() + 1),
            kNow,
            call.who,
            call.item.id,
            call.zones,
            call.repeat,
            call.interval,
            call.expires_in,
            call.drill};
    raised_.insert(raised_.begin(), raised);
    done.push_back(call.who + " raises " + what.id);
    return what.id;
  }
  Result<void> acknowledge_emergency(std::string_view id, const std::string& who) override {
    for (auto& one : raised_) {
      if (one.record.emergency.id != id) continue;
      one.record.acknowledged = {std::string{id}, kNow, who};
      return {};
    }
    return not_found("There is no such emergency.");
  }
  Result<void> reset_emergency(std::string_view id, const std::string& who) override {
    for (auto& one : raised_) {
      if (one.record.emergency.id != id) continue;
      if (one.record.end) return conflict("It is over.");
      one.record.end = store::AiringEnd{std::string{id}, kNow, "partial", "reset", "reset by " + who};
      return {};
    }
    return not_found("There is no such emergency.");
  }
  [[nodiscard]] std::vector<playout::EmergencyLive> emergencies() const override { return raised_; }
  [[nodiscard]] std::optional<playout::PlanItem> message(scheduler::ItemId item) const override {
    const auto found = messages.find(item);
    return found == messages.end() ? std::nullopt : std::optional{found->second};
  }

  playout::Live now;
  std::map<scheduler::ItemId, playout::PlanItem> messages;
  std::optional<Error> refuses;
  std::vector<playout::EmergencyLive> raised_;
  std::vector<std::string> done;
};

/// Lines that measure what `reads` says of them, at once; a line that is not there is busy. Keeps who asked for what.
class FakeLines final : public health::LineControl {
 public:
  explicit FakeLines(const site::Site& site) : book_(site, {}, {}) {}
  [[nodiscard]] const health::LineBook& book() const override { return book_; }
  [[nodiscard]] std::vector<health::SweepProgress> progress() const override { return running; }
  [[nodiscard]] std::vector<scheduler::SweepSlot> planned(std::size_t) const override { return {}; }
  Result<std::string> begin(const std::string& who, bool dry, std::vector<std::string> lines) override;
  Result<void> stop(std::string_view sweep, const std::string& who) override;
  void postpone(seconds by) override {
    done.push_back("postponed by " + std::to_string(by.count()));
    until = by > seconds{0} ? std::optional{kNow + by} : std::nullopt;
  }
  void hush(seconds by) override { done.push_back("hushed for " + std::to_string(by.count())); }
  [[nodiscard]] std::optional<WallTime> postponed_until() const override { return until; }
  void test(health::LineId line, health::Purpose purpose, const std::string& who, const std::string& why,
            std::function<void(const health::TestAnswer&)> answer) override;

  std::map<std::string, health::Measured> reads;  ///< by line
  std::vector<health::SweepProgress> running;
  std::vector<std::string> done;
  std::optional<WallTime> until;  ///< as postponed

 private:
  health::LineBook book_;
};

/// Takes a file that begins with a number for a recording of so many seconds; every other file is no audio. The media
/// id is the file's content. While held, preparing waits.
class FakeMedia final : public media::MediaLibrary {
 public:
  Result<media::Prepared> prepare(const std::filesystem::path& upload) override;
  Result<std::shared_ptr<const media::Recording>> open(const media::MediaId&) override { return not_found("not kept"); }
  /// Whole unless spoilt.
  Result<void> check(const media::MediaId& id, Look look) override;
  /// From now on the recording's file is damaged, or whole again. Known at once, or only after a full check.
  void spoil(const media::MediaId& id, bool spoilt = true);
  Result<std::string> ogg(const media::MediaId& id) override { return "OggS " + id; }
  [[nodiscard]] std::uint64_t free_bytes() const override { return 1'000'000'000; }

  void hold();
  void let_go();

 private:
  std::mutex mutex_;
  std::condition_variable wake_;
  bool held_ = false;                       // guarded by mutex_
  std::set<media::MediaId> spoilt_, seen_;  // guarded by mutex_
};

}  // namespace wardcast::editorial
