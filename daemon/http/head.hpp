// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/http/api.hpp"

namespace wardcast::http {

/// A request's header, taken apart.
struct Head {
  std::optional<Verb> verb;  ///< HEAD counts as get; absent for methods nobody here serves
  bool only_head = false;    ///< HEAD: answer without the body
  std::string path;          ///< as sent
  std::string plain_path;    ///< percent-decoded
  std::vector<std::string> segments;
  Words query;
  Credentials credentials;
  std::string host, origin, content_type, csrf_token, idempotency_key, if_match, if_none_match, range, content_range,
      upload_id;
  std::optional<std::uint64_t> content_length;
  bool takes_brotli = false, takes_gzip = false;  ///< of an answer's body
  bool chunked = false;
  bool expects_continue = false;
  bool keep_alive = true;
  bool upgrade = false;  ///< wants to become a WebSocket

  [[nodiscard]] bool has_body() const { return chunked || content_length.value_or(0) > 0; }
  /// GET and HEAD change nothing.
  [[nodiscard]] bool changes() const { return verb != Verb::get; }
};

/// The error's detail is for a 400.
Result<Head> read_head(const boost::beast::http::request_header<boost::beast::http::fields>& header);

/// Does "Origin: https://HOST" name the host the request was sent to? A default port may be left out on either side.
bool origin_matches(std::string_view origin, std::string_view host);

/// A request that came with a cookie and changes something (or opens a WebSocket) must prove that our own page sent it:
/// Origin, when sent, names this host, and X-CSRF-Token equals the session's token. Returns why not; empty when it may
/// pass. A bearer token needs no such proof, for no browser adds it by itself. `session_csrf` is null when there is no
/// session yet (login).
std::string forgery(const Head& head, const std::string* session_csrf);

}  // namespace wardcast::http
