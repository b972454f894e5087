// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/message.hpp"

#include <algorithm>
#include <charconv>

namespace wardcast::http {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void apply_if_none_match(Response& response, std::string_view known) {
  if (response.status != 200 || known.empty()) return;
  const auto etag = std::ranges::find(response.headers, "ETag", &std::pair<std::string, std::string>::first);
  if (etag == response.headers.end() || etag->second != known) return;
  response.status = 304;
  response.content_type.clear();
  response.body.clear();
}

void apply_range(Response& response, std::string_view range, std::uint64_t most) {
  if (!response.ranges || response.status != 200) return;
  response.headers.emplace_back("Accept-Ranges", "bytes");
  constexpr std::string_view kUnit = "bytes=";
  if (!range.starts_with(kUnit)) return;
  range.remove_prefix(kUnit.size());
  const auto dash = range.find('-');
  if (dash == std::string_view::npos || range.find(',') != std::string_view::npos) return;
  const auto first = number(range.substr(0, dash));
  const auto last = number(range.substr(dash + 1));
  const std::uint64_t size = response.body.size();
  const bool suffix = dash == 0;  // "-5": the last five
  if (suffix ? !last.has_value() : !first.has_value() || (dash + 1 < range.size() && !last)) return;
  const std::uint64_t from = first ? *first : size - std::min(*last, size);
  const std::uint64_t asked = first && last && *last < size ? *last + 1 : size;
  const std::uint64_t to = asked > from ? from + std::min(asked - from, most) : asked;
  if (from >= to) {
    response.status = 416;
    response.body.clear();
    response.headers.emplace_back("Content-Range", "bytes */" + std::to_string(size));
    return;
  }
  response.status = 206;
  response.headers.emplace_back(
      "Content-Range", "bytes " + std::to_string(from) + "-" + std::to_string(to - 1) + "/" + std::to_string(size));
  response.body = response.body.substr(from, to - from);
}

std::string content_security_policy(std::string_view style_nonce) {
  std::string policy =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
  if (!style_nonce.empty()) policy.append("; style-src 'self' 'nonce-").append(style_nonce).append("'");
  return policy;
}

boost::beast::http::response<boost::beast::http::string_body> to_message(Response response, bool only_head,
                                                                         bool keep_alive) {
  namespace bh = boost::beast::http;
  bh::response<bh::string_body> message{bh::int_to_status(static_cast<unsigned>(response.status)), 11};
  message.keep_alive(keep_alive);
  message.set("X-Content-Type-Options", "nosniff");
  message.set("Content-Security-Policy", content_security_policy());
  message.set("Referrer-Policy", "no-referrer");
  message.set("X-Frame-Options", "DENY");
  message.set("Cross-Origin-Resource-Policy", "same-origin");
  if (!response.content_type.empty()) message.set(bh::field::content_type, response.content_type);
  message.set(bh::field::cache_control, "no-store");
  for (const auto& [name, value] : response.headers) {
    if (name == "Set-Cookie")
      message.insert(name, value);
    else
      message.set(name, value);
  }
  if (response.status != 204 && response.status != 304) message.content_length(response.body.size());
  if (!only_head) message.body() = std::move(response.body);
  return message;
}

}  // namespace wardcast::http
