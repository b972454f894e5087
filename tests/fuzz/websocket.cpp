// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that a listener of /events sends after the upgrade, while events go out. The first byte says in pieces of how
// many they come, and when it is even an event goes out before each.
#include <boost/json/parse.hpp>

#include "tests/fuzz/http_client.hpp"

namespace {

using namespace wardcast;

constexpr std::string_view kUpgrade =
    "GET /api/v1/events HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer good\r\nConnection: Upgrade\r\n"
    "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

http::Router routes() {
  http::Router router;
  router.add(
      {http::Verb::get, "/api/v1/events", http::Run::events, http::Permission::logged_in(), http::Body::none, {}});
  return router;
}

/// What the server says is whole frames of its own, unmasked; the last may be cut when the connection broke.
void check_frames(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  while (bytes.size() >= 2) {
    const unsigned opcode = at(0) & 0x0fU;
    std::size_t length = at(1) & 0x7fU;
    std::size_t head = 2;
    fuzz::must((at(0) & 0x70U) == 0 && (at(1) & 0x80U) == 0, "a server's frame has no mask and no reserved bit");
    fuzz::must(opcode == 1 || opcode == 8 || opcode == 9 || opcode == 10, "text, close, ping or pong");
    if (length == 126) {
      if (bytes.size() < 4) return;
      length = std::size_t{at(2)} << 8U | at(3);
      head = 4;
    }
    fuzz::must(length < 127 || head == 4, "no message is that long");
    if (bytes.size() < head + length) return;
    if (opcode == 1) fuzz::must(boost::json::parse(bytes.substr(head, length)).is_object(), "an event is an object");
    bytes.remove_prefix(head + length);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::HttpServer server{routes()};
  if (size < 1) return 0;
  std::string heard;
  {
    fuzz::HttpClient client{server};
    client.send(kUpgrade, kUpgrade.size());
    fuzz::must(client.wait_for("\"onair\":{\"hold\":false}}"), "a listener gets a snapshot first");
    heard = client.heard();
    client.forget();
    std::string_view frames{reinterpret_cast<const char*>(data) + 1, size - 1};
    const std::size_t piece = data[0] < 2 ? size : data[0];
    while (!frames.empty()) {
      if (data[0] % 2 == 0) server.events().publish("items", {{"id", 1}});
      client.send(frames.substr(0, piece), piece);
      frames.remove_prefix(std::min(piece, frames.size()));
    }
    client.finish();
    heard.append(client.heard());
  }
  fuzz::must(heard.starts_with("HTTP/1.1 101 "), "the upgrade is taken");
  check_frames(std::string_view{heard}.substr(heard.find("\r\n\r\n") + 4));
  return 0;
}
