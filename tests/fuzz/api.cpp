// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to the whole API: the real routes, readers of JSON, rules and store, no socket. Each line of the input is
// one: who, method, address, body, with a blank between.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <charconv>
#include <memory>

#include "daemon/http/head.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/unit/editorial/newsroom.hpp"

namespace {

using namespace wardcast;
namespace bh = boost::beast::http;

constexpr std::size_t kMostRequests = 8;
constexpr std::array kVerbs{http::Verb::get, http::Verb::post, http::Verb::put, http::Verb::patch, http::Verb::delete_};

class Room final : public editorial::Newsroom {
 public:
  void TestBody() override {}
  /// False when something may be different now.
  bool take(std::string_view line);

 private:
  [[nodiscard]] bool has_route(http::Verb verb, const std::string& address, const std::string& body) const;
};

std::string word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  std::string taken{line.substr(0, end)};
  line.remove_prefix(std::min(end + 1, line.size()));
  return taken;
}

/// Would the request reach a handler? What does not is the business of the fuzzer of HTTP.
bool Room::has_route(http::Verb verb, const std::string& address, const std::string& body) const {
  bh::request_header<> header;
  header.method_string(http::to_string(verb).data());
  header.target(address);
  header.version(11);
  header.set(bh::field::host, "test");
  const auto head = http::read_head(header);
  if (!head) return false;
  const auto match = router_.find(verb, head->segments);
  if (match.route == nullptr || match.route->run == http::Run::events) return false;
  if (match.route->body == http::Body::file) return body.size() < 6;  // of audio the stand-in reads a number
  boost::system::error_code error;
  return match.route->body == http::Body::none || boost::json::parse(body, error).is_object();
}

bool Room::take(std::string_view line) {
  const auto who = word(line);
  const auto method = word(line);
  const auto address = word(line);
  const auto body = line.empty() ? std::string{"{}"} : std::string{line};
  const auto verb =
      std::find_if(kVerbs.begin(), kVerbs.end(), [&](auto each) { return http::to_string(each) == method; });
  if (verb == kVerbs.end() || !has_route(*verb, address, body)) return true;

  const auto told = ask(who, *verb, address, body);
  fuzz::must(told.status >= 200 && told.status < 500, "no request is too much for the station");
  if (told.status >= 400) {
    fuzz::must(told.raw.content_type == "application/problem+json", "a refusal is a problem");
    fuzz::must(!told.text("detail").empty(), "a problem says what to do");
  }
  return *verb == http::Verb::get || (told.status >= 400 && !address.starts_with("/api/v1/session"));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static std::unique_ptr<Room> room;
  if (!room) room = std::make_unique<Room>();
  std::string_view input{reinterpret_cast<const char*>(data), size};
  bool as_before = true;
  for (std::size_t i = 0; i < kMostRequests && !input.empty(); ++i) {
    const auto end = std::min(input.find('\n'), input.size());
    if (!room->take(input.substr(0, end))) as_before = false;
    input.remove_prefix(std::min(end + 1, input.size()));
  }
  if (!as_before) room.reset();  // so that what an input does never depends on those before it
  return 0;
}
