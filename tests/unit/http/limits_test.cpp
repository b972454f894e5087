// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <poll.h>

#include <boost/json/parse.hpp>
#include <fstream>
#include <iterator>

#include "daemon/http/problem.hpp"
#include "tests/unit/http/loopback.hpp"

// Raw bytes of clients that are careless, slow or hostile.
namespace wardcast::http {
namespace {
using access::Action;

struct Kept {
  std::shared_ptr<const Upload> upload;
};

Router routes(const std::shared_ptr<Kept>& kept = std::make_shared<Kept>()) {
  Router router;
  router.add({Verb::get, "/live", Run::station, Action::read_station, Body::none,
              [](const Request&) { return no_content(); }});
  const auto sizes = [](const Request& request) { return json(200, {{"fields", request.json.size()}}); };
  router.add({Verb::get, "/sound", Run::desk, Action::read_station, Body::none, [](const Request&) {
                Response sound;
                sound.body.assign(32'000'000, 's');  // more than the sockets in between can hold
                sound.ranges = true;
                return sound;
              }});
  router.add({Verb::post, "/things", Run::desk, Action::read_station, Body::json, sizes});
  router.add({Verb::post, "/public", Run::desk, Permission::anyone(), Body::json, sizes});
  router.add(
      {Verb::put, "/audio", Run::desk, Action::read_station, Body::file, [kept](const Request& request) {
         std::ifstream in{request.upload->path, std::ios::binary};
         const std::string bytes{std::istreambuf_iterator<char>{in}, {}};
         if (request.query_value("keep")) kept->upload = request.upload;
         return json(
             200, {{"bytes", request.upload->bytes}, {"read", bytes.size()}, {"tail", bytes.substr(bytes.size() - 3)}});
       }});
  return router;
}

std::string put(const std::string& more, const std::string& body) {
  return "PUT /audio HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer good\r\n" + more + "\r\n" + body;
}
std::string length(std::size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }

TEST(Limits, HeaderOfEightKibibytes) {
  Loopback house{routes()};
  Client client{house.port()};
  const std::string header = "Authorization: Bearer good\r\nX-Long: ";
  EXPECT_EQ(client.ask(get("/live", header + std::string(7900, 'x') + "\r\n")).result_int(), 204U);
  const auto refused = client.ask(get("/live", header + std::string(8200, 'x') + "\r\n"));
  EXPECT_EQ(refused.result_int(), 431U);
  EXPECT_TRUE(client.closed());
  Client endless{house.port()};
  endless.send("GET /live HTTP/1.1\r\n");
  while (endless.send("X-More: and more\r\n")) {
    if (endless.socket().available() > 0) break;
  }
  EXPECT_EQ(endless.receive().result_int(), 431U);
}

TEST(Limits, ABodyThatDoesNotComeKeepsNobodyOut) {
  Limits limits;
  limits.connections = 4;
  Loopback house{routes(), limits};
  std::vector<std::unique_ptr<Client>> strangers;
  for (std::size_t i = 0; i < 2 * limits.connections; ++i) {
    strangers.push_back(std::make_unique<Client>(house.port()));
    strangers.back()->send("POST /public HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\n" + length(9000) +
                           "\r\n{");
    Client person{house.port()};
    EXPECT_EQ(person.ask(get("/live")).result_int(), 204U) << i;
  }
}

TEST(Limits, WhatIsNoHttpIsRefused) {
  Loopback house{routes()};
  for (const auto* bytes :
       {"hello\r\n\r\n", "GET  /live HTTP/1.1\r\n\r\n", "GET /live HTTP/9.9\r\n\r\n", "GET /live HTTP/1.1\r\n\r\n",
        "GET /live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "\x16\x03\x01\x02\x01\x01\x01\xfc\r\n\r\n",
        "POST /things HTTP/1.1\r\nHost: t\r\nContent-Length: -1\r\n\r\n",
        "POST /things HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST /things HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "GET live HTTP/1.1\r\nHost: t\r\n\r\n"}) {
    Client client{house.port()};
    EXPECT_EQ(client.ask(bytes).result_int(), 400U) << bytes;
    EXPECT_TRUE(client.closed());
  }
}

TEST(Limits, JsonOfOneMebibyte) {
  Loopback house{routes()};
  const auto padded = [](std::size_t size) { return "{\"a\":\"" + std::string(size - 8, 'x') + "\"}"; };
  Client client{house.port()};
  EXPECT_EQ(client.ask(send_json("/things", padded(1024 * 1024))).result_int(), 200U);
  const auto refused = client.ask(send_json("/things", padded(1024 * 1024 + 1)));
  EXPECT_EQ(refused.result_int(), 413U);
  Client early{house.port()};
  EXPECT_EQ(
      early
          .ask("POST /things HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer good\r\nContent-Type: application/json\r\n" +
               length(99'999'999) + "\r\n")
          .result_int(),
      413U)
      << "told before the bytes are sent";
}

TEST(Limits, ACarefreeClientMaySendEverythingBeforeItReadsTheRefusal) {
  Loopback house{routes()};
  Client client{house.port()};
  EXPECT_TRUE(client.send(send_json("/things", std::string(std::size_t{20} << 20, ' ')))) << "the connection was reset";
  EXPECT_EQ(client.receive().result_int(), 413U);
  EXPECT_TRUE(client.closed());
}

TEST(Limits, JsonOfSixteenKibibytesBeforeLogin) {
  Loopback house{routes()};
  Client client{house.port()};
  const auto padded = [](std::size_t size) { return "{\"a\":\"" + std::string(size - 8, 'x') + "\"}"; };
  EXPECT_EQ(client.ask(send_json("/public", padded(16 * 1024), "")).result_int(), 200U);
  EXPECT_EQ(client.ask(send_json("/public", padded(16 * 1024 + 1), "")).result_int(), 413U);
}

TEST(Limits, ChunksAreCountedToo) {
  Loopback house{routes()};
  const std::string header =
      "POST /public HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
  Client client{house.port()};
  EXPECT_EQ(client.ask(header + "7\r\n{\"a\":1,\r\n6\r\n\"b\":2}\r\n0\r\n\r\n").body(), R"({"fields":2})");
  std::string chunk = "1000\r\n" + std::string(0x1000, ' ') + "\r\n";
  client.send(header + chunk + chunk + chunk + chunk + chunk);
  EXPECT_EQ(client.receive().result_int(), 413U);
}

TEST(Limits, RecordingsThatAreReadSlowlyDoNotPileUp) {
  Limits limits;
  limits.range_bytes = 1000;
  limits.sending_bytes_each = 2000;
  Loopback house{routes(), limits};
  Client slow{house.port()}, other{house.port()};
  slow.send(get("/sound"));
  char one = 0;
  slow.socket().receive(boost::asio::buffer(&one, 1), boost::asio::socket_base::message_peek);
  const auto refused = other.ask(get("/sound"));
  EXPECT_EQ(refused.result_int(), 503U);
  EXPECT_EQ(refused["Retry-After"], "2");
  EXPECT_EQ(slow.receive().body().size(), 32'000'000U) << "a whole one passes alone";
  // The next answer on that connection comes after the former was sent.
  const auto part = slow.ask(get("/sound", "Authorization: Bearer good\r\nRange: bytes=500-\r\n"));
  EXPECT_EQ(part.result_int(), 206U);
  EXPECT_EQ(part["Content-Range"], "bytes 500-1499/32000000");
  EXPECT_EQ(part.body().size(), 1000U);
}

TEST(Limits, JsonMustBeJson) {
  Loopback house{routes()};
  Client client{house.port()};
  const auto broken = client.ask(send_json("/things", "{\"a\":1,}"));
  EXPECT_EQ(broken.result_int(), 400U);
  EXPECT_NE(broken.body().find("at byte 8"), std::string::npos) << broken.body();
  EXPECT_EQ(client.ask(send_json("/things", "[1]")).result_int(), 400U);
  EXPECT_EQ(client.ask(send_json("/things", "{} x")).result_int(), 400U);
  EXPECT_EQ(client.ask(send_json("/things", "{\"a\"")).result_int(), 400U);
  EXPECT_EQ(client.ask(send_json("/things", "{\"a\":\"\xff\"}")).result_int(), 400U);
  EXPECT_EQ(client.ask(send_json("/things", std::string(200, '[') + std::string(200, ']'))).result_int(), 400U);
  EXPECT_EQ(client.ask(send_json("/things", "")).result_int(), 200U) << "no body is an empty object";
  const auto form =
      client.ask("POST /things HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer good\r\nContent-Type: text/plain\r\n" +
                 length(2) + "\r\n{}");
  EXPECT_EQ(form.result_int(), 415U);
}

TEST(Limits, SilentAndSlowClientsAreClosed) {
  Limits limits;
  limits.idle = milliseconds{80};
  limits.header = milliseconds{80};
  limits.body = milliseconds{80};
  limits.linger = milliseconds{80};
  Loopback house{routes(), limits};
  Client silent{house.port()}, half_header{house.port()}, half_body{house.port()}, half_upload{house.port()};
  half_header.send("GET /live HTTP/1.1\r\nHost:");
  half_body.send("POST /public HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n" + length(10) + "\r\n{");
  half_upload.send(put(length(1'000'000), std::string(400'000, 'x')));
  EXPECT_TRUE(silent.closed());
  EXPECT_TRUE(half_header.closed());
  EXPECT_TRUE(half_body.closed());
  EXPECT_TRUE(half_upload.closed());
  while (house.on_io([&house] { return house.server().connections(); }) > 0) std::this_thread::yield();
  while (house.files_in_uploads() > 0) std::this_thread::yield();  // the writer may hold the last part a moment longer
}

TEST(Limits, AnUploadMayTrickleButNotForEver) {
  Limits limits;
  limits.body = seconds{1};
  const std::string piece(10'000, 'x');
  // Sends pieces and looks between them whether the answer is there already; gives how many were sent.
  const auto trickle = [&piece](Client& client, int pieces) {
    client.send(put(length(piece.size() * 40), ""));
    for (int sent = 0; sent < pieces; ++sent) {
      client.send(piece);
      pollfd answer{client.socket().native_handle(), POLLIN, 0};
      if (::poll(&answer, 1, 60) != 0) return sent + 1;
    }
    return pieces;
  };
  Loopback house{routes(), limits};
  Client patient{house.port()};
  EXPECT_EQ(trickle(patient, 39), 39) << "more than two seconds for one part, but never one of nothing";
  patient.send(piece);
  EXPECT_EQ(patient.receive().result_int(), 200U);

  limits.upload_part = milliseconds{0};
  Loopback strict{routes(), limits};
  Client drops{strict.port()};
  EXPECT_EQ(drops.ask(put(length(10), "x")).result_int(), 408U);
}

TEST(Limits, APortThatIsTakenIsNamed) {
  Loopback house{routes()};
  boost::asio::io_context io;
  ServerSettings settings;
  settings.port = house.port();
  Worker desk{"desk", 1, [](const std::string&) {}};
  const FixedClock clock;
  try {
    const Server second{io, settings, Router{}, ServerDoors{desk, clock, {}, {}}};
    FAIL() << "both serve on one port";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string{error.what()}.find("127.0.0.1:" + std::to_string(house.port())), std::string::npos);
    EXPECT_NE(std::string{error.what()}.find("listen on another port"), std::string::npos);
  }
}

TEST(Limits, TheLongestIdleGivesWay) {
  Limits limits;
  limits.connections = 3;
  Loopback house{routes(), limits};
  Client first{house.port()};
  EXPECT_EQ(first.ask(get("/live")).result_int(), 204U);
  Client second{house.port()};
  EXPECT_EQ(second.ask(get("/live")).result_int(), 204U);
  Client third{house.port()};
  EXPECT_EQ(third.ask(get("/live")).result_int(), 204U);
  EXPECT_EQ(first.ask(get("/live")).result_int(), 204U) << "now the second has waited longest";
  Client fourth{house.port()};
  EXPECT_EQ(fourth.ask(get("/live")).result_int(), 204U);
  EXPECT_TRUE(second.closed());
  EXPECT_EQ(first.ask(get("/live")).result_int(), 204U);
  EXPECT_EQ(third.ask(get("/live")).result_int(), 204U);
}

TEST(Upload, ArrivesWholeAndIsRemovedWhenNobodyKeepsIt) {
  const auto kept = std::make_shared<Kept>();
  Loopback house{routes(kept)};
  Client client{house.port()};
  const auto body = std::string(3'000'001, 'x') + "end";
  const auto answer = client.ask(put(length(body.size()), body));
  EXPECT_EQ(answer.result_int(), 200U);
  EXPECT_EQ(answer.body(), R"({"bytes":3000004,"read":3000004,"tail":"end"})");
  EXPECT_EQ(house.files_in_uploads(), 0U);
  client.send("PUT /audio?keep=1 HTTP/1.1\r\nHost: t\r\nAuthorization: Bearer good\r\n" + length(5) + "\r\nhello");
  EXPECT_EQ(client.receive().result_int(), 200U);
  EXPECT_EQ(house.files_in_uploads(), 1U);
  kept->upload.reset();
  EXPECT_EQ(house.files_in_uploads(), 0U);
}

TEST(Upload, MayComeInChunks) {
  Loopback house{routes()};
  Client client{house.port()};
  const auto chunk = "40000\r\n" + std::string(0x40000, 'y') + "\r\n";
  const auto answer = client.ask(put("Transfer-Encoding: chunked\r\n", chunk + chunk + "3\r\nend\r\n0\r\n\r\n"));
  EXPECT_EQ(answer.body(), R"({"bytes":524291,"read":524291,"tail":"end"})");
}

TEST(Upload, TruncatedIsForgotten) {
  Loopback house{routes()};
  {
    Client client{house.port()};
    client.send(put(length(1'000'000), std::string(600'000, 'x')));
    client.hang_up();
  }
  while (house.on_io([&house] { return house.server().connections(); }) > 0) std::this_thread::yield();
  while (house.files_in_uploads() > 0) std::this_thread::yield();  // the writer may hold the last part a moment longer
}

TEST(Upload, TooLargeIsRefusedBeforeOrWhile) {
  Limits limits;
  limits.upload_bytes = 500'000;
  Loopback house{routes(), limits};
  Client announced{house.port()};
  EXPECT_EQ(announced.ask(put(length(500'001), "")).result_int(), 413U);
  Client chunked{house.port()};
  const auto chunk = "40000\r\n" + std::string(0x40000, 'y') + "\r\n";
  EXPECT_EQ(chunked.ask(put("Transfer-Encoding: chunked\r\n", chunk + chunk)).result_int(), 413U);
  Client fits{house.port()};
  EXPECT_EQ(fits.ask(put(length(500'000), std::string(500'000, 'x'))).result_int(), 200U);
  while (house.files_in_uploads() > 0) std::this_thread::yield();  // the writer removes what was refused
}

TEST(Upload, NeedsSpaceAFileAndAPerson) {
  Limits limits;
  limits.keep_free_bytes = std::uint64_t{1} << 62U;
  Loopback full{routes(), limits};
  Client client{full.port()};
  EXPECT_EQ(client.ask(put(length(5), "hello")).result_int(), 507U);
  Loopback house{routes()};
  Client other{house.port()};
  EXPECT_EQ(other.ask(put("", "")).result_int(), 422U);
  other.send("PUT /audio HTTP/1.1\r\nHost: t\r\n" + length(1'000'000) + "\r\n" + std::string(100, 'x'));
  EXPECT_EQ(other.receive().result_int(), 401U) << "before the file is sent";
  EXPECT_EQ(house.files_in_uploads(), 0U);
}

TEST(Upload, OneTooManyWaits) {
  Limits limits;
  limits.uploads_at_once = 1;
  Loopback house{routes(), limits};
  Client slow{house.port()};
  slow.send(put(length(600'000) + "Expect: 100-continue\r\n", ""));
  EXPECT_EQ(slow.receive().result_int(), 100U) << "it may begin";
  Client next{house.port()};
  const auto answer = next.ask(put(length(5), "hello"));
  EXPECT_EQ(answer.result_int(), 503U);
  EXPECT_EQ(answer["Retry-After"], "2");
  slow.send(std::string(600'000, 'x'));
  EXPECT_EQ(slow.receive().result_int(), 200U);
}

TEST(Upload, LeftoversAreSweptAtStart) {
  const store::TempFolder folder;
  std::filesystem::create_directory(folder.path() / "uploads");
  std::ofstream{folder.path() / "uploads/upload-1.part"} << "half";
  boost::asio::io_context io;
  Worker desk{"desk", 4, [](const std::string&) {}};
  FixedClock clock;
  ServerSettings settings;
  settings.uploads = folder.path() / "uploads";
  const Server server{io, settings, routes(),
                      ServerDoors{desk, clock, known_visitor, [] { return boost::json::object{}; }}};
  EXPECT_TRUE(std::filesystem::is_empty(folder.path() / "uploads"));
}

}  // namespace
}  // namespace wardcast::http
