// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <memory>
#include <set>
#include <string>

namespace wardcast::sim {

using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;
using HttpResponse = boost::beast::http::response<boost::beast::http::string_body>;

/// A plain HTTP/1.1 server for the simulator's control. io thread only.
class HttpServer {
 public:
  /// Answers one request; what it throws becomes a 500.
  using Handler = std::function<boost::asio::awaitable<HttpResponse>(HttpRequest)>;

  HttpServer(const boost::asio::any_io_executor& executor, Handler handler);
  /// "HOST:PORT", port 0 for any free one. Throws std::runtime_error with a sentence.
  void open(const std::string& address);
  void close();
  /// "127.0.0.1:8090"
  [[nodiscard]] std::string address() const { return address_; }

 private:
  using Tcp = boost::asio::ip::tcp;
  struct Session;
  boost::asio::awaitable<void> accept_sessions();
  boost::asio::awaitable<void> serve(std::shared_ptr<Session> session);
  boost::asio::awaitable<HttpResponse> answer(HttpRequest request);

  const Handler handler_;
  Tcp::acceptor acceptor_;
  boost::asio::steady_timer pause_;
  std::string address_;
  std::set<std::shared_ptr<Session>> sessions_;
};

}  // namespace wardcast::sim
