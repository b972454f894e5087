// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <vector>

#include "hw-sim/control/http_server.hpp"
#include "hw-sim/meters.hpp"
#include "hw-sim/modbus/bus_server.hpp"
#include "hw-sim/rtp/amplifier_sockets.hpp"
#include "hw-sim/ward.hpp"

namespace wardcast::sim {

class Routes;

/// The ward with its sockets: Modbus slaves on TCP and pseudo-terminals, RTP amplifiers and the control. All of it
/// lives on the io thread; decoding for recordings and levels alone happens on a second one.
class Simulator {
 public:
  /// `site` and `clock` must outlive it. Throws std::runtime_error for what cannot be simulated.
  Simulator(boost::asio::io_context& io, const site::Site& site, const WardOptions& options, const Clock& clock);
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  /// Opens every socket. Throws std::runtime_error naming the device and the address.
  void start(const std::string& control_address);
  /// io thread. Closes every socket; io.run() then returns by itself.
  void stop();

  [[nodiscard]] std::string control_address() const { return control_->address(); }
  /// Where a bus or an amplifier really listens (of use with port 0); 0 for a serial bus.
  [[nodiscard]] std::uint16_t bus_port(std::size_t bus) const;
  [[nodiscard]] std::uint16_t amplifier_port(std::size_t amplifier) const { return sockets_[amplifier]->port(); }

  Ward& ward() { return ward_; }
  [[nodiscard]] const Clock& clock() const { return clock_; }
  [[nodiscard]] boost::json::object bus_view(std::size_t bus) const;
  /// The listeners take notice of faults set or cleared on the ward's bus.
  Result<void> follow_faults(std::size_t bus) { return servers_[bus]->follow_faults(); }
  /// Everything that has arrived by now is in the models.
  void catch_up();
  /// Renders on the decoding thread; the caller goes on where it was.
  boost::asio::awaitable<std::vector<std::int16_t>> rendered(RenderJob job);
  /// RMS levels of the jobs, in their order.
  boost::asio::awaitable<std::vector<double>> levels(std::vector<RenderJob> jobs);
  /// Every line meter shows what it measures now.
  boost::asio::awaitable<void> look_at_meters();

 private:
  void serve_bus(const boost::asio::any_io_executor& executor, std::size_t index);
  boost::asio::awaitable<void> keep_time();
  boost::asio::awaitable<void> look_at(std::vector<std::size_t> meters);
  /// Before a unit answers: if it is a meter, its readings are those of now.
  boost::asio::awaitable<void> prepare_unit(std::size_t bus, int unit);

  const Clock& clock_;
  Ward ward_;
  Meters meters_;
  std::vector<std::unique_ptr<BusServer>> servers_;         ///< by bus
  std::vector<std::unique_ptr<AmplifierSockets>> sockets_;  ///< by amplifier; never opened for those elsewhere
  std::unique_ptr<Routes> routes_;
  std::unique_ptr<HttpServer> control_;
  boost::asio::steady_timer ticks_;
  bool stopping_ = false;
  boost::asio::thread_pool decoding_{1};
};

}  // namespace wardcast::sim
