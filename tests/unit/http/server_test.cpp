// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <stdexcept>

#include "daemon/http/problem.hpp"
#include "tests/unit/http/loopback.hpp"

namespace wardcast::http {
namespace {
using access::Action;

Response echo(const Request& request) {
  boost::json::object body{{"path", request.path}, {"body", request.json}};
  if (request.visitor) body["who"] = request.who().name;
  if (const auto x = request.query_value("x")) body["x"] = *x;
  if (const auto id = request.parameter("id"); !id.empty()) body["id"] = id;
  return json(200, body);
}

Router routes() {
  Router router;
  router.add({Verb::get, "/api/v1/things/{id}", Run::desk, Action::read_station, Body::none, echo});
  router.add({Verb::post, "/api/v1/things", Run::desk, Action::read_station, Body::json, echo});
  router.add({Verb::post, "/api/v1/public", Run::desk, Permission::anyone(), Body::json, echo});
  router.add({Verb::get, "/api/v1/admin", Run::desk, Action::manage_accounts, Body::none, echo});
  router.add({Verb::get, "/api/v1/live", Run::station, Action::read_station, Body::none, echo});
  router.add({Verb::get, "/api/v1/broken", Run::desk, Action::read_station, Body::none,
              [](const Request&) -> Response { throw std::runtime_error{"no such luck"}; }});
  return router;
}

TEST(Server, AnswersOnOneConnectionInOrder) {
  Loopback house{routes()};
  Client client{house.port()};
  client.send(get("/api/v1/things/7?x=%C4%91+1") + get("/api/v1/live") + get("/api/v1/things/8"));
  const auto first = client.receive();
  EXPECT_EQ(first.result_int(), 200U);
  EXPECT_EQ(first["Content-Type"], "application/json");
  EXPECT_EQ(first["X-Content-Type-Options"], "nosniff");
  const auto body = boost::json::parse(first.body());
  EXPECT_EQ(body.at("id").as_string(), "7");
  EXPECT_EQ(body.at("x").as_string(), "đ 1");
  EXPECT_EQ(body.at("who").as_string(), "robot#1");
  EXPECT_EQ(client.receive().result_int(), 200U);
  EXPECT_EQ(boost::json::parse(client.receive().body()).at("id").as_string(), "8");
}

TEST(Server, HeadHasNoBody) {
  Loopback house{routes()};
  Client client{house.port()};
  client.send("HEAD /api/v1/things/7 HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer good\r\n\r\n");
  const auto head = client.receive(true);
  EXPECT_EQ(head.result_int(), 200U);
  EXPECT_NE(head["Content-Length"], "0");
  EXPECT_EQ(client.ask(get("/api/v1/things/8")).result_int(), 200U) << "the next answer starts where it must";
}

TEST(Server, OldClientsAndThoseWhoAskAreClosed) {
  Loopback house{routes()};
  Client old{house.port()};
  EXPECT_EQ(old.ask("GET /api/v1/live HTTP/1.0\r\nAuthorization: Bearer good\r\n\r\n").result_int(), 200U);
  EXPECT_TRUE(old.closed());
  Client polite{house.port()};
  EXPECT_EQ(polite.ask(get("/api/v1/live", "Authorization: Bearer good\r\nConnection: close\r\n")).result_int(), 200U);
  EXPECT_TRUE(polite.closed());
}

TEST(Server, TellsWhoMayNot) {
  Loopback house{routes()};
  Client client{house.port()};
  const auto nobody = client.ask(get("/api/v1/live", ""));
  EXPECT_EQ(nobody.result_int(), 401U);
  EXPECT_EQ(nobody["WWW-Authenticate"], "Bearer");
  EXPECT_EQ(nobody["Content-Type"], "application/problem+json");
  EXPECT_EQ(client.ask(get("/api/v1/admin")).result_int(), 403U);
  EXPECT_EQ(client.ask(get("/api/v1/live", "Cookie: wardcast_session=good\r\n")).result_int(), 200U);
  EXPECT_EQ(client.ask(get("/api/v1/live?access_token=good", "")).result_int(), 401U)
      << "a token in an address ends up in logs";
  EXPECT_EQ(client.ask(send_json("/api/v1/things", "{}", "Cookie: wardcast_session=good\r\n")).result_int(), 403U);
  Client next{house.port()};
  EXPECT_EQ(next.ask(send_json("/api/v1/things", "{}", "Cookie: wardcast_session=good\r\nX-CSRF-Token: proof\r\n"))
                .result_int(),
            200U);
}

TEST(Server, KnowsPathsAndMethods) {
  Loopback house{routes()};
  Client client{house.port()};
  EXPECT_EQ(client.ask(get("/api/v1/nothing")).result_int(), 404U);
  const auto wrong = client.ask("DELETE /api/v1/things/7 HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer good\r\n\r\n");
  EXPECT_EQ(wrong.result_int(), 405U);
  EXPECT_EQ(wrong["Allow"], "GET, HEAD");
  EXPECT_EQ(client.ask("BREW /api/v1/things HTTP/1.1\r\nHost: test\r\n\r\n")["Allow"], "POST");
}

TEST(Server, AFaultOfOursCostsOneAnswer) {
  Loopback house{routes()};
  Client client{house.port()};
  const auto broken = client.ask(get("/api/v1/broken"));
  EXPECT_EQ(broken.result_int(), 500U);
  EXPECT_EQ(broken.body().find("luck"), std::string::npos) << "what went wrong is for the log";
  EXPECT_EQ(client.ask(get("/api/v1/live")).result_int(), 200U);
}

TEST(Server, RunsHandlersOnTheirThreads) {
  std::thread::id desk_ran, station_ran;
  Router router;
  router.add({Verb::get, "/desk", Run::desk, Action::read_station, Body::none, [&desk_ran](const Request&) {
                desk_ran = std::this_thread::get_id();
                return no_content();
              }});
  router.add({Verb::get, "/station", Run::station, Action::read_station, Body::none, [&station_ran](const Request&) {
                station_ran = std::this_thread::get_id();
                return no_content();
              }});
  Loopback house{std::move(router)};
  Client client{house.port()};
  EXPECT_EQ(client.ask(get("/desk")).result_int(), 204U);
  EXPECT_EQ(client.ask(get("/station")).result_int(), 204U);
  EXPECT_EQ(station_ran, house.io_thread());
  EXPECT_NE(desk_ran, house.io_thread());
  EXPECT_NE(desk_ran, std::this_thread::get_id());
}

TEST(Server, ABusyDeskSaysComeBack) {
  Loopback house{routes(), {}, 1};
  std::promise<void> begun, go_on;
  ASSERT_TRUE(house.desk().post([&begun, wait = go_on.get_future().share()] {
    begun.set_value();
    wait.wait();
  }));
  begun.get_future().wait();
  ASSERT_TRUE(house.desk().post([] {}));  // its queue of one is full now
  Client client{house.port()};
  const auto answer = client.ask(get("/api/v1/live"));
  go_on.set_value();
  EXPECT_EQ(answer.result_int(), 503U);
  EXPECT_EQ(answer["Retry-After"], "2");
}

/// Asks until the desk, which has 20 ms here, has said who it is: a busy machine may take longer once.
bool is_known(Client& client, const std::string& request) {
  for (int i = 0; i < 100; ++i)
    if (client.ask(request).result_int() == 200U) return true;
  return false;
}

TEST(Server, AHangingDeskDoesNotKeepKnownPeopleFromTheStation) {
  Limits limits;
  limits.desk_for_station = milliseconds{20};
  limits.desk = milliseconds{20};
  Loopback house{routes(), limits};
  Client client{house.port()};
  EXPECT_TRUE(is_known(client, get("/api/v1/live")));
  std::promise<void> begun, go_on;
  ASSERT_TRUE(house.desk().post([&begun, wait = go_on.get_future().share()] {
    begun.set_value();
    wait.wait();
  }));
  begun.get_future().wait();
  EXPECT_EQ(client.ask(get("/api/v1/live")).result_int(), 200U);
  EXPECT_EQ(client.ask(get("/api/v1/live", "Cookie: wardcast_session=good\r\n")).result_int(), 503U)
      << "not seen before";
  EXPECT_EQ(client.ask(get("/api/v1/things/1")).result_int(), 503U) << "that needs the desk";
  EXPECT_EQ(client.ask(get("/api/v1/live", "Authorization: Bearer bad\r\n")).result_int(), 503U);
  go_on.set_value();
}

TEST(Server, ASessionThatHasEndedIsForgottenAlsoWhileTheDeskHangs) {
  Limits limits;
  limits.desk_for_station = milliseconds{20};
  Loopback house{routes(), limits};
  Client client{house.port()};
  const auto live = get("/api/v1/live", "Cookie: wardcast_session=good\r\n");
  EXPECT_TRUE(is_known(client, live));
  EXPECT_TRUE(is_known(client, get("/api/v1/live")));
  std::promise<void> begun, go_on;
  ASSERT_TRUE(house.desk().post([&begun, wait = go_on.get_future().share()] {
    begun.set_value();
    wait.wait();
  }));
  begun.get_future().wait();
  EXPECT_EQ(client.ask(live).result_int(), 200U);
  house.on_io([&house] { house.server().forget("good"); });
  EXPECT_EQ(client.ask(live).result_int(), 503U);
  EXPECT_EQ(client.ask(get("/api/v1/live")).result_int(), 200U) << "the others are still known";
  go_on.set_value();
}

TEST(Server, KnownPeopleHardlyWaitForABusyDesk) {
  Limits limits;
  limits.desk_for_station = milliseconds{60'000};
  Loopback house{routes(), limits};
  Client client{house.port()};
  EXPECT_EQ(client.ask(get("/api/v1/live")).result_int(), 200U);
  std::promise<void> begun, go_on;
  ASSERT_TRUE(house.desk().post([&begun, wait = go_on.get_future().share()] {
    begun.set_value();
    wait.wait();
  }));
  begun.get_future().wait();
  const auto from = std::chrono::steady_clock::now();
  EXPECT_EQ(client.ask(get("/api/v1/live")).result_int(), 200U);
  EXPECT_LT(std::chrono::steady_clock::now() - from, std::chrono::seconds{5});
  go_on.set_value();
}

TEST(Server, AnswersLaterOrAsItStandsWhenNothingCame) {
  Worker elsewhere{"elsewhere", 4, [](const std::string&) {}};
  Router router;
  router.add({Verb::get, "/soon", Run::desk, Action::read_station, Body::none, [&elsewhere](const Request&) {
                auto response = problem(503, "too late");
                response.later =
                    std::make_shared<const Later>(Later{milliseconds{60'000}, [&elsewhere](const Reply& reply) {
                                                          EXPECT_TRUE(elsewhere.post([reply] {
                                                            reply(json(200, {{"from", "elsewhere"}}));
                                                            reply(json(500, {}));
                                                          }));
                                                        }});
                return response;
              }});
  router.add({Verb::get, "/never", Run::desk, Action::read_station, Body::none, [](const Request&) {
                auto response = json(202, {{"state", "waiting"}});
                response.later = std::make_shared<const Later>(Later{milliseconds{20}, [](const Reply&) {}});
                return response;
              }});
  Loopback house{std::move(router)};
  Client client{house.port()};
  const auto soon = client.ask(get("/soon"));
  EXPECT_EQ(soon.result_int(), 200U);
  EXPECT_EQ(soon.body(), R"({"from":"elsewhere"})");
  const auto never = client.ask(get("/never"));
  EXPECT_EQ(never.result_int(), 202U);
  EXPECT_EQ(never.body(), R"({"state":"waiting"})");
  std::promise<void> ended;
  ASSERT_TRUE(elsewhere.post([&ended] { ended.set_value(); }));
  ended.get_future().wait();
}

TEST(Server, ServesThePageAndOnlyThePage) {
  const store::TempFolder folder;
  std::filesystem::create_directory(folder.path() / "web");
  std::ofstream{folder.path() / "web/index.html"} << "<meta content='{{csp-nonce}}'><p>đài</p>";
  std::ofstream{folder.path() / "web/app.js"} << "let x";
  std::ofstream{folder.path() / "secret.txt"} << "secret";
  Loopback house{routes(), {}, 64, folder.path() / "web"};
  Client client{house.port()};
  const auto page = client.ask(get("/", ""));
  EXPECT_EQ(page.result_int(), 200U);
  const auto nonce_of = [](const Answer& answer) {
    const std::string policy{answer["Content-Security-Policy"]};
    const auto at = policy.find("'nonce-");
    return at == std::string::npos ? std::string{} : policy.substr(at + 7, policy.find('\'', at + 7) - at - 7);
  };
  const auto nonce = nonce_of(page);
  EXPECT_GE(nonce.size(), 40U);
  EXPECT_EQ(page.body(), "<meta content='" + nonce + "'><p>đài</p>");
  EXPECT_EQ(page["Cache-Control"], "no-store");
  EXPECT_NE(nonce_of(client.ask(get("/", ""))), nonce) << "each answer has its own";
  const auto script = client.ask(get("/app.js", ""));
  EXPECT_EQ(script["Cache-Control"], "no-cache");
  EXPECT_EQ(nonce_of(script), "");
  const auto again = client.ask(get("/app.js", "If-None-Match: " + std::string{script["ETag"]} + "\r\n"));
  EXPECT_EQ(again.result_int(), 304U);
  EXPECT_EQ(again.body(), "");
  for (const auto* path : {"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/./../secret.txt",
                           "//secret.txt", "/%00", "/web/../../secret.txt", "/....//secret.txt"}) {
    Client hostile{house.port()};
    const auto answer = hostile.ask(get(path, ""));
    EXPECT_GE(answer.result_int(), 400U) << path;
    EXPECT_NE(answer.body(), "secret");
  }
  EXPECT_EQ(client.ask("POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n").result_int(), 405U);
}

TEST(Server, SendsThePageCompressedToWhoTakesIt) {
  const store::TempFolder folder;
  for (const auto* name : {"app.js", "app.js.br", "app.js.gz", "plain.js"}) std::ofstream{folder.path() / name} << name;
  Loopback house{routes(), {}, 64, folder.path()};
  Client client{house.port()};
  struct Case {
    const char* accepted;
    const char* encoding;
    const char* body;
  };
  for (const auto& [accepted, encoding, body] :
       {Case{"gzip, deflate, br", "br", "app.js.br"}, Case{"gzip;q=0.5", "gzip", "app.js.gz"},
        Case{"gzip, br;q=0", "gzip", "app.js.gz"}, Case{"identity", "", "app.js"}, Case{";;,=", "", "app.js"}}) {
    const auto answer = client.ask(get("/app.js", std::string{"Accept-Encoding: "} + accepted + "\r\n"));
    EXPECT_EQ(answer["Content-Encoding"], encoding) << accepted;
    EXPECT_EQ(answer.body(), body) << accepted;
    EXPECT_EQ(answer["Vary"], "Accept-Encoding");
    EXPECT_EQ(answer["Content-Type"], "text/javascript; charset=utf-8");
  }
  const auto plain = client.ask(get("/plain.js", "Accept-Encoding: br\r\n"));
  EXPECT_EQ(plain["Content-Encoding"], "");
  EXPECT_EQ(plain["Vary"], "");
}

TEST(Server, StopClosesIdleConnections) {
  Loopback house{routes()};
  Client client{house.port()};
  EXPECT_EQ(client.ask(get("/api/v1/live")).result_int(), 200U);
  house.on_io([&house] { house.server().stop(); });
  EXPECT_TRUE(client.closed());
}

}  // namespace
}  // namespace wardcast::http
