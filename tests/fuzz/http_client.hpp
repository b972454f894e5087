// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <boost/asio/io_context.hpp>
#include <cerrno>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/http/server.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/unit/store/temp_folder.hpp"

namespace wardcast::fuzz {

class StillClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override { return {WallTime{seconds{1'795'316'400}}, SteadyTime{seconds{1000}}}; }
};

/// "good" is an operator, by token or by cookie.
inline std::optional<http::Visitor> visitor_of(const http::Credentials& credentials, WallTime) {
  if (credentials.bearer == "good") return http::Visitor{{"robot#1", access::Role::operator_, 0, false}, "", ""};
  if (credentials.bearer.empty() && credentials.cookie == "good")
    return http::Visitor{{"lan", access::Role::operator_, 1, false}, "good", "proof"};
  return std::nullopt;
}

/// The HTTP server on a port of loopback; the fuzzer's thread is its io thread. Its deadlines never come: a client that
/// has said all hangs up.
class HttpServer {
 public:
  explicit HttpServer(http::Router router) {
    http::ServerSettings settings;
    settings.uploads = folder_.path() / "uploads";
    settings.web_ui = WARDCAST_SOURCE_DIR "/web-ui/public";
    server_ = std::make_unique<http::Server>(io_, std::move(settings), std::move(router),
                                             http::ServerDoors{desk_, clock_, visitor_of, [] {
                                                                 return boost::json::object{{"hold", false}};
                                                               }});
    server_->start();
  }
  boost::asio::io_context& io() { return io_; }
  http::Events& events() { return server_->events(); }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] std::size_t connections() const { return server_->connections(); }
  [[nodiscard]] std::filesystem::path uploads() const { return folder_.path() / "uploads"; }

 private:
  store::TempFolder folder_;
  StillClock clock_;
  boost::asio::io_context io_;
  Worker desk_{"desk", 64, [](const std::string&) { must(false, "the desk's jobs do not throw"); }};
  std::unique_ptr<http::Server> server_;
};

/// A client in the same thread: while it waits, the server runs.
class HttpClient {
 public:
  explicit HttpClient(HttpServer& server) : server_(server), fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    // From another address of the loopback each time: one has 28 000 ports, and a used one rests for a minute.
    static std::uint32_t clients = 0;
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(0x7F010001U + (++clients & 0xFFFFU));
    must(::bind(fd_, reinterpret_cast<sockaddr*>(&own), sizeof own) == 0, "the loopback has that address");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server.port());
    must(connected(address), "the server takes connections");
  }
  ~HttpClient() {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    (void)::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    ::close(fd_);
    while (server_.connections() > 0) server_.io().run_one();
  }
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// In pieces of so many bytes, which the server sees one by one.
  void send(std::string_view bytes, std::size_t piece) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), std::min(piece, bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (sent < 0 && errno != EAGAIN) return;  // it has hung up
      if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
      server_.io().poll();
      take();
    }
  }
  /// Everything said until now ends with `end`, or the server has hung up.
  bool wait_for(std::string_view end) {
    while (take() && !heard_.ends_with(end)) server_.io().run_one();
    return heard_.ends_with(end);
  }
  /// Says that nothing more comes, and hears the server out.
  void finish() {
    (void)::shutdown(fd_, SHUT_WR);
    while (take()) server_.io().run_one();
  }
  [[nodiscard]] const std::string& heard() const { return heard_; }
  void forget() { heard_.clear(); }

 private:
  /// The fuzzer's own alarm, every 3 s, may come in between: then the connection comes about without this call.
  bool connected(const sockaddr_in& address) {
    if (::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
    if (errno != EINTR) return false;
    pollfd until{.fd = fd_, .events = POLLOUT, .revents = 0};
    while (::poll(&until, 1, -1) < 0 && errno == EINTR) {
    }
    int error = 0;
    socklen_t size = sizeof error;
    return ::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
  }
  /// What has come. False when the server has hung up.
  bool take() {
    std::array<char, 16384> block{};
    for (;;) {
      const auto got = ::recv(fd_, block.data(), block.size(), MSG_DONTWAIT);
      if (got < 0) return errno == EAGAIN;
      if (got == 0) return false;
      heard_.append(block.data(), static_cast<std::size_t>(got));
    }
  }

  HttpServer& server_;
  int fd_;
  std::string heard_;
};

}  // namespace wardcast::fuzz
