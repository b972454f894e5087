// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/http/write.hpp>
#include <cstdio>

#include "daemon/http/problem.hpp"
#include "tests/support/certificate.hpp"
#include "tests/unit/http/loopback.hpp"

namespace wardcast::http {
namespace {

using test::make_certificate;

TEST(Tls, ServesOverTlsAndSaysSo) {
  const store::TempFolder folder;
  make_certificate(folder.path() / "c.pem", folder.path() / "k.pem");
  Router router;
  router.add({Verb::get, "/live", Run::station, access::Action::read_station, Body::none, [](const Request& request) {
                return json(200, {{"secure", request.secure}});
              }});
  boost::asio::io_context io;
  Worker desk{"desk", 8, [](const std::string&) {}};
  FixedClock clock;
  ServerSettings settings;
  settings.tls_certificate = folder.path() / "c.pem";
  settings.tls_key = folder.path() / "k.pem";
  Server server{io, settings, std::move(router),
                ServerDoors{desk, clock, known_visitor, [] { return boost::json::object{}; }}};
  server.start();
  std::thread thread{[&io] { io.run(); }};

  boost::asio::io_context mine;
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_client};
  context.load_verify_file((folder.path() / "c.pem").string());
  context.set_verify_mode(boost::asio::ssl::verify_peer);
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream{mine, context};
  const boost::asio::ip::tcp::endpoint there{boost::asio::ip::make_address("127.0.0.1"), server.port()};
  stream.next_layer().connect(there);
  stream.handshake(boost::asio::ssl::stream_base::client);
  boost::asio::write(stream, boost::asio::buffer(get("/live")));
  boost::beast::flat_buffer buffer;
  Answer answer;
  boost::beast::http::read(stream, buffer, answer);
  EXPECT_EQ(answer.body(), R"({"secure":true})");

  Client plain{server.port()};  // speaks no TLS: is closed, and disturbs nobody
  plain.send(get("/live"));
  EXPECT_EQ(plain.receive().result_int(), 0U);
  boost::asio::write(stream, boost::asio::buffer(get("/live")));
  boost::beast::http::read(stream, buffer, answer);
  EXPECT_EQ(answer.result_int(), 200U);
  io.stop();
  thread.join();
}

TEST(Tls, AMissingCertificateStopsTheStart) {
  boost::asio::io_context io;
  Worker desk{"desk", 8, [](const std::string&) {}};
  FixedClock clock;
  ServerSettings settings;
  settings.tls_certificate = "/nowhere/c.pem";
  settings.tls_key = "/nowhere/k.pem";
  const ServerDoors doors{desk, clock, known_visitor, [] { return boost::json::object{}; }};
  EXPECT_THROW((Server{io, settings, Router{}, doors}), std::exception);
}

}  // namespace
}  // namespace wardcast::http
