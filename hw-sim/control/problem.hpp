// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/beast/http/status.hpp>
#include <boost/json/value.hpp>
#include <string_view>

#include "base/result.hpp"
#include "hw-sim/control/http_server.hpp"

namespace wardcast::sim {

/// RFC 9457 problem+json.
HttpResponse problem(boost::beast::http::status status, std::string_view detail, std::string_view field = {});
/// The status that fits the error's code.
HttpResponse problem(const Error& error);
HttpResponse json_response(const boost::json::value& body);
HttpResponse no_content();

}  // namespace wardcast::sim
