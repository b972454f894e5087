// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/json/parse.hpp>
#include <optional>

#include "tests/unit/http/loopback.hpp"

namespace wardcast::http {
namespace {
namespace ws = boost::beast::websocket;

Router routes() {
  Router router;
  router.add({Verb::get, "/api/v1/events", Run::events, access::Action::read_station, Body::none, {}});
  router.add({Verb::post, "/api/v1/stop", Run::station, access::Action::read_station, Body::none,
              [](const Request&) { return Response{}; }});
  return router;
}

class Listener {
 public:
  explicit Listener(std::uint16_t port) : socket_(io_) {
    boost::beast::get_lowest_layer(socket_).connect({boost::asio::ip::make_address("127.0.0.1"), port});
  }
  /// The status of the upgrade: 101 when it worked.
  unsigned open(const std::map<std::string, std::string>& headers, const std::string& target = "/api/v1/events") {
    socket_.set_option(ws::stream_base::decorator([&headers](ws::request_type& request) {
      for (const auto& [name, value] : headers) request.set(name, value);
    }));
    ws::response_type answer;
    boost::system::error_code error;
    socket_.handshake(answer, "test", target, error);
    return answer.result_int();
  }
  /// The next message; null when the server closed.
  boost::json::value next() {
    boost::beast::flat_buffer buffer;
    boost::system::error_code error;
    socket_.read(buffer, error);
    if (error) return nullptr;
    return boost::json::parse(boost::beast::buffers_to_string(buffer.data()));
  }
  unsigned close_code() { return socket_.reason().code; }
  ws::stream<boost::asio::ip::tcp::socket>& socket() { return socket_; }

