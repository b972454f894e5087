// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <boost/json/object.hpp>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "daemon/access/roles.hpp"

// What a handler sees of HTTP: plain values in, plain values out. No socket, no Beast.
namespace wardcast::http {

enum class Verb : std::uint8_t { get, post, put, patch, delete_ };
std::string_view to_string(Verb verb);  ///< "GET", …

/// Which thread a handler runs on.
enum class Run : std::uint8_t {
  desk,     ///< the desk thread, which alone touches the Store; may block on the disk
  station,  ///< the io thread, which owns the station's live state; never blocks
  events    ///< not a handler: the WebSocket of live changes
};
/// What a request to a route carries.
enum class Body : std::uint8_t {
  none,
  json,  ///< a JSON object, parsed before the handler is called; an absent body is an empty object
  file   ///< any bytes, streamed into a file of the uploads folder
};

/// A received file. Removed when the last owner lets go of it.
struct Upload {
  explicit Upload(std::filesystem::path where) : path(std::move(where)) {}
  ~Upload();
  Upload(const Upload&) = delete;
  Upload& operator=(const Upload&) = delete;

  const std::filesystem::path path;
  std::uint64_t bytes = 0;
};

using Words = std::map<std::string, std::string, std::less<>>;

/// What a request presents to say who sends it.
struct Credentials {
  std::string bearer;  ///< of "Authorization: Bearer …"
  std::string cookie;  ///< of the cookie wardcast_session
  [[nodiscard]] bool none() const { return bearer.empty() && cookie.empty(); }
  /// A browser adds cookies by itself, so only they can be abused by another site.
  [[nodiscard]] bool by_cookie() const { return bearer.empty() && !cookie.empty(); }
};

/// A person (or token) that was recognised.
struct Visitor {
  access::Principal who;
  std::string key;   ///< stands for what was presented, session or token, without giving it away: see Server::forget
  std::string csrf;  ///< what X-CSRF-Token must be when the cookie speaks; a token has none
};

struct Request {
  Verb verb = Verb::get;
  std::string path;                      ///< as sent, without the query
  Words parameters;                      ///< of the route's {name} segments, percent-decoded
  Words query;                           ///< percent-decoded; of a repeated name the first
  boost::json::object json;              ///< for Body::json
  std::shared_ptr<const Upload> upload;  ///< for Body::file
  std::string if_match;                  ///< as sent
  std::string idempotency_key;           ///< empty when none was sent
  std::string peer;                      ///< address of the other end, for throttling and logs
  bool secure = false;                   ///< came over TLS
  std::optional<Visitor> visitor;        ///< absent only on public routes
  Now now{};

  [[nodiscard]] std::string parameter(std::string_view name) const;
  [[nodiscard]] std::optional<std::string> query_value(std::string_view name) const;
  /// The {id} of the path as a number; not_found when it is none.
  [[nodiscard]] Result<std::int64_t> id() const;
  [[nodiscard]] const access::Principal& who() const { return visitor->who; }
};

struct Response;
/// Gives the final answer of a Later. Any thread; only the first call counts.
using Reply = std::function<void(Response)>;
/// An answer that is not ready: `start` is called on the io thread and must not block; when nothing was replied after
/// `wait`, the Response that carries this Later is sent as it stands.
struct Later {
  milliseconds wait{0};
  std::function<void(Reply)> start;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  bool ranges = false;  ///< the server may answer a Range request with a part of the body (audio players ask for it)
  std::shared_ptr<const Later> later;
};

using Handler = std::function<Response(const Request&)>;

}  // namespace wardcast::http
