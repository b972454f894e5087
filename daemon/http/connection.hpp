// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>

#include "daemon/http/core.hpp"

namespace wardcast::http {

/// Serves one accepted connection until it ends, over TLS when the core has a context.
boost::asio::awaitable<void> serve(std::shared_ptr<Core> core, boost::asio::ip::tcp::socket socket);

}  // namespace wardcast::http
