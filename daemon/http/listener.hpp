// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <memory>
#include <string>

#include "daemon/http/core.hpp"
#include "daemon/http/wire.hpp"

namespace wardcast::http {

/// One listener of /api/v1/events, from the upgrade it asked for to its end. `place` is its connection's; `session` its
/// Visitor::key.
boost::asio::awaitable<void> listen(std::shared_ptr<Core> core, Wire wire, boost::beast::http::request_header<> header,
                                    Connections::Place place, std::string session);

}  // namespace wardcast::http
