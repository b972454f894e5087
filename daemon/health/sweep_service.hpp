// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "daemon/health/line_control.hpp"

namespace wardcast::health {

/// The sweeper on the io thread: gives it the time and wakes it when it asks.
class SweepService final : public LineControl {
 public:
  /// `stirred`: the sweeper was called, and may have told the engine something. It must outlive the service.
  SweepService(boost::asio::io_context& io, const Clock& clock, Sweeper& sweeper, std::function<void()> stirred);

  /// From now on it is woken by itself.
  void start() { look(); }
  void stop();
  /// Something it watches may have changed: a contact was read.
  void look();
  void reading(const modbus::MeterReading& reading);
  void test_lost(playout::TestId test, const std::string& why);

  [[nodiscard]] const LineBook& book() const override { return sweeper_.book(); }
  [[nodiscard]] std::vector<SweepProgress> progress() const override { return sweeper_.progress(); }
  [[nodiscard]] std::vector<scheduler::SweepSlot> planned(std::size_t most) const override {
    return sweeper_.planned(clock_.now(), most);
  }
  Result<std::string> begin(const std::string& who, bool dry, std::vector<std::string> lines) override;
  Result<void> stop(std::string_view sweep, const std::string& who) override;
  void postpone(seconds by) override;
  void hush(seconds by) override;
  [[nodiscard]] std::optional<WallTime> postponed_until() const override {
    return sweeper_.postponed_until(clock_.now());
  }
  void test(LineId line, Purpose purpose, const std::string& who, const std::string& why,
            std::function<void(const TestAnswer&)> answer) override;

 private:
  void after();

  const Clock& clock_;
  Sweeper& sweeper_;
  std::function<void()> stirred_;
  boost::asio::steady_timer timer_;
  bool stopped_ = false;
};

}  // namespace wardcast::health
