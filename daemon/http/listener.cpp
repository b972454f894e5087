// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/listener.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket.hpp>

#include "daemon/http/spawn.hpp"

namespace wardcast::http {
namespace {
namespace asio = boost::asio;
namespace beast = boost::beast;

using Socket = beast::websocket::stream<Wire>;

/// Closes it at once, when it is still there.
std::function<void()> closing(const std::shared_ptr<Socket>& socket) {
  return [weak = std::weak_ptr{socket}] {
    if (const auto alive = weak.lock()) beast::get_lowest_layer(*alive).close();
  };
}

/// Reads and drops what a listener says, so that pongs and its close are seen.
asio::awaitable<void> drain(std::shared_ptr<Socket> socket, std::shared_ptr<EventClient> client, milliseconds limit) {
  beast::flat_buffer heard{4096};
  for (;;) {
    const auto [error, bytes] = co_await socket->async_read(heard, kUseResult);
    if (error) break;
    heard.consume(bytes);
  }
  client->leave(EventClient::Leaving::gone, limit);
}

beast::websocket::close_reason goodbye(EventClient::Leaving why) {
  using beast::websocket::close_code;
  switch (why) {
    case EventClient::Leaving::too_slow:
      return {close_code::try_again_later, "too slow; come back for a new snapshot"};
    case EventClient::Leaving::logged_out:
      return {close_code::policy_error, "logged out"};
    default:
      return {close_code::going_away};
  }
}

/// From the accepted upgrade on.
asio::awaitable<void> tell(std::shared_ptr<Core> core, std::shared_ptr<Socket> socket, std::string session) {
  const auto limits = core->settings.limits;
  const auto client = core->events.join(session);
  if (!client) {
    const beast::websocket::close_reason full{beast::websocket::close_code::try_again_later, "too many listeners"};
    co_await socket->async_close(full, kUseResult);
    co_return;
  }
  client->kill = closing(socket);
  spawn(core->executor, drain(socket, client, limits.event_close), "a reader of /events");
  socket->text(true);
  for (;;) {
    const auto text = co_await client->next();
    if (!text) break;
    const auto bytes = asio::buffer(*text);
    const auto [error, sent] = co_await socket->async_write(bytes, kUseResult);
    if (error) client->leave(EventClient::Leaving::gone, limits.event_close);
  }
  if (client->leaving() != EventClient::Leaving::gone) {
    const auto reason = goodbye(client->leaving());
    co_await socket->async_close(reason, kUseResult);
  }
  core->events.part(client);
  core->listened(session);
}

}  // namespace

asio::awaitable<void> listen(std::shared_ptr<Core> core, Wire wire, beast::http::request_header<> header,
                             Connections::Place place, std::string session) {
  const auto& limits = core->settings.limits;
  const beast::http::request<beast::http::empty_body> asked{std::move(header)};
  beast::get_lowest_layer(wire).expires_never();
  const auto socket = std::make_shared<Socket>(std::move(wire));
  place->close = closing(socket);
  beast::websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = limits.handshake;
  timeout.idle_timeout = 2 * limits.event_ping;
  timeout.keep_alive_pings = true;
  socket->set_option(timeout);
  socket->read_message_max(4096);
  const auto [error] = co_await socket->async_accept(asked, kUseResult);
  if (!error) co_await tell(core, socket, std::move(session));
}

}  // namespace wardcast::http
