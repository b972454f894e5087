// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <fstream>
#include <future>
#include <iterator>
#include <optional>

#include "daemon/http/problem.hpp"
#include "tests/support/certificate.hpp"
#include "tests/unit/http/loopback.hpp"

namespace wardcast::http {
namespace {

namespace ws = boost::beast::websocket;
using test::make_certificate;

/// A certificate that signs itself, for "test".
tls::KeyPair new_pair() {
  const store::TempFolder folder;
  make_certificate(folder.path() / "c.pem", folder.path() / "k.pem");
  const auto text = [](const std::filesystem::path& file) {
    std::ifstream in{file};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
  };
  return {text(folder.path() / "c.pem"), text(folder.path() / "k.pem")};
}

constexpr std::size_t kLarge = 3'000'000;

/// A server on its own thread that speaks TLS.
class Secured {
 public:
  explicit Secured(const tls::KeyPair& pair, bool strict = false) {
    Router router;
    router.add({Verb::get, "/live", Run::station, access::Action::read_station, Body::none, [](const Request& request) {
                  return json(200, {{"secure", request.secure}});
                }});
    router.add({Verb::get, "/large", Run::station, access::Action::read_station, Body::none, [](const Request&) {
                  Response response;
                  response.body = std::string(kLarge, 'x');
                  return response;
                }});
    router.add({Verb::get, "/api/v1/events", Run::events, access::Action::read_station, Body::none, {}});
    ServerSettings settings;
    settings.tls = pair;
    settings.strict_transport = strict;
    server_ = std::make_unique<Server>(io_, settings, std::move(router),
                                       ServerDoors{desk_, clock_, known_visitor, [] { return boost::json::object{}; }});
    server_->start();
    thread_ = std::thread{[this] { io_.run(); }};
  }
  ~Secured() {
    io_.stop();
    thread_.join();
  }
  Secured(const Secured&) = delete;
  Secured& operator=(const Secured&) = delete;

  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  Result<void> use(const tls::KeyPair& pair) {
    std::promise<Result<void>> done;
    boost::asio::post(io_, [&] { done.set_value(server_->use(pair)); });
    return done.get_future().get();
  }
  std::size_t connections() {
    std::promise<std::size_t> done;
    boost::asio::post(io_, [&] { done.set_value(server_->connections()); });
    return done.get_future().get();
  }

 private:
  boost::asio::io_context io_;
  FixedClock clock_;
  Worker desk_{"desk", 8, [](const std::string&) {}};
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

/// Trusts one certificate and nothing else. Throws when the server shows another.
class TrustingClient {
 public:
  TrustingClient(std::uint16_t port, const std::string& trusted) {
    context_.add_certificate_authority(boost::asio::buffer(trusted));
    context_.set_verify_mode(boost::asio::ssl::verify_peer);
    stream_.emplace(io_, context_);
    stream_->next_layer().connect({boost::asio::ip::make_address("127.0.0.1"), port});
    stream_->handshake(boost::asio::ssl::stream_base::client);
  }
  Answer ask(const std::string& bytes) {
    boost::asio::write(*stream_, boost::asio::buffer(bytes));
    Answer answer;
    boost::beast::http::read(*stream_, buffer_, answer);
    return answer;
  }
  [[nodiscard]] boost::asio::ssl::stream<boost::asio::ip::tcp::socket>& stream() { return *stream_; }

 private:
  boost::asio::io_context io_;
  boost::asio::ssl::context context_{boost::asio::ssl::context::tls_client};
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>> stream_;
  boost::beast::flat_buffer buffer_;
};

TEST(Tls, ServesOverTlsAndSaysSo) {
  const auto pair = new_pair();
  const Secured server{pair};
  TrustingClient client{server.port(), pair.certificate};
  const auto answer = client.ask(get("/live"));
  EXPECT_EQ(answer.body(), R"({"secure":true})");
  EXPECT_EQ(answer.count("Strict-Transport-Security"), 0U);

  Client plain{server.port()};  // speaks no TLS: is closed, and disturbs nobody
  plain.send(get("/live"));
  EXPECT_EQ(plain.receive().result_int(), 0U);
  EXPECT_EQ(client.ask(get("/live")).result_int(), 200U);
}

TEST(Tls, CarriesALargeAnswerWhole) {
  const auto pair = new_pair();
  const Secured server{pair};
  TrustingClient client{server.port(), pair.certificate};
  const auto answer = client.ask(get("/large"));
  EXPECT_EQ(answer.body(), std::string(kLarge, 'x'));
  EXPECT_EQ(client.ask(get("/live")).result_int(), 200U);  // on the same connection
}

TEST(Tls, CarriesEventsFromTheUpgradeToAnOrderlyEnd) {
  const auto pair = new_pair();
  Secured server{pair};
  TrustingClient client{server.port(), pair.certificate};
  ws::stream<boost::asio::ssl::stream<boost::asio::ip::tcp::socket>&> socket{client.stream()};
  socket.set_option(
      ws::stream_base::decorator([](ws::request_type& request) { request.set("Authorization", "Bearer good"); }));
  socket.handshake("test", "/api/v1/events");
  boost::beast::flat_buffer snapshot;
  socket.read(snapshot);
  EXPECT_NE(boost::beast::buffers_to_string(snapshot.data()).find(R"("type":"snapshot")"), std::string::npos);

  boost::system::error_code error;
  socket.close(ws::close_code::normal, error);
  EXPECT_FALSE(error) << error.message();  // the close frame was answered, and TLS was ended, before TCP was
  while (server.connections() > 0) std::this_thread::yield();
}

TEST(Tls, InsistsOnTlsOnlyWhenToldSo) {
  const auto pair = new_pair();
  const Secured server{pair, true};
  TrustingClient client{server.port(), pair.certificate};
  EXPECT_EQ(client.ask(get("/live"))["Strict-Transport-Security"], "max-age=86400");
}

TEST(Tls, TakesANewCertificateForNewConnectionsWhileOldOnesGoOn) {
  const auto first = new_pair();
  const auto second = new_pair();
  Secured server{first};
  TrustingClient early{server.port(), first.certificate};
  EXPECT_EQ(early.ask(get("/live")).result_int(), 200U);
  ASSERT_TRUE(server.use(second).has_value());
  EXPECT_THROW((TrustingClient{server.port(), first.certificate}), std::exception);
  TrustingClient late{server.port(), second.certificate};
  EXPECT_EQ(late.ask(get("/live")).result_int(), 200U);
  EXPECT_EQ(early.ask(get("/live")).result_int(), 200U);

  const auto refused = server.use({first.certificate, second.key});
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, ErrorCode::invalid);
  TrustingClient still{server.port(), second.certificate};
  EXPECT_EQ(still.ask(get("/live")).result_int(), 200U);
}

TEST(Tls, ACertificateThatCannotServeStopsTheStart) {
  boost::asio::io_context io;
  Worker desk{"desk", 8, [](const std::string&) {}};
  FixedClock clock;
  ServerSettings settings;
  settings.tls = tls::KeyPair{"no certificate", "no key"};
  const ServerDoors doors{desk, clock, known_visitor, [] { return boost::json::object{}; }};
  EXPECT_THROW((Server{io, settings, Router{}, doors}), std::exception);
}

}  // namespace
}  // namespace wardcast::http