 private:
  boost::asio::io_context io_;
  ws::stream<boost::asio::ip::tcp::socket> socket_;
};

const std::map<std::string, std::string> kToken{{"Authorization", "Bearer good"}};
const std::map<std::string, std::string> kCookie{{"Cookie", "wardcast_session=good"}, {"Origin", "http://test"}};

void publish(Loopback& house, std::string_view type, int count = 1) {
  house.on_io([&house, type, count] {
    for (int i = 0; i < count; ++i) house.server().events().publish(type, {{"n", i}});
  });
}

TEST(Events, BeginWithASnapshotAndGoOnWithoutAGap) {
  Loopback house{routes()};
  publish(house, "items", 5);  // before anybody listens
  Listener listener{house.port()};
  ASSERT_EQ(listener.open(kToken), 101U);
  const auto snapshot = listener.next();
  EXPECT_EQ(snapshot.at("type").as_string(), "snapshot");
  EXPECT_EQ(snapshot.at("seq").as_int64(), 5);
  EXPECT_EQ(snapshot.at("onair").at("hold").as_bool(), false);
  publish(house, "onair", 3);
  for (int i = 0; i < 3; ++i) {
    const auto message = listener.next();
    EXPECT_EQ(message.at("type").as_string(), "onair");
    EXPECT_EQ(message.at("seq").as_int64(), 6 + i);
    EXPECT_EQ(message.at("n").as_int64(), i);
  }
}

TEST(Events, MayBePostedFromAnyThread) {
  Loopback house{routes()};
  Listener listener{house.port()};
  ASSERT_EQ(listener.open(kToken), 101U);
  listener.next();
  std::thread other{[&house] { house.server().events().post("programmes", {{"id", 7}}); }};
  other.join();
  EXPECT_EQ(listener.next().at("id").as_int64(), 7);
}

TEST(Events, AreForPeopleWhoMay) {
  Loopback house{routes()};
  EXPECT_EQ(Listener{house.port()}.open({}), 401U);
  EXPECT_EQ(Listener{house.port()}.open({{"Cookie", "wardcast_session=old"}}), 401U);
  EXPECT_EQ(Listener{house.port()}.open({}, "/api/v1/events?access_token=good"), 401U);
  EXPECT_EQ(Listener{house.port()}.open({{"Cookie", "wardcast_session=good"}, {"Origin", "http://evil.example"}}),
            403U);
  EXPECT_EQ(Listener{house.port()}.open(kCookie), 101U);
  Client plain{house.port()};
  const auto answer = plain.ask(get("/api/v1/events"));
  EXPECT_EQ(answer.result_int(), 426U);
  EXPECT_EQ(answer["Upgrade"], "websocket");
}

TEST(Events, DropASlowListenerAndNoOther) {
  Limits limits;
  limits.events_queued = 8;
  Loopback house{routes(), limits};
  Listener slow{house.port()}, quick{house.port()};
  ASSERT_EQ(slow.open(kToken), 101U);
  ASSERT_EQ(quick.open(kToken), 101U);
  slow.next();
  quick.next();
  publish(house, "onair", 8);  // at once: as many as wait
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(quick.next().is_object()) << "a full queue is not yet too much";
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(slow.next().is_object());
  publish(house, "onair", 40);  // more than wait, before anything can be sent
  while (slow.next().is_object()) {
  }
  EXPECT_EQ(slow.close_code(), ws::close_code::try_again_later);
  Listener back{house.port()};
  ASSERT_EQ(back.open(kToken), 101U);
  EXPECT_EQ(back.next().at("seq").as_int64(), 48);
}

TEST(Events, CutAListenerThatDoesNotEvenClose) {
  Limits limits;
  limits.events_queued = 4;
  limits.event_close = milliseconds{50};
  Loopback house{routes(), limits};
  Listener deaf{house.port()};
  ASSERT_EQ(deaf.open(kToken), 101U);
  const std::string much(4'000'000, 'x');
  house.on_io([&house, &much] {
    for (int i = 0; i < 4; ++i) house.server().events().publish("onair", {{"much", much}});
  });
  house.on_io([&house] {
    for (int i = 0; i < 8; ++i) house.server().events().publish("onair", {});
  });
  while (house.on_io([&house] { return house.server().connections(); }) > 0) std::this_thread::yield();
  EXPECT_EQ(house.on_io([&house] { return house.server().events().clients(); }), 0U);
}

TEST(Events, EndWithTheSession) {
  Loopback house{routes()};
  Listener cookie{house.port()}, token{house.port()};
  ASSERT_EQ(cookie.open(kCookie), 101U);
  ASSERT_EQ(token.open(kToken), 101U);
  cookie.next();
  token.next();
  house.on_io([&house] {
    house.server().events().drop("");
    EXPECT_EQ(house.server().events().keys(), std::vector<std::string>{"good"});
    house.server().forget("good");
  });
  EXPECT_TRUE(cookie.next().is_null());
  EXPECT_EQ(cookie.close_code(), ws::close_code::policy_error);
  publish(house, "items");
  EXPECT_TRUE(token.next().is_object());
}

TEST(Events, WhoeverListensMayStopTheStationAlsoWhenTheDeskHangsLongAfter) {
  Limits limits;
  limits.desk_for_station = milliseconds{20};
  Loopback house{routes(), limits};
  std::optional<Listener> listener;
  do listener.emplace(house.port());
  while (listener->open(kCookie) == 503U);  // a busy machine: the desk had no time for it
  listener->next();
  house.clock().pass(std::chrono::hours{1});
  std::promise<void> begun, go_on;
  ASSERT_TRUE(house.desk().post([&begun, wait = go_on.get_future().share()] {
    begun.set_value();
    wait.wait();
  }));
  begun.get_future().wait();
  Client client{house.port()};
  const auto stop = [&client](const std::string& who) {
    return client.ask("POST /api/v1/stop HTTP/1.1\r\nHost: test\r\n" + who + "\r\n").result_int();
  };
  const std::string cookie = "Cookie: wardcast_session=good\r\nOrigin: http://test\r\nX-CSRF-Token: proof\r\n";
  EXPECT_EQ(stop(cookie), 200U);
  EXPECT_EQ(stop("Authorization: Bearer good\r\n"), 503U) << "that one does not listen";
  listener.reset();
  while (house.on_io([&house] { return house.server().events().clients(); }) > 0) std::this_thread::yield();
  EXPECT_EQ(stop(cookie), 200U) << "it listened a moment ago";
  house.clock().pass(seconds{301});
  EXPECT_EQ(stop(cookie), 503U);
  go_on.set_value();
}

TEST(Events, ASessionThatHasEndedMayNotStopTheStationAlthoughItsListenerStillLeaves) {
  Limits limits;
  limits.desk_for_station = milliseconds{20};
  Loopback house{routes(), limits};
  std::optional<Listener> listener;
  do listener.emplace(house.port());
  while (listener->open(kCookie) == 503U);
  std::promise<void> begun, go_on;
  ASSERT_TRUE(house.desk().post([&begun, wait = go_on.get_future().share()] {
    begun.set_value();
    wait.wait();
  }));
  begun.get_future().wait();
  house.on_io([&house] { house.server().forget("good"); });
  Client client{house.port()};
  EXPECT_EQ(client
                .ask("POST /api/v1/stop HTTP/1.1\r\nHost: test\r\nCookie: wardcast_session=good\r\n"
                     "Origin: http://test\r\nX-CSRF-Token: proof\r\n\r\n")
                .result_int(),
            503U);
  go_on.set_value();
}

TEST(Events, EndWithTheServer) {
  Loopback house{routes()};
  Listener listener{house.port()};
  ASSERT_EQ(listener.open(kToken), 101U);
  listener.next();
  house.on_io([&house] { house.server().stop(); });
  EXPECT_TRUE(listener.next().is_null());
  EXPECT_EQ(listener.close_code(), ws::close_code::going_away);
}

TEST(Events, HaveALimitOfListeners) {
  Limits limits;
  limits.event_clients = 1;
  Loopback house{routes(), limits};
  Listener first{house.port()}, second{house.port()};
  ASSERT_EQ(first.open(kToken), 101U);
  first.next();
  ASSERT_EQ(second.open(kToken), 101U);
  EXPECT_TRUE(second.next().is_null());
  EXPECT_EQ(second.close_code(), ws::close_code::try_again_later);
}

TEST(Events, PingThoseWhoAreSilentAndDropThoseWhoAreGone) {
  Limits limits;
  limits.event_ping = milliseconds{40};
  Loopback house{routes(), limits};
  Listener alive{house.port()}, gone{house.port()};
  ASSERT_EQ(alive.open(kToken), 101U);
  ASSERT_EQ(gone.open(kToken), 101U);
  int pings = 0;
  alive.socket().control_callback([&pings](ws::frame_type kind, boost::beast::string_view) {
    if (kind == ws::frame_type::ping) ++pings;
  });
  alive.next();
  gone.next();
  std::thread reader{[&alive] {
    while (alive.next().is_object()) {  // answers pings while it reads
    }
  }};
  while (house.on_io([&house] { return house.server().events().clients(); }) > 1) std::this_thread::yield();
  house.on_io([&house] { house.server().stop(); });
  reader.join();
  EXPECT_GT(pings, 0);
}

TEST(Events, HearNothingFromListeners) {
  Loopback house{routes()};
  Listener listener{house.port()};
  ASSERT_EQ(listener.open(kToken), 101U);
  listener.next();
  listener.socket().write(boost::asio::buffer(std::string{"hello"}));
  publish(house, "items");
  EXPECT_TRUE(listener.next().is_object());
  boost::system::error_code closed_already;
  listener.socket().write(boost::asio::buffer(std::string(10'000, 'x')),
                          closed_already);  // more than anybody has to say
  EXPECT_TRUE(listener.next().is_null());
}

}  // namespace
}  // namespace wardcast::http
