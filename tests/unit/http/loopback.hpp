// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>

#include "daemon/http/server.hpp"
#include "tests/unit/store/temp_folder.hpp"

// A server on a free port of loopback, its io thread and desk, and a client that speaks raw bytes.
namespace wardcast::http {

/// Stands still until it is told that time has passed. Any thread.
class FixedClock final : public Clock {
 public:
  [[nodiscard]] Now now() const override {
    const seconds passed{passed_.load()};
    return {WallTime{seconds{1'795'000'000} + passed}, SteadyTime{seconds{1000} + passed}};
  }
  void pass(seconds span) { passed_ += span.count(); }

 private:
  std::atomic<std::int64_t> passed_{0};
};

inline std::optional<Visitor> known_visitor(const Credentials& credentials, WallTime) {
  if (credentials.bearer == "good") return Visitor{{"robot#1", access::Role::operator_, 0, false}, "", ""};
  if (credentials.bearer.empty() && credentials.cookie == "good")
    return Visitor{{"lan", access::Role::operator_, 1, false}, "good", "proof"};
  return std::nullopt;
}

class Loopback {
 public:
  explicit Loopback(Router router, Limits limits = {}, std::size_t desk_capacity = 64,
                    std::filesystem::path web_ui = {})
      : desk_("desk", desk_capacity, [](const std::string&) {}) {
    ServerSettings settings;
    settings.uploads = folder_.path() / "uploads";
    settings.web_ui = std::move(web_ui);
    settings.limits = limits;
    server_ = std::make_unique<Server>(io_, std::move(settings), std::move(router),
                                       ServerDoors{desk_, clock_, known_visitor, [] {
                                                     return boost::json::object{{"hold", false}};
                                                   }});
    server_->start();
    thread_ = std::thread{[this] { io_.run(); }};
  }
  ~Loopback() {
    io_.stop();
    thread_.join();
  }
  Loopback(const Loopback&) = delete;
  Loopback& operator=(const Loopback&) = delete;

  /// Runs on the io thread and waits for it.
  template <class Work>
  auto on_io(Work work) {
    std::promise<decltype(work())> done;
    auto result = done.get_future();
    boost::asio::post(io_, [&] {
      if constexpr (std::is_void_v<decltype(work())>) {
        work();
        done.set_value();
      } else {
        done.set_value(work());
      }
    });
    return result.get();
  }
  Worker& desk() { return desk_; }
  FixedClock& clock() { return clock_; }
  Server& server() { return *server_; }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  [[nodiscard]] std::thread::id io_thread() const { return thread_.get_id(); }
  [[nodiscard]] std::filesystem::path uploads() const { return folder_.path() / "uploads"; }
  [[nodiscard]] std::size_t files_in_uploads() const {
    const std::filesystem::directory_iterator files{uploads()};
    return static_cast<std::size_t>(std::distance(begin(files), end(files)));
  }

 private:
  store::TempFolder folder_;
  FixedClock clock_;
  boost::asio::io_context io_;
  Worker desk_;
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

using Answer = boost::beast::http::response<boost::beast::http::string_body>;

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(io_) {
    socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }
  /// Bytes as they are. False when the server has closed.
  bool send(const std::string& bytes) {
    boost::system::error_code error;
    boost::asio::write(socket_, boost::asio::buffer(bytes), error);
    return !error;
  }
  /// The next answer; status 0 when the server closed without one.
  Answer receive(bool to_head = false) {
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    parser.skip(to_head);
    parser.body_limit(boost::none);
    boost::system::error_code error;
    boost::beast::http::read(socket_, buffer_, parser, error);
    if (!error) return parser.release();
    Answer none;
    none.result(0U);
    return none;
  }
  Answer ask(const std::string& bytes) {
    send(bytes);
    return receive();
  }
  /// Waits for the server to close; true when it sent nothing more before.
  bool closed() {
    char one = 0;
    boost::system::error_code error;
    const auto got = buffer_.size() + boost::asio::read(socket_, boost::asio::buffer(&one, 1), error);
    return got == 0 && error;
  }
  void hang_up() { socket_.close(); }
  boost::asio::ip::tcp::socket& socket() { return socket_; }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
};

inline std::string get(const std::string& path, const std::string& more = "Authorization: Bearer good\r\n") {
  return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + more + "\r\n";
}
inline std::string send_json(const std::string& path, const std::string& body,
                             const std::string& more = "Authorization: Bearer good\r\n") {
  return "POST " + path +
         " HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n" + more + "\r\n" + body;
}

}  // namespace wardcast::http
