// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/wire.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>

#include "daemon/http/spawn.hpp"

namespace wardcast::http {
namespace asio = boost::asio;
namespace beast = boost::beast;

Wire::Wire(beast::tcp_stream stream, asio::ssl::context* tls) : stream_(std::in_place_type<Plain>, std::move(stream)) {
  if (tls == nullptr) return;
  Tls secured{std::move(std::get<Plain>(stream_)), *tls};
  stream_.emplace<Tls>(std::move(secured));
}

Wire::next_layer_type& Wire::next_layer() noexcept {
  if (auto* const secured = std::get_if<Tls>(&stream_)) return secured->next_layer();
  return *std::get_if<Plain>(&stream_);
}

asio::awaitable<bool> Wire::shake_hands() {
  auto* const secured = std::get_if<Tls>(&stream_);
  if (secured == nullptr) co_return true;
  const auto [error] = co_await secured->async_handshake(asio::ssl::stream_base::server, kUseResult);
  co_return !error;
}

void Wire::read(const Parts<asio::mutable_buffer>& into, const executor_type& on, Moved done) {
  std::visit([&](auto& stream) { stream.async_read_some(into, asio::bind_executor(on, std::move(done))); }, stream_);
}

void Wire::write(const Parts<asio::const_buffer>& from, const executor_type& on, Moved done) {
  std::visit([&](auto& stream) { stream.async_write_some(from, asio::bind_executor(on, std::move(done))); }, stream_);
}

void Wire::tear_down(beast::role_type role, const executor_type& on, TornDown done) {
  using beast::websocket::async_teardown;
  std::visit([&](auto& stream) { async_teardown(role, stream, asio::bind_executor(on, std::move(done))); }, stream_);
}

}  // namespace wardcast::http
