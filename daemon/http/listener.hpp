// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <memory>

#include "daemon/http/core.hpp"
#include "daemon/http/spawn.hpp"

namespace wardcast::http {

template <class Stream>
using Socket = boost::beast::websocket::stream<Stream>;

/// Reads and drops what a listener says, so that pongs and its close are seen.
template <class Stream>
boost::asio::awaitable<void> drain(std::shared_ptr<Socket<Stream>> socket, std::shared_ptr<EventClient> client,
                                   milliseconds limit) {
  boost::beast::flat_buffer heard{4096};
  for (;;) {
    const auto [error, bytes] = co_await socket->async_read(heard, kUseResult);
    if (error) break;
    heard.consume(bytes);
  }
  client->leave(EventClient::Leaving::gone, limit);
}

inline boost::beast::websocket::close_reason goodbye(EventClient::Leaving why) {
  using boost::beast::websocket::close_code;
  switch (why) {
    case EventClient::Leaving::too_slow:
      return {close_code::try_again_later, "too slow; come back for a new snapshot"};
    case EventClient::Leaving::logged_out:
      return {close_code::policy_error, "logged out"};
    default:
      return {close_code::going_away};
  }
}

/// One listener of /api/v1/events, from the accepted upgrade to its end.
template <class Stream>
boost::asio::awaitable<void> listen(std::shared_ptr<Core> core, std::shared_ptr<Socket<Stream>> socket,
                                    std::string session) {
  const auto limits = core->settings.limits;
  const auto client = core->events.join(session);
  if (!client) {
    const boost::beast::websocket::close_reason full{boost::beast::websocket::close_code::try_again_later,
                                                     "too many listeners"};
    co_await socket->async_close(full, kUseResult);
    co_return;
  }
  client->kill = [weak = std::weak_ptr{socket}] {
    if (const auto alive = weak.lock()) boost::beast::get_lowest_layer(*alive).close();
  };
  spawn(core->executor, drain<Stream>(socket, client, limits.event_close), "a reader of /events");
  socket->text(true);
  for (;;) {
    const auto text = co_await client->next();
    if (!text) break;
    const auto bytes = boost::asio::buffer(*text);
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

}  // namespace wardcast::http
