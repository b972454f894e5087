// SPDX-License-Identifier: GPL-3.0-or-later
// What keeps an eye on the ward: faults, and warnings before air.
#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <charconv>

#include "base/log_value.hpp"
#include "daemon/composition/house.hpp"
#include "daemon/editorial/fault_json.hpp"
#include "daemon/editorial/programmes.hpp"

namespace wardcast {
namespace {

constexpr auto kDiskLow = "disk_low:data";

/// "media_bad:item/7" → 7
std::optional<store::ItemId> item_of(std::string_view cause) {
  const auto slash = cause.rfind('/');
  store::ItemId id = 0;
  const auto digits = cause.substr(slash == std::string_view::npos ? cause.size() : slash + 1);
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  if (failure != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return id;
}

}  // namespace

health::FaultRegister House::make_faults() {
  health::FaultRegister::Doors doors;
  doors.opened = [this](const store::FaultOpened& fault) {
    ++faults_raised_[fault.kind];
    spdlog::warn("event=fault_raised id={} class={} cause={} detail={}", fault.id, fault.kind, log_value(fault.cause),
                 log_value(fault.detail));
    journal_->fault(fault);
  };
  doors.happened = [this](const store::FaultEvent& event) {
    spdlog::info("event=fault_{} id={} who={} detail={}", event.what, event.fault, log_value(event.who),
                 log_value(event.detail));
    journal_->fault(event);
  };
  doors.changed = [this](const health::Fault& fault, std::string_view what) {
    alert_of_fault(fault, what);
    if (fault.kind == "short") latch(fault.cause);
    if (!server_) return;
    server_->events().publish(
        "faults", {{"what", what}, {"fault", editorial::fault_json(fault, site_, zone_, clock_.now().wall)}});
  };
  return {zone_, store_->faults(health::FaultRegister::kRemembered), store_->newest_fault(), std::move(doors)};
}

editorial::BeforeAir House::make_before_air() {
  std::set<store::ItemId> bad;
  for (const auto& cause : faults_.open_causes("media_bad"))
    if (const auto id = item_of(cause)) bad.insert(*id);
  return {*store_, media_, zone_, std::move(bad),
          [this](store::ItemId item, const std::string& title, const std::string& problem) {
            boost::asio::post(io_, [this, item, title, problem] {
              const auto cause = health::media_cause(item);
              if (problem.empty()) {
                faults_.clear(cause, "Its recording is whole again, or not needed any more.", clock_.now());
              } else {
                const auto name = "'" + title + "' (item " + std::to_string(item) + ")";
                faults_.record("media_bad", cause, name + " has a recording that cannot be read: " + problem,
                               clock_.now());
              }
            });
          }};
}

void House::watch_ward() {
  const auto now = clock_.now();
  faults_.advance(now);
  for (std::size_t a = 0; a < site_.amplifiers.size(); ++a) stream_faults_.judge(a, rtcp_->status(a), faults_, now);
  alerter_->advance();
  const auto alarm = faults_.alarm();
  station_->alarm(alarm.lamp, alarm.buzzer);
  if (journal_->out_of_space()) {
    faults_.raise("disk_low", kDiskLow, "The disk is full: what happens waits in memory to be written down.", now);
  } else if (media_full_) {
    faults_.raise("disk_low", kDiskLow, "The disk is nearly full: no recording is taken any more.", now);
  } else {
    faults_.clear(kDiskLow, "There is room again.", now);
  }
}

void House::look_at_air() {
  if (std::exchange(air_due_, true)) return;
  boost::asio::post(io_, [this] {
    air_due_ = false;
    for (const auto& line : air_log_.look(station_->live())) spdlog::info("{}", line);
  });
}

void House::warn_before_air() {
  media_full_ = media_.free_bytes() == 0;
  if (!plan_ || clock_wrong_) return;
  for (const auto& [edition, stage] : before_air_.due(plan_->editions, clock_.now().wall)) {
    for (const auto& warning : edition.warnings)
      spdlog::warn("event=not_ready edition={} title={} start={} stage={} detail={}", log_value(edition.id),
                   log_value(edition.title), zone_.rfc3339(edition.start), scheduler::word(stage),
                   log_value(warning.detail));
    ++alerts_;
    boost::asio::post(io_,
                      [this, edition = edition, stage = stage] { alert_not_ready(edition, scheduler::word(stage)); });
    server_->events().post("warning", {{"stage", scheduler::word(stage)},
                                       {"edition", edition.id},
                                       {"programme_id", edition.programme},
                                       {"title", edition.title},
                                       {"start", zone_.rfc3339(edition.start)},
                                       {"warnings", editorial::warnings_json(edition.warnings)}});
  }
}

}  // namespace wardcast
