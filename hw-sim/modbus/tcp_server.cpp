// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/modbus/tcp_server.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <utility>

#include "hw-sim/reason.hpp"
#include "hw-sim/spawn.hpp"

namespace wardcast::sim {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t kMostConnections = 32;
constexpr milliseconds kAfterRefusal{100};  // out of descriptors: trying at once would spin

}  // namespace

struct TcpServer::Connection {
  explicit Connection(Tcp::socket connected)
      : socket(std::move(connected)), idle(socket.get_executor()), delay(socket.get_executor()) {}

  void end() {
    error_code ignored;
    socket.close(ignored);
    idle.cancel();
    delay.cancel();
  }
  /// The peer sees a reset, as when a device loses power and comes back.
  void reset() {
    error_code ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    end();
  }

  Tcp::socket socket;
  asio::steady_timer idle;
  asio::steady_timer delay;
  std::array<std::uint8_t, kMbapSize> header{};
  std::vector<std::uint8_t> frame;
};

TcpServer::TcpServer(const asio::any_io_executor& executor, Options options, BusModel& model, const Clock& clock)
    : options_(std::move(options)), model_(model), clock_(clock), acceptor_(executor), pause_(executor) {}

void TcpServer::open() {
  try {
    Tcp::resolver resolver{acceptor_.get_executor()};
    const auto found = resolver.resolve(options_.host, std::to_string(options_.port));
    const Tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    if (options_.port == 0) options_.port = acceptor_.local_endpoint().port();  // kept when it comes back
  } catch (const std::exception& error) {
    error_code ignored;
    acceptor_.close(ignored);
    throw std::runtime_error("bus " + options_.bus + " cannot listen at " + options_.host + ":" +
                             std::to_string(options_.port) + ": " + reason(error));
  }
  spawn(acceptor_.get_executor(), accept_connections(), "listener of bus " + options_.bus);
}

void TcpServer::close() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (const auto& connection : connections_) connection->end();
}

boost::json::object TcpServer::view() const {
  return {{"tcp", options_.host + ":" + std::to_string(options_.port)}, {"connections", connections_.size()}};
}

Result<void> TcpServer::follow_faults() {
  if (model_.vanished()) {
    error_code ignored;
    acceptor_.close(ignored);
    for (const auto& connection : connections_) connection->reset();
    return {};
  }
  if (acceptor_.is_open()) return {};
  try {
    open();
  } catch (const std::runtime_error& error) {
    return Error{ErrorCode::unavailable, error.what()};
  }
  return {};
}

asio::awaitable<void> TcpServer::accept_connections() {
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(kUseResult);
    if (!acceptor_.is_open() || error == asio::error::operation_aborted) co_return;
    if (error) {
      spdlog::warn("bus {}: a connection was not accepted: {}", options_.bus, error.message());
      pause_.expires_after(kAfterRefusal);
      const auto [interrupted] = co_await pause_.async_wait(kUseResult);
      if (interrupted) co_return;
      continue;
    }
    if (connections_.size() >= kMostConnections) continue;  // dropped: a real board takes far fewer
    error_code ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    auto connection = std::make_shared<Connection>(std::move(socket));
    connections_.insert(connection);
    spawn(acceptor_.get_executor(), serve(connection), "connection of bus " + options_.bus);
  }
}

void TcpServer::watch_idle(const std::shared_ptr<Connection>& connection) {
  if (!options_.idle_timeout) return;
  connection->idle.expires_after(*options_.idle_timeout);
  connection->idle.async_wait([this, kept = std::weak_ptr<Connection>{connection}](const error_code& error) {
    const auto idle = kept.lock();
    if (!error && idle && !model_.half_open()) idle->end();
  });
}

asio::awaitable<bool> TcpServer::read_frame(Connection& connection) {
  const auto header_buffer = asio::buffer(connection.header);
  const auto [header_error, header_size] = co_await asio::async_read(connection.socket, header_buffer, kUseResult);
  if (header_error) co_return false;
  const Mbap header = parse_mbap(connection.header);
  if (!header.sane()) co_return false;  // where the next frame begins is anybody's guess
  connection.frame.assign(connection.header.begin(), connection.header.end());
  connection.frame.resize(kMbapSize - 1 + header.length);
  const auto body_buffer = asio::buffer(connection.frame) + kMbapSize;
  const auto [body_error, body_size] = co_await asio::async_read(connection.socket, body_buffer, kUseResult);
  co_return !body_error;
}

asio::awaitable<void> TcpServer::serve(std::shared_ptr<Connection> connection) {
  watch_idle(connection);
  for (;;) {
    const bool whole = co_await read_frame(*connection);
    if (!whole) break;
    watch_idle(connection);
    if (options_.prepare) {
      auto ready = options_.prepare(parse_mbap(connection->header).unit);
      co_await std::move(ready);
    }
    const auto reply = model_.respond(connection->frame, clock_.now().steady);
    if (!reply) continue;
    if (reply->after > milliseconds::zero()) {
      connection->delay.expires_after(reply->after);
      const auto [interrupted] = co_await connection->delay.async_wait(kUseResult);
      if (interrupted) break;
    }
    const auto buffer = asio::buffer(reply->adu);
    const auto [error, size] = co_await asio::async_write(connection->socket, buffer, kUseResult);
    if (error) break;
  }
  connection->end();
  connections_.erase(connection);
}

}  // namespace wardcast::sim
