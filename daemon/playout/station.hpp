// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "base/time.hpp"
#include "daemon/playout/engine.hpp"

namespace wardcast::playout {

/// The engine on the io thread: gives it the time, wakes it when it asks, and hands it what pacer, buses and loader
/// report.
class Station final : public StationControl {
 public:
  struct Pacer {
    int report_fd = -1;  ///< readable when reports wait
    std::function<void(const std::function<void(const rtp::Report&)>&)> drain;
    std::function<rtp::AmplifierStatus(std::size_t)> status;
  };

  /// `keep_hold` makes the hold survive a restart; it must not block.
  Station(boost::asio::io_context& io, const Clock& clock, Engine& engine, Pacer pacer,
          std::function<void(bool)> keep_hold);

  void publish(std::shared_ptr<const Plan> plan);
  void media_loaded(const std::string& media, const Result<std::shared_ptr<const media::Recording>>& loaded);
  void relay_report(const modbus::BoardReport& report);
  void alarm(bool lamp, bool buzzer) { engine_.alarm(lamp, buzzer); }
  void shut_down();
  /// Somebody has told the engine something: it wants to be called at another time.
  void rearm() { arm(); }
  [[nodiscard]] bool safe() const { return engine_.safe(); }

  [[nodiscard]] Live live() const override;
  [[nodiscard]] rtp::AmplifierStatus amplifier(std::size_t index) const override { return pacer_.status(index); }
  void stop_all(const std::string& who, bool hold) override;
  void release(const std::string& who) override;
  Result<void> stop_airing(std::string_view airing, const std::string& who) override;
  void when_stopped(std::function<void()> told) override;
  Result<std::string> raise_emergency(const EmergencyCall& call) override;
  Result<void> acknowledge_emergency(std::string_view id, const std::string& who) override;
  Result<void> reset_emergency(std::string_view id, const std::string& who) override;
  [[nodiscard]] std::vector<EmergencyLive> emergencies() const override { return engine_.emergencies(); }
  [[nodiscard]] std::optional<PlanItem> message(scheduler::ItemId item) const override { return engine_.message(item); }

 private:
  void wait_for_reports();
  void arm();

  const Clock& clock_;
  Engine& engine_;
  Pacer pacer_;
  std::function<void(bool)> keep_hold_;
  std::vector<std::function<void()>> waiting_;  ///< for what was stopped
  boost::asio::steady_timer timer_;
  boost::asio::posix::stream_descriptor reports_;
};

}  // namespace wardcast::playout
