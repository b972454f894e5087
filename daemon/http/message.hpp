// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include "daemon/http/api.hpp"
#include "daemon/http/head.hpp"

namespace wardcast::http {

/// "bytes=0-99", "bytes=100-", "bytes=-5" of a 200 with ranges: 206 with that part, or 416. Anything else is left
/// whole, as RFC 9110 §14.2 allows.
void apply_range(Response& response, std::string_view range);

/// What a page may load: its own origin's things only, no inline script or style. With a nonce also the <style>
/// elements that carry it: libraries make such while the page runs.
std::string content_security_policy(std::string_view style_nonce = {});

/// The answer as it goes on the wire, with the security headers. For HEAD the body is dropped and its length kept.
boost::beast::http::response<boost::beast::http::string_body> to_message(Response response, bool only_head,
                                                                         bool keep_alive);

}  // namespace wardcast::http
