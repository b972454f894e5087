// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <array>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/json/value.hpp>
#include <set>
#include <string>

#include "daemon/config/site.hpp"
#include "hw-sim/modbus/bus_model.hpp"
#include "hw-sim/modbus/bus_server.hpp"
#include "hw-sim/modbus/pty.hpp"
#include "hw-sim/modbus/rtu_wire.hpp"

namespace wardcast::sim {

/// All units of a serial bus behind a pseudo-terminal, at the speed of the wire: a request counts as received, and a
/// reply leaves, when its last character would have crossed. io thread only.
class RtuServer final : public BusServer {
 public:
  /// What the wire saw: "t35_violation", "collision" (a request while a reply was under way), "bad_frame"; value: the
  /// gap after the reply in ms, or the frame's length.
  using OnEvent = std::function<void(std::string_view kind, SteadyTime at, boost::json::value value)>;

  /// `model` and `clock` must outlive this. Opens nothing yet.
  RtuServer(const boost::asio::any_io_executor& executor, std::string bus, site::SerialBus serial, BusModel& model,
            const Clock& clock, PrepareUnit prepare, OnEvent on_event);
  ~RtuServer() override;

  void open() override;
  void close() override;
  Result<void> follow_faults() override;
  [[nodiscard]] boost::json::object view() const override;

 private:
  void plug_in();
  void unplug();
  boost::asio::awaitable<void> listen(unsigned plugged);
  boost::asio::awaitable<void> answer(std::vector<std::uint8_t> frame, SteadyTime over, unsigned plugged);
  /// False when the wire went away meanwhile.
  boost::asio::awaitable<bool> wait_until(SteadyTime at, unsigned plugged);
  void on_bytes(Bytes bytes);
  void on_frame();

  const std::string bus_;
  const site::SerialBus serial_;
  BusModel& model_;
  const Clock& clock_;
  const PrepareUnit prepare_;
  const OnEvent on_event_;
  RtuWire wire_;
  boost::asio::posix::stream_descriptor master_;
  boost::asio::steady_timer frame_over_;
  std::set<boost::asio::steady_timer*> waiting_;
  Descriptor claim_, far_end_;
  std::string pty_;       ///< empty while unplugged
  unsigned plugged_ = 0;  ///< how often: what waits for an earlier wire gives up
  std::array<std::uint8_t, RtuWire::kLongest> received_{};
  std::uint64_t frames_ = 0, bad_frames_ = 0, unheard_ = 0;
};

}  // namespace wardcast::sim
