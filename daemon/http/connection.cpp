// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/connection.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "daemon/http/gatekeeper.hpp"
#include "daemon/http/listener.hpp"
#include "daemon/http/message.hpp"
#include "daemon/http/problem.hpp"
#include "daemon/http/upload_sink.hpp"
#include "daemon/http/wire.hpp"

namespace wardcast::http {
namespace {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bh = boost::beast::http;

using Parser = bh::request_parser<bh::buffer_body>;

/// What became of a request's body: `refused` when it is answered without asking the handler.
struct Received {
  std::optional<Response> refused;
  std::string text;
  std::shared_ptr<const Upload> upload;
};

/// The answer to a header that could not be read; none when the other end simply left or fell silent.
std::optional<Response> refuse_header(const boost::system::error_code& error, const Limits& limits) {
  if (error == bh::error::header_limit || error == bh::error::buffer_overflow)
    return problem(431, "The request's header is larger than " + std::to_string(limits.header_bytes) + " bytes.");
  const boost::system::error_code left{bh::error::end_of_stream};
  if (error.category() != left.category() || error == left || error == bh::error::partial_message) return std::nullopt;
  return problem(400, "This is not a valid HTTP request.");
}

// g++ 12.2 lays out a coroutine's frame wrongly, and it crashes at its first step, when a co_await stands inside the
// condition of an if, while or switch: every awaited value is named first.

class Connection {
 public:
  Connection(std::shared_ptr<Core> core, Wire wire, std::string peer)
      : core_(std::move(core)),
        wire_(std::move(wire)),
        peer_(std::move(peer)),
        place_(core_->connections.add([this] { beast::get_lowest_layer(wire_).close(); })) {}
  ~Connection() { core_->connections.remove(place_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  asio::awaitable<void> run();

 private:
  asio::awaitable<bool> bytes_arrive();
  asio::awaitable<bool> exchange();
  asio::awaitable<Response> answer(const Head& head, Parser& parser);
  asio::awaitable<bool> recognise(const Credentials& credentials, Run run);
  asio::awaitable<Received> receive(const Head& head, const Route& route, bool logged_in, Parser& parser);
  asio::awaitable<Received> receive_upload(const Head& head, Parser& parser, UploadSink& sink);
  asio::awaitable<std::optional<Response>> receive_json(Parser& parser, std::size_t limit, std::string& into);
  asio::awaitable<std::optional<Response>> receive_file(Parser& parser, UploadSink& sink);
  asio::awaitable<bool> next_part(Parser& parser, char* into, std::size_t room, std::size_t& got);
  asio::awaitable<bool> send(Response response, bool only_head, bool keep_alive);
  asio::awaitable<void> say_continue();
  asio::awaitable<void> refuse(Response refusal);
  asio::awaitable<void> part_politely();
  void deadline(milliseconds limit) { beast::get_lowest_layer(wire_).expires_after(limit); }
  [[nodiscard]] const Limits& limits() const { return core_->settings.limits; }

  const std::shared_ptr<Core> core_;
  Wire wire_;
  const std::string peer_;
  beast::flat_buffer buffer_{128 * 1024};
  const Connections::Place place_;
  // decided while a request is answered
  std::shared_ptr<Request> request_;
  std::string listening_key_;
  std::string person_;
  bool upgrade_ = false;
};

asio::awaitable<bool> Connection::bytes_arrive() {
  if (buffer_.size() > 0) co_return true;
  deadline(limits().idle);
  const auto room = buffer_.prepare(4096);
  const auto [error, bytes] = co_await wire_.async_read_some(room, kUseResult);
  buffer_.commit(bytes);
  co_return !error;
}

asio::awaitable<bool> Connection::next_part(Parser& parser, char* into, std::size_t room, std::size_t& got) {
  parser.get().body().data = into;
  parser.get().body().size = room;
  parser.get().body().more = true;
  auto [error, bytes] = co_await bh::async_read_some(wire_, buffer_, parser, kUseResult);
  if (error == bh::error::need_buffer) error = {};
  got = room - parser.get().body().size;
  co_return !error;
}

asio::awaitable<std::optional<Response>> Connection::receive_json(Parser& parser, std::size_t limit,
                                                                  std::string& into) {
  std::vector<char> part(16 * 1024);
  deadline(limits().body);
  while (!parser.is_done()) {
    std::size_t got = 0;
    const bool came = co_await next_part(parser, part.data(), part.size(), got);
    if (!came) co_return problem(400, "The body ended too early.");
    if (into.size() + got > limit)
      co_return problem(413, "The body is larger than " + std::to_string(limit) + " bytes.");
    into.append(part.data(), got);
  }
  co_return std::nullopt;
}

asio::awaitable<std::optional<Response>> Connection::receive_file(Parser& parser, UploadSink& sink) {
  bool whole = true;
  while (!parser.is_done()) {
    const auto full_by = core_->doors.clock.now().steady + limits().upload_part;
    std::vector<char> part(UploadSink::kPart);
    std::size_t filled = 0;
    while (filled < part.size() && !parser.is_done()) {
      const auto left = std::chrono::duration_cast<milliseconds>(full_by - core_->doors.clock.now().steady);
      if (left <= milliseconds{0})
        co_return problem(408, "The upload comes too slowly; try again on a better network.");
      deadline(std::min(limits().body, left));
      std::size_t got = 0;
      whole = co_await next_part(parser, part.data() + filled, part.size() - filled, got);
      filled += got;
      if (!whole) break;
    }
    if (!whole && !sink.resumed()) co_return problem(400, "The upload ended too early; send the whole file again.");
    part.resize(filled);
    const auto written = sink.write(std::move(part));
    const bool in_time = co_await written->wait(limits().desk);
    if (!in_time) co_return busy();
    if (auto refusal = written->take()) co_return refusal;
    if (!whole) co_return problem(400, "The upload ended too early; go on where it was cut.");
  }
  const auto closed = sink.finish();
  const bool in_time = co_await closed->wait(limits().desk);
  if (!in_time) co_return busy();
  co_return closed->take();
}

asio::awaitable<void> Connection::say_continue() {
  bh::response<bh::empty_body> go_on{bh::status::continue_, 11};
  deadline(limits().write);
  co_await bh::async_write(wire_, go_on, kUseResult);
}

asio::awaitable<Received> Connection::receive_upload(const Head& head, Parser& parser, UploadSink& sink) {
  Received received;
  received.refused = sink.refusal();
  if (received.refused) co_return received;
  if (sink.resumed()) {
    const auto opened = sink.resume();
    const bool in_time = co_await opened->wait(limits().desk);
    received.refused = in_time ? opened->take() : busy();
    if (!received.refused && !head.has_body()) received.refused = sink.progress();
    if (received.refused) co_return received;
  }
  if (head.expects_continue) co_await say_continue();
  received.refused = co_await receive_file(parser, sink);
  if (received.refused) co_return received;
  received.upload = sink.upload();
  if (received.upload == nullptr) received.refused = sink.progress();
  co_return received;
}

asio::awaitable<Received> Connection::receive(const Head& head, const Route& route, bool logged_in, Parser& parser) {
  Received received;
  if (route.body == Body::none && head.has_body() &&
      head.content_length.value_or(1) > limits().json_bytes_before_login) {
    received.refused = problem(413, "This request takes no body.");
    co_return received;
  }
  const auto limit = logged_in ? limits().json_bytes : limits().json_bytes_before_login;
  if (route.body == Body::json && head.has_body() && !head.content_type.starts_with("application/json")) {
    received.refused = problem(415, "Send JSON, with Content-Type: application/json.");
    co_return received;
  }
  if (route.body != Body::file && head.content_length.value_or(0) > limit) {
    received.refused = problem(413, "The body is larger than " + std::to_string(limit) + " bytes.");
    co_return received;
  }
  if (route.body == Body::file && !head.upload_id.empty()) {
    const auto part = read_resumed_upload(head.upload_id, head.content_range, head.content_length);
    if (!part) {
      received.refused = problem(part.error());
      co_return received;
    }
    UploadSink sink{*core_, *part, resumed_file(request_->who().name, head.plain_path, part->id)};
    received = co_await receive_upload(head, parser, sink);
    co_return received;
  }
  if (route.body == Body::file) {
    if (!head.has_body()) {
      received.refused =
          problem(invalid("audio", "The request holds no file; send the recording's bytes as the body."));
      co_return received;
    }
    UploadSink sink{*core_, head.content_length};
    received = co_await receive_upload(head, parser, sink);
    co_return received;
  }
  if (head.expects_continue && head.has_body()) co_await say_continue();
  received.refused = co_await receive_json(parser, limit, received.text);
  co_return received;
}

/// Asks the desk who it is. False when it did not say in time and nobody else knows.
asio::awaitable<bool> Connection::recognise(const Credentials& credentials, Run run) {
  const bool live = run != Run::desk;
  const bool known = live && core_->recall(credentials).has_value();
  const auto patience = known  ? std::min(limits().desk_for_known, limits().desk_for_station)
                        : live ? limits().desk_for_station
                               : limits().desk;
  if (const auto asked = core_->authenticate(credentials)) {
    const bool in_time = co_await asked->wait(patience);
    if (in_time) {
      request_->visitor = asked->take();
      core_->remember(credentials, request_->visitor);
      co_return true;
    }
  }
  if (live) request_->visitor = core_->recall(credentials);
  co_return request_->visitor.has_value();
}

asio::awaitable<Response> Connection::answer(const Head& head, Parser& parser) {
  const auto match = core_->router->find(head.verb, head.segments);
  if (match.allow.empty()) co_return core_->static_file(head);
  if (match.route == nullptr) {
    auto response = problem(405, "This address does not know the method; it knows " + match.allow + ".");
    response.headers.emplace_back("Allow", match.allow);
    co_return response;
  }
  const auto& route = *match.route;
  request_ = std::make_shared<Request>();
  const bool open_to_all = route.permission.kind == Permission::Kind::anyone;
  if (!open_to_all && !head.credentials.none()) {
    const bool recognised = co_await recognise(head.credentials, route.run);
    if (!recognised) co_return busy();
  }
  if (auto refusal = refuse_person(head, route, request_->visitor)) co_return std::move(*refusal);
  if (route.run == Run::events) {
    if (!head.upgrade) {
      auto response = problem(426, "This address speaks WebSocket only.");
      response.headers.emplace_back("Upgrade", "websocket");
      co_return response;
    }
    upgrade_ = true;
    listening_key_ = request_->visitor->key;
    co_return Response{};
  }
  // Whoever is not known keeps no place by sending a body slowly.
  if (request_->visitor) {
    core_->connections.busy(place_);
    person_ = request_->who().name;
  }
  auto received = co_await receive(head, route, request_->visitor.has_value(), parser);
  core_->connections.busy(place_);
  if (received.refused) co_return std::move(*received.refused);
  request_->verb = route.verb;
  request_->path = head.path;
  request_->parameters = match.parameters;
  request_->query = head.query;
  request_->if_match = head.if_match;
  request_->idempotency_key = head.idempotency_key;
  request_->upload = std::move(received.upload);
  request_->peer = peer_;
  request_->secure = core_->tls != nullptr;
  request_->now = core_->doors.clock.now();
  const auto handled = core_->handle(route, std::move(request_), std::move(received.text));
  const bool in_time = co_await handled->wait(limits().desk);
  if (!in_time) co_return busy();
  auto response = handled->take();
  while (response.later) {
    const auto later = std::move(response.later);
    response.later = nullptr;
    const auto final_answer = core_->follow(*later);
    const bool came = co_await final_answer->wait(later->wait);
    if (came) response = final_answer->take();
  }
  co_return response;
}

asio::awaitable<bool> Connection::send(Response response, bool only_head, bool keep_alive) {
  deadline(limits().write + milliseconds{response.body.size() / 16});
  if (core_->settings.strict_transport) response.headers.emplace_back("Strict-Transport-Security", "max-age=86400");
  auto message = to_message(std::move(response), only_head, keep_alive);
  bh::response_serializer<bh::string_body> serializer{message};
  if (only_head) {
    const auto [error, bytes] = co_await bh::async_write_header(wire_, serializer, kUseResult);
    co_return !error;
  }
  const auto [error, bytes] = co_await bh::async_write(wire_, serializer, kUseResult);
  co_return !error;
}

/// Reads on for a moment after a refusal: closing at once on unread bytes would reset the connection before the client
/// has read why.
asio::awaitable<void> Connection::part_politely() {
  auto& socket = beast::get_lowest_layer(wire_).socket();
  boost::system::error_code ignored;  // the other end may be gone already
  socket.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  deadline(limits().linger);
  buffer_.clear();
  for (std::size_t read = 0; read < limits().linger_bytes;) {
    const auto room = buffer_.prepare(64 * 1024);
    const auto [error, bytes] = co_await beast::get_lowest_layer(wire_).async_read_some(room, kUseResult);
    if (error) co_return;
    read += bytes;
  }
}

asio::awaitable<void> Connection::refuse(Response refusal) {
  co_await send(refusal, false, false);
  co_await part_politely();
}

asio::awaitable<bool> Connection::exchange() {
  Parser parser;
  parser.header_limit(limits().header_bytes);
  parser.body_limit(boost::none);
  deadline(limits().header);
  const auto [error, bytes] = co_await bh::async_read_header(wire_, buffer_, parser, kUseResult);
  if (error) {
    if (auto refusal = refuse_header(error, limits())) co_await refuse(std::move(*refusal));
    co_return false;
  }
  core_->connections.idle(place_);  // last in the line of those that give way
  const auto head = read_head(parser.get());
  if (!head) {
    auto refusal = problem(400, head.error().detail);
    co_await refuse(std::move(refusal));
    co_return false;
  }
  auto response = co_await answer(*head, parser);
  request_.reset();
  if (upgrade_) {
    core_->connections.busy(place_);
    bh::request_header<> header = parser.get().base();
    co_await listen(core_, std::move(wire_), std::move(header), place_, listening_key_);
    co_return false;
  }
  if (head->credentials.none()) core_->connections.idle(place_);  // nor by reading the answer slowly
  if (head->verb == Verb::get) apply_if_none_match(response, head->if_none_match);
  apply_range(response, head->range, limits().range_bytes);
  std::unique_ptr<SendingBudget::Place> room;
  if (response.ranges && !head->only_head && !response.body.empty()) {
    room = core_->sending.admit(person_, response.body.size());
    if (!room) response = busy();
  }
  const bool whole = !head->has_body() || parser.is_done();
  const bool keep = head->keep_alive && whole && !core_->stopping;
  const bool sent = co_await send(std::move(response), head->only_head, keep);
  if (!sent) co_return false;
  if (!whole) co_await part_politely();
  co_return keep;
}

asio::awaitable<void> Connection::run() {
  deadline(limits().handshake);
  const bool shaken = co_await wire_.shake_hands();
  if (!shaken) co_return;
  for (;;) {
    core_->connections.idle(place_);
    const bool came = co_await bytes_arrive();
    if (!came) break;
    const bool goes_on = co_await exchange();
    if (!goes_on || core_->stopping) break;
  }
}

}  // namespace

asio::awaitable<void> serve(std::shared_ptr<Core> core, asio::ip::tcp::socket socket) {
  boost::system::error_code gone;
  const auto peer = socket.remote_endpoint(gone);
  if (gone) co_return;
  boost::system::error_code ignored;  // without it answers are only a little slower
  socket.set_option(asio::ip::tcp::no_delay{true}, ignored);
  Wire wire{beast::tcp_stream{std::move(socket)}, core->tls.get()};
  Connection connection{core, std::move(wire), peer.address().to_string()};
  co_await connection.run();
}

}  // namespace wardcast::http
