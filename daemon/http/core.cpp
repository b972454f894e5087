// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/core.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/parser.hpp>

#include "daemon/access/secrets.hpp"
#include "daemon/http/message.hpp"
#include "daemon/http/problem.hpp"

namespace wardcast::http {
namespace {

/// A request's body as a JSON object; 400 says at which byte it is not one.
std::optional<Response> parse_json(const std::string& body, Request& request) {
  if (body.empty()) return std::nullopt;
  boost::json::parser parser;
  boost::system::error_code error;
  const auto good = parser.write_some(body, error);
  if (!error && good < body.size()) error = boost::json::error::extra_data;
  if (error)
    return problem(400,
                   "The body is not valid JSON at byte " + std::to_string(good + 1) + ": " + error.message() + ".");
  auto value = parser.release();
  if (!value.is_object()) return problem(400, "The body must be a JSON object, in braces.");
  request.json = std::move(value.as_object());
  return std::nullopt;
}

/// A fault of ours must cost one answer, not the desk or the connection: the only place where a handler's exception
/// ends.
Response call(const Route& route, Request& request, const std::string& body) {
  try {
    if (route.body == Body::json)
      if (auto refusal = parse_json(body, request)) return std::move(*refusal);
    return route.handler(request);
  } catch (const std::exception& error) {
    spdlog::error("http: {} {} failed: {}", to_string(route.verb), route.path, error.what());
    return problem(500, "The station could not do this; its log says why.");
  }
}

/// A token and a cookie of the same text are not the same thing.
std::string key_of(const Credentials& credentials) {
  return credentials.by_cookie() ? "cookie " + credentials.cookie : "bearer " + credentials.bearer;
}

/// A page is never the same twice: it names the nonce of its own answer.
std::string with_nonce(std::string page, std::string_view nonce) {
  constexpr std::string_view kPlace = "{{csp-nonce}}";
  for (auto at = page.find(kPlace); at != std::string::npos; at = page.find(kPlace, at + nonce.size()))
    page.replace(at, kPlace.size(), nonce);
  return page;
}

/// The smallest form that the asker takes. All share one ETag: Vary keeps them apart.
const std::string* compressed(const StaticFile& file, const Head& head, Response& response) {
  if (file.brotli.empty() && file.gzip.empty()) return &file.body;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (head.takes_brotli && !file.brotli.empty()) {
    response.headers.emplace_back("Content-Encoding", "br");
    return &file.brotli;
  }
  if (head.takes_gzip && !file.gzip.empty()) {
    response.headers.emplace_back("Content-Encoding", "gzip");
    return &file.gzip;
  }
  return &file.body;
}

}  // namespace

std::shared_ptr<boost::asio::ssl::context> tls_context(const tls::KeyPair& pair) {
  namespace ssl = boost::asio::ssl;
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  context->set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1);
  context->use_certificate_chain(boost::asio::buffer(pair.certificate));
  context->use_private_key(boost::asio::buffer(pair.key), ssl::context::pem);
  return context;
}

Response busy() {
  auto response = problem(503, Reason::station_busy, "The station is busy; try again in a moment.");
  response.headers.emplace_back("Retry-After", "2");
  return response;
}

Core::Core(const boost::asio::any_io_executor& io, ServerSettings with, Router table, ServerDoors through,
           Worker& writer)
    : executor(io),
      settings(std::move(with)),
      router(std::make_shared<const Router>(std::move(table))),
      doors(std::move(through)),
      files(settings.web_ui.empty() ? StaticFiles{} : StaticFiles{settings.web_ui}),
      events(io, settings.limits, doors.onair),
      connections(settings.limits.connections),
      sending(settings.limits.sending_bytes, settings.limits.sending_bytes_each),
      tls(settings.tls ? tls_context(*settings.tls) : nullptr),
      upload_writer(writer) {}

Awaited<std::optional<Visitor>> Core::authenticate(const Credentials& credentials) {
  auto answer = std::make_shared<OneShot<std::optional<Visitor>>>(executor);
  const auto now = doors.clock.now().wall;
  const bool taken = doors.desk.post([answer, now, credentials, io = executor, ask = doors.authenticate] {
    auto who = ask(credentials, now);
    boost::asio::post(io, [answer, found = std::move(who)]() mutable { answer->set(std::move(found)); });
  });
  return taken ? answer : nullptr;
}

