// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/container/static_vector.hpp>
#include <functional>
#include <memory>
#include <utility>
#include <variant>

namespace wardcast::http {

/// One accepted connection, plain or over TLS. Which of the two is settled here and nowhere else, behind one completion
/// type, so that everything that speaks HTTP or WebSocket over it exists once: an AsyncStream of Beast
/// (https://www.boost.org/doc/libs/1_81_0/libs/beast/doc/html/beast/concepts/streams.html). io thread only.
class Wire {
 public:
  using executor_type = boost::asio::any_io_executor;
  using next_layer_type = boost::beast::tcp_stream;

  /// Over TLS when there is a context.
  Wire(boost::beast::tcp_stream stream, boost::asio::ssl::context* tls);

  executor_type get_executor() noexcept { return next_layer().get_executor(); }
  /// Where deadlines are set, and what is closed: get_lowest_layer() of Beast finds it.
  next_layer_type& next_layer() noexcept;
  /// What must be agreed before anything is said. False when the other end does not agree, or left.
  boost::asio::awaitable<bool> shake_hands();

  /// Signature void(error_code, std::size_t bytes), as Beast asks; at most kParts buffers are taken at a time.
  template <class Buffers, class Token>
  auto async_read_some(const Buffers& into, Token&& token) {
    return begin<boost::asio::mutable_buffer>(&Wire::read, into, token);
  }
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& from, Token&& token) {
    return begin<boost::asio::const_buffer>(&Wire::write, from, token);
  }
  /// The end of a WebSocket's connection, found by Beast through its argument. Signature void(error_code).
  template <class Handler>
  friend void async_teardown(boost::beast::role_type role, Wire& wire, Handler&& handler) {
    const executor_type on = boost::asio::get_associated_executor(handler, wire.get_executor());
    wire.tear_down(role, on, once<boost::system::error_code>(std::forward<Handler>(handler)));
  }

 private:
  static constexpr std::size_t kParts = 16;
  template <class Buffer>
  using Parts = boost::container::static_vector<Buffer, kParts>;
  using Moved = std::function<void(boost::system::error_code, std::size_t)>;
  using TornDown = std::function<void(boost::system::error_code)>;
  using Plain = boost::beast::tcp_stream;
  using Tls = boost::beast::ssl_stream<boost::beast::tcp_stream>;

  /// std::function copies, a handler only moves: it is shared, and moved out before it is called.
  template <class... Results, class Handler>
  static std::function<void(Results...)> once(Handler&& handler) {
    return [kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(handler))](Results... results) {
      auto called = std::move(*kept);
      std::move(called)(results...);
    };
  }
  template <class Buffer, class Buffers, class Token>
  auto begin(void (Wire::*start)(const Parts<Buffer>&, const executor_type&, Moved), const Buffers& buffers,
             Token& token) {
    Parts<Buffer> parts;
    const auto end = boost::asio::buffer_sequence_end(buffers);
    for (auto at = boost::asio::buffer_sequence_begin(buffers); at != end && parts.size() < kParts; ++at)
      if (const Buffer part = *at; part.size() > 0) parts.push_back(part);
    return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
        [this, start](auto handler, const Parts<Buffer>& some) {
          const executor_type on = boost::asio::get_associated_executor(handler, get_executor());
          (this->*start)(some, on, once<boost::system::error_code, std::size_t>(std::move(handler)));
        },
        token, parts);
  }

  void read(const Parts<boost::asio::mutable_buffer>& into, const executor_type& on, Moved done);
  void write(const Parts<boost::asio::const_buffer>& from, const executor_type& on, Moved done);
  void tear_down(boost::beast::role_type role, const executor_type& on, TornDown done);

  std::variant<Plain, Tls> stream_;
};

}  // namespace wardcast::http
