// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/playout/station.hpp"

#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "base/log_value.hpp"

namespace wardcast::playout {
namespace {

/// Even with nothing to do the wall clock is looked at so often: a step moves every planned start.
constexpr milliseconds kLongestNap{500};

}  // namespace

Station::Station(boost::asio::io_context& io, const Clock& clock, Engine& engine, Pacer pacer,
                 std::function<void(bool)> keep_hold)
    : clock_(clock),
      engine_(engine),
      pacer_(std::move(pacer)),
      keep_hold_(std::move(keep_hold)),
      timer_(io),
      reports_(io, ::dup(pacer_.report_fd)) {
  wait_for_reports();
  arm();
}

void Station::publish(std::shared_ptr<const Plan> plan) {
  engine_.publish(std::move(plan), clock_.now());
  arm();
}

void Station::media_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded) {
  engine_.media_loaded(media, loaded, clock_.now());
  arm();
}

void Station::relay_report(const modbus::BoardReport& report) {
  engine_.relay_report(report, clock_.now());
  arm();
}

void Station::shut_down() {
  engine_.shut_down(clock_.now());
  arm();
}

Live Station::live() const { return engine_.live(clock_.now()); }

void Station::stop_all(const std::string& who, bool hold) {
  spdlog::warn("event=stop who={} hold={}", log_value(who), hold);
  if (hold) keep_hold_(true);
  engine_.stop_all(who, hold, clock_.now());
  arm();
}

void Station::release(const std::string& who) {
  spdlog::info("event=release who={}", log_value(who));
  keep_hold_(false);
  engine_.release(clock_.now());
  arm();
}

Result<void> Station::stop_airing(std::string_view airing, const std::string& who) {
  auto stopped = engine_.stop_airing(airing, who, clock_.now());
  arm();
  return stopped;
}

void Station::when_stopped(std::function<void()> told) {
  waiting_.push_back(std::move(told));
  arm();
}

Result<std::string> Station::raise_emergency(const EmergencyCall& call) {
  auto raised = engine_.raise(call, clock_.now());
  arm();
  if (raised.has_value()) {
    spdlog::warn("event={} id={} who={} zones={} message={}", call.drill ? "drill_raised" : "emergency_raised",
                 raised.value(), log_value(call.who), call.zones.size(), log_value(call.item.title));
  }
  return raised;
}

Result<void> Station::acknowledge_emergency(std::string_view id, const std::string& who) {
  auto done = engine_.acknowledge(id, who, clock_.now());
  if (done.has_value()) spdlog::info("event=emergency_acknowledged id={} who={}", log_value(id), log_value(who));
  return done;
}

Result<void> Station::reset_emergency(std::string_view id, const std::string& who) {
  auto done = engine_.reset(id, who, clock_.now());
  arm();
  if (done.has_value()) spdlog::warn("event=emergency_reset id={} who={}", log_value(id), log_value(who));
  return done;
}

void Station::wait_for_reports() {
  reports_.async_wait(boost::asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& error) {
    if (error) return;  // the station is being taken down
    pacer_.drain([this](const rtp::Report& report) { engine_.audio_report(report, clock_.now()); });
    engine_.advance(clock_.now());
    arm();
    wait_for_reports();
  });
}

void Station::arm() {
  const auto latest = clock_.now().steady + kLongestNap;
  timer_.expires_at(std::min(engine_.next_wake(), latest));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;  // armed anew
    engine_.advance(clock_.now());
    arm();
  });
  if (waiting_.empty() || engine_.stopping()) return;
  for (const auto& told : std::exchange(waiting_, {})) told();
}

}  // namespace wardcast::playout