void Core::remember(const Credentials& credentials, const std::optional<Visitor>& visitor) {
  constexpr std::size_t kMost = 256;
  const auto key = key_of(credentials);
  if (!visitor || ended_.contains(visitor->key)) {
    recognised_.erase(key);
    return;
  }
  if (recognised_.size() >= kMost && !recognised_.contains(key))
    // They come back with their next request; one that only listens sends none.
    std::erase_if(recognised_, [this](const auto& entry) { return !events.heard_by(entry.second.visitor.key); });
  recognised_.insert_or_assign(key, Recognised{*visitor, doors.clock.now().steady});
}

std::optional<Visitor> Core::recall(const Credentials& credentials) {
  const auto found = recognised_.find(key_of(credentials));
  if (found == recognised_.end()) return std::nullopt;
  const auto& [visitor, at] = found->second;
  const bool lately = doors.clock.now().steady - at <= settings.limits.recognised;
  return lately || events.heard_by(visitor.key) ? std::optional{visitor} : std::nullopt;
}

void Core::listened(const std::string& key) {
  if (key.empty()) return;
  for (auto& [credentials, recognised] : recognised_)
    if (recognised.visitor.key == key) recognised.at = doors.clock.now().steady;
}

std::vector<std::string> Core::recognised_keys() const {
  std::vector<std::string> keys;
  keys.reserve(recognised_.size());
  for (const auto& [credentials, recognised] : recognised_) keys.push_back(recognised.visitor.key);
  return keys;
}

void Core::forget(const std::string& key) {
  if (key.empty()) return;
  constexpr std::size_t kMost = 256;
  const auto now = doors.clock.now().steady;
  std::erase_if(ended_, [&](const auto& entry) { return now - entry.second > settings.limits.desk; });
  if (ended_.size() >= kMost) ended_.clear();
  ended_.insert_or_assign(key, now);
  std::erase_if(recognised_, [&key](const auto& entry) { return entry.second.visitor.key == key; });
  events.drop(key);
}

Awaited<Response> Core::handle(const Route& route, std::shared_ptr<Request> request, std::string body) {
  auto answer = std::make_shared<OneShot<Response>>(executor);
  if (route.run == Run::station) {
    answer->set(call(route, *request, body));
    return answer;
  }
  const auto held = std::make_shared<std::shared_ptr<Request>>(std::move(request));
  const bool taken =
      doors.desk.post([answer, &route, table = router, held, text = std::move(body), io = executor]() mutable {
        auto response = call(route, **held, text);
        held->reset();  // an upload nobody kept is removed here, not on the io thread
        boost::asio::post(io, [answer, done = std::move(response)]() mutable { answer->set(std::move(done)); });
      });
  if (taken) return answer;
  let_go(std::move((*held)->upload));
  answer->set(busy());
  return answer;
}

void Core::let_go(std::shared_ptr<const void> upload) {
  if (upload != nullptr) (void)upload_writer.post([last = std::move(upload)] {});
}

Awaited<Response> Core::follow(const Later& later) {
  auto answer = std::make_shared<OneShot<Response>>(executor);
  later.start([answer, io = executor](Response response) {
    boost::asio::post(io, [answer, done = std::move(response)]() mutable { answer->set(std::move(done)); });
  });
  return answer;
}

Response Core::static_file(const Head& head) const {
  if (head.verb != Verb::get) {
    auto response =
        problem(files.find(head.plain_path) == nullptr ? 404 : 405, "There is nothing to do at this address.");
    if (response.status == 405) response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  const auto* file = files.find(head.plain_path);
  if (file == nullptr) return problem(404, "There is nothing at this address.");
  Response response;
  if (file->content_type.starts_with("text/html")) {
    const auto nonce = access::random_secret();
    response.content_type = file->content_type;
    response.body = with_nonce(file->body, nonce);
    response.headers.emplace_back("Content-Security-Policy", content_security_policy(nonce));
    return response;
  }
  response.headers.emplace_back("ETag", file->etag);
  response.headers.emplace_back("Cache-Control", file->hashed ? "public, max-age=31556926, immutable" : "no-cache");
  response.content_type = file->content_type;
  if (head.if_none_match == file->etag) return response;  // told as 304
  response.body = *compressed(*file, head, response);
  return response;
}

}  // namespace wardcast::http
