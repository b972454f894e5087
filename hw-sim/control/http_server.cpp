// SPDX-License-Identifier: GPL-3.0-or-later
#include "hw-sim/control/http_server.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <stdexcept>
#include <utility>

#include "hw-sim/control/problem.hpp"
#include "hw-sim/reason.hpp"
#include "hw-sim/spawn.hpp"

namespace wardcast::sim {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

constexpr std::size_t kMostSessions = 64;
constexpr std::size_t kLargestBody = std::size_t{64} * 1024;
constexpr std::chrono::seconds kIdle{60};
constexpr std::chrono::milliseconds kAfterRefusal{100};  // out of descriptors: trying at once would spin

}  // namespace

struct HttpServer::Session {
  explicit Session(Tcp::socket socket) : stream(std::move(socket)) {}
  beast::tcp_stream stream;
  beast::flat_buffer buffer;
};

HttpServer::HttpServer(const asio::any_io_executor& executor, Handler handler)
    : handler_(std::move(handler)), acceptor_(executor), pause_(executor) {}

void HttpServer::open(const std::string& address) {
  try {
    const auto colon = address.rfind(':');
    if (colon == std::string::npos) throw std::runtime_error("an address is written HOST:PORT");
    std::string host = address.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    Tcp::resolver resolver{acceptor_.get_executor()};
    const auto found = resolver.resolve(host, address.substr(colon + 1));
    const Tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(asio::socket_base::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    address_ = address.substr(0, colon + 1) + std::to_string(acceptor_.local_endpoint().port());
  } catch (const std::exception& error) {
    error_code ignored;
    acceptor_.close(ignored);
    throw std::runtime_error("the control cannot listen at \"" + address + "\": " + reason(error));
  }
  spawn(acceptor_.get_executor(), accept_sessions(), "control listener");
}

void HttpServer::close() {
  error_code ignored;
  acceptor_.close(ignored);
  pause_.cancel();
  for (const auto& session : sessions_) session->stream.close();
}

asio::awaitable<void> HttpServer::accept_sessions() {
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(kUseResult);
    if (!acceptor_.is_open()) co_return;
    if (error) {
      spdlog::warn("control: a connection was not accepted: {}", error.message());
      pause_.expires_after(kAfterRefusal);
      const auto [interrupted] = co_await pause_.async_wait(kUseResult);
      if (interrupted) co_return;
      continue;
    }
    if (sessions_.size() >= kMostSessions) continue;
    auto session = std::make_shared<Session>(std::move(socket));
    sessions_.insert(session);
    spawn(acceptor_.get_executor(), serve(session), "control session");
  }
}

asio::awaitable<void> HttpServer::serve(std::shared_ptr<Session> session) {
  for (bool more = true; more;) {
    http::request_parser<http::string_body> parser;
    parser.body_limit(kLargestBody);
    session->stream.expires_after(kIdle);
    const auto [error, size] = co_await http::async_read(session->stream, session->buffer, parser, kUseResult);
    if (error && error != http::error::body_limit) break;
    HttpResponse response;
    if (error) {
      response = problem(http::status::payload_too_large, "The body is larger than 64 KiB.");
      more = false;
    } else {
      HttpRequest request = parser.release();
      more = request.keep_alive();
      const unsigned version = request.version();
      const bool head = request.method() == http::verb::head;
      response = co_await answer(std::move(request));
      response.version(version);
      if (head) response.body().clear();
    }
    response.keep_alive(more);
    response.prepare_payload();
    session->stream.expires_after(kIdle);
    const auto [write_error, written] = co_await http::async_write(session->stream, response, kUseResult);
    if (write_error) break;
  }
  error_code ignored;
  session->stream.socket().shutdown(Tcp::socket::shutdown_send, ignored);
  session->stream.close();
  sessions_.erase(session);
}

asio::awaitable<HttpResponse> HttpServer::answer(HttpRequest request) {
  try {
    co_return co_await handler_(std::move(request));
  } catch (const std::exception& error) {
    spdlog::error("control: {}", error.what());
  }
  co_return problem(http::status::internal_server_error, "The simulator failed to answer; its log says why.");
}

}  // namespace wardcast::sim
