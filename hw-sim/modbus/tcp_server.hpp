// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "hw-sim/modbus/bus_model.hpp"
#include "hw-sim/modbus/bus_server.hpp"

namespace wardcast::sim {

/// The listener of one Modbus TCP address and its connections. io thread only.
class TcpServer final : public BusServer {
 public:
  struct Options {
    std::string bus;  ///< id, for messages
    std::string host;
    std::uint16_t port = 502;                  ///< 0 takes a free one
    std::optional<milliseconds> idle_timeout;  ///< a connection without a request for so long is closed
    PrepareUnit prepare = {};                  ///< may be empty
  };
  /// `model` and `clock` must outlive this. Opens nothing yet.
  TcpServer(const boost::asio::any_io_executor& executor, Options options, BusModel& model, const Clock& clock);

  /// Throws std::runtime_error with a sentence when the address cannot be had.
  void open() override;
  void close() override;
  [[nodiscard]] std::uint16_t port() const { return options_.port; }
  /// After a fault was set or cleared: vanishes (listener closed, connections reset) or comes back. Error when the
  /// address was taken by somebody else meanwhile.
  Result<void> follow_faults() override;
  [[nodiscard]] boost::json::object view() const override;

 private:
  using Tcp = boost::asio::ip::tcp;
  struct Connection;
  boost::asio::awaitable<void> accept_connections();
  boost::asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
  boost::asio::awaitable<bool> read_frame(Connection& connection);
  void watch_idle(const std::shared_ptr<Connection>& connection);

  Options options_;
  BusModel& model_;
  const Clock& clock_;
  Tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  std::set<std::shared_ptr<Connection>> connections_;
};

}  // namespace wardcast::sim
