// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <cstdint>
#include <limits>

#include "daemon/http/api.hpp"
#include "daemon/http/head.hpp"

namespace wardcast::http {

/// 304 without a body for a 200 whose ETag is `known`, what the asker has already ("If-None-Match" as sent).
void apply_if_none_match(Response& response, std::string_view known);

/// "bytes=0-99", "bytes=100-", "bytes=-5" of a 200 with ranges: 206 with that part, or 416. Anything else is left
/// whole, as RFC 9110 §14.2 allows. Of a part longer than `most` its beginning: §15.3.7 has the asker look at what
/// came.
void apply_range(Response& response, std::string_view range,
                 std::uint64_t most = std::numeric_limits<std::uint64_t>::max());

/// What a page may load: its own origin's things only, no inline script or style. With a nonce also the <style>
/// elements that carry it: libraries make such while the page runs.
std::string content_security_policy(std::string_view style_nonce = {});

/// The answer as it goes on the wire, with the security headers. For HEAD the body is dropped and its length kept.
boost::beast::http::response<boost::beast::http::string_body> to_message(Response response, bool only_head,
                                                                         bool keep_alive);

}  // namespace wardcast::http
