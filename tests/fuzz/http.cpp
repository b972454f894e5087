// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that come to the HTTP port, to the whole server: framing, headers, who may, bodies, uploads, files, ranges. The
// first byte says in pieces of how many they come.
#include <boost/json/serialize.hpp>
#include <charconv>

#include "tests/fuzz/http_client.hpp"

namespace {

using namespace wardcast;

http::Response echo(const http::Request& request) {
  boost::json::object told{{"body", request.json}, {"path", request.path}};
  for (const auto& [name, value] : request.query) told["query " + name] = value;
  for (const auto& [name, value] : request.parameters) told["parameter " + name] = value;
  return {.body = boost::json::serialize(told), .ranges = true};
}

http::Router routes() {
  using http::Body;
  using http::Permission;
  using http::Run;
  using http::Verb;
  http::Router router;
  router.add({Verb::get, "/healthz", Run::station, Permission::anyone(), Body::none, echo});
  router.add({Verb::post, "/api/v1/session", Run::desk, Permission::anyone(), Body::json, echo});
  router.add({Verb::get, "/api/v1/items", Run::desk, Permission::logged_in(), Body::none, echo});
  router.add({Verb::post, "/api/v1/items", Run::desk, Permission::logged_in(), Body::json, echo});
  router.add({Verb::patch, "/api/v1/items/{id}", Run::station, Permission::logged_in(), Body::json, echo});
  router.add({Verb::put, "/api/v1/items/{id}/audio", Run::desk, Permission::logged_in(), Body::file, echo});
  return router;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fuzz::HttpServer server{routes()};
  if (size < 2) return 0;
  std::string heard;
  {
    fuzz::HttpClient client{server};
    client.send({reinterpret_cast<const char*>(data) + 1, size - 1}, data[0] == 0 ? size : data[0] * std::size_t{8});
    client.finish();
    heard = client.heard();
  }
  if (!heard.empty()) {
    constexpr std::string_view kBegin = "HTTP/1.1 ";
    int status = 0;
    std::from_chars(heard.data() + std::min(kBegin.size(), heard.size()), heard.data() + heard.size(), status);
    fuzz::must(heard.starts_with(kBegin) && status >= 100 && status < 500, "an answer that a client understands");
  }
  const std::filesystem::directory_iterator files{server.uploads()};
  fuzz::must(std::distance(begin(files), end(files)) <= 1, "uploads that nobody kept are removed");
  return 0;
}
