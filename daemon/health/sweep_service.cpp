// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/health/sweep_service.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "base/log_value.hpp"

namespace wardcast::health {

SweepService::SweepService(boost::asio::io_context& io, const Clock& clock, Sweeper& sweeper,
                           std::function<void()> stirred)
    : clock_(clock), sweeper_(sweeper), stirred_(std::move(stirred)), timer_(io) {}

void SweepService::stop() {
  stopped_ = true;
  timer_.cancel();
}

void SweepService::after() {
  stirred_();
  if (stopped_) return;
  timer_.expires_at(sweeper_.next_wake());
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) look();
  });
}

void SweepService::look() {
  if (stopped_) return;
  sweeper_.advance(clock_.now());
  after();
}

void SweepService::reading(const modbus::MeterReading& reading) {
  if (stopped_) return;
  sweeper_.reading(reading, clock_.now());
  after();
}

void SweepService::test_lost(playout::TestId test, const std::string& why) {
  if (stopped_) return;
  sweeper_.test_lost(test, why, clock_.now());
  after();
}

Result<std::string> SweepService::begin(const std::string& who, bool dry, std::vector<std::string> lines) {
  auto begun = sweeper_.begin(who, dry, std::move(lines), clock_.now());
  after();
  return begun;
}

Result<void> SweepService::stop(std::string_view sweep, const std::string& who) {
  auto done = sweeper_.stop(sweep, who, clock_.now());
  after();
  if (done.has_value()) spdlog::info("event=sweep_stopped id={} who={}", log_value(sweep), log_value(who));
  return done;
}

void SweepService::postpone(seconds by) {
  sweeper_.postpone(by, clock_.now());
  after();
}

void SweepService::hush(seconds by) {
  sweeper_.hush(by, clock_.now());
  after();
}

void SweepService::test(LineId line, Purpose purpose, const std::string& who, const std::string& why,
                        std::function<void(const TestAnswer&)> answer) {
  sweeper_.test(line, purpose, who, why, std::move(answer), clock_.now());
  after();
}

}  // namespace wardcast::health
