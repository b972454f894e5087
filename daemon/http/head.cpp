// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/head.hpp"

#include <openssl/crypto.h>

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>

#include "base/text.hpp"

namespace wardcast::http {
namespace {
namespace bh = boost::beast::http;

std::string value_of(const bh::fields& fields, bh::field name) {
  const auto text = fields[name];
  return {text.data(), text.size()};
}

std::string session_cookie(const bh::fields& fields) {
  constexpr std::string_view kName = "wardcast_session=";
  for (auto [at, end] = fields.equal_range(bh::field::cookie); at != end; ++at) {
    std::string_view rest{at->value().data(), at->value().size()};
    while (!rest.empty()) {
      auto pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.starts_with(kName)) return std::string{pair.substr(kName.size())};
    }
  }
  return {};
}

std::string bearer_token(std::string_view authorization) {
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() <= kScheme.size()) return {};
  if (!boost::beast::iequals({authorization.data(), kScheme.size()}, {kScheme.data(), kScheme.size()})) return {};
  return std::string{authorization.substr(kScheme.size())};
}

/// Percent-decoded text of an address. Answers quote it in JSON, and stored text is compared with it: UTF-8 in form C.
Result<std::string> text_of(std::string_view decoded) {
  auto text = to_nfc(decoded);
  if (!text) return invalid("", "The request's address is not UTF-8.");
  return text;
}

Result<void> read_target(std::string_view target, Head& head) {
  const auto url = boost::urls::parse_origin_form({target.data(), target.size()});
  if (!url) return invalid("", "The request's address is not a valid path.");
  head.path = std::string{std::string_view{url->encoded_path()}};
  head.plain_path = url->path();
  for (const auto& segment : url->segments()) {
    auto text = text_of(segment);
    if (!text) return text.error();
    head.segments.push_back(std::move(*text));
  }
  for (const auto& param : url->params()) {
    auto key = text_of(param.key);
    auto value = text_of(param.value);
    if (!key || !value) return key ? value.error() : key.error();
    head.query.emplace(std::move(*key), std::move(*value));
  }
  return {};
}

void read_verb(bh::verb method, Head& head) {
  switch (method) {
    case bh::verb::head:
      head.only_head = true;
      [[fallthrough]];
    case bh::verb::get:
      head.verb = Verb::get;
      break;
    case bh::verb::post:
      head.verb = Verb::post;
      break;
    case bh::verb::put:
      head.verb = Verb::put;
      break;
    case bh::verb::patch:
      head.verb = Verb::patch;
      break;
    case bh::verb::delete_:
      head.verb = Verb::delete_;
      break;
    default:
      break;
  }
}

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

/// "br, gzip;q=0.8": what is named, unless with no weight at all. Beast 1.81 hands a name without parameters those of
/// the name before it; at worst the plain form is sent, which is never wrong.
void read_encodings(boost::beast::string_view accepted, Head& head) {
  for (const auto& [name, parameters] : bh::ext_list{accepted}) {
    const bool refused = std::any_of(parameters.begin(), parameters.end(), [](const auto& parameter) {
      return boost::beast::iequals(parameter.first, "q") &&
             (parameter.second == "0" || parameter.second.starts_with("0.000"));
    });
    if (refused) continue;
    head.takes_brotli = head.takes_brotli || boost::beast::iequals(name, "br");
    head.takes_gzip = head.takes_gzip || boost::beast::iequals(name, "gzip");
  }
}

}  // namespace

Result<Head> read_head(const bh::request_header<bh::fields>& header) {
  Head head;
  read_verb(header.method(), head);
  const auto target = header.target();
  if (auto read = read_target({target.data(), target.size()}, head); !read) return read.error();
  const bool http11 = header.version() >= 11;
  if (http11 && header.count(bh::field::host) != 1) return invalid("", "The request must have one Host header.");
  head.host = value_of(header, bh::field::host);
  head.origin = value_of(header, bh::field::origin);
  head.content_type = value_of(header, bh::field::content_type);
  head.if_match = value_of(header, bh::field::if_match);
  head.if_none_match = value_of(header, bh::field::if_none_match);
  head.range = value_of(header, bh::field::range);
  head.content_range = value_of(header, bh::field::content_range);
  read_encodings(header[bh::field::accept_encoding], head);
  const auto upload_id = header["Upload-Id"];
  head.upload_id = {upload_id.data(), upload_id.size()};
  const auto csrf = header["X-CSRF-Token"];
  head.csrf_token = {csrf.data(), csrf.size()};
  const auto key = header["Idempotency-Key"];
  head.idempotency_key = {key.data(), key.size()};
  head.credentials.bearer = bearer_token(value_of(header, bh::field::authorization));
  head.credentials.cookie = session_cookie(header);
  head.chunked = bh::token_list{header[bh::field::transfer_encoding]}.exists("chunked");
  if (const auto length = value_of(header, bh::field::content_length); !length.empty()) {
    std::uint64_t bytes = 0;
    const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bytes);
    if (error != std::errc{} || end != length.data() + length.size())
      return invalid("", "Content-Length must be a number.");
    head.content_length = bytes;
  }
  head.expects_continue = boost::beast::iequals(header[bh::field::expect], "100-continue");
  bh::token_list connection{header[bh::field::connection]};
  head.keep_alive = http11 ? !connection.exists("close") : connection.exists("keep-alive");
  head.upgrade = connection.exists("upgrade") && boost::beast::iequals(header[bh::field::upgrade], "websocket");
  return head;
}

bool origin_matches(std::string_view origin, std::string_view host) {
  for (const auto& [scheme, port] : {std::pair{std::string_view{"http://"}, std::string_view{":80"}},
                                     std::pair{std::string_view{"https://"}, std::string_view{":443"}}}) {
    if (!origin.starts_with(scheme)) continue;
    auto theirs = lower(origin.substr(scheme.size()));
    auto ours = lower(host);
    if (theirs.ends_with(port)) theirs.resize(theirs.size() - port.size());
    if (ours.ends_with(port)) ours.resize(ours.size() - port.size());
    return !ours.empty() && theirs == ours;
  }
  return false;
}

std::string forgery(const Head& head, const std::string* session_csrf) {
  if (!head.credentials.bearer.empty()) return {};
  if (!head.changes() && !head.upgrade) return {};
  if (!head.origin.empty() && !origin_matches(head.origin, head.host))
    return "The request comes from a page of another site (Origin).";
  if (session_csrf == nullptr || !head.changes()) return {};
  if (session_csrf->empty() || !same_secret(head.csrf_token, *session_csrf))
    return "The header X-CSRF-Token is missing or is not this session's; GET /api/v1/me tells it.";
  return {};
}

}  // namespace wardcast::http
