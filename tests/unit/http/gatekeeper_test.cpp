// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/gatekeeper.hpp"

#include <gtest/gtest.h>

namespace wardcast::http {
namespace {
namespace bh = boost::beast::http;

bh::request_header<> header(bh::verb verb, std::string_view target) {
  bh::request_header<> out;
  out.method(verb);
  out.target({target.data(), target.size()});
  out.version(11);
  out.set(bh::field::host, "station.local:8080");
  return out;
}

TEST(Head, TakesARequestApart) {
  auto raw = header(bh::verb::head, "/api/v1/items/7%20b?from=2026-11-22&x=%C4%91&x=2");
  raw.set(bh::field::cookie, "a=b; wardcast_session=s3cret; wardcast_sessions=no");
  raw.set(bh::field::content_length, "12");
  const auto head = read_head(raw);
  ASSERT_TRUE(head) << head.error().detail;
  EXPECT_EQ(head->verb, Verb::get);
  EXPECT_TRUE(head->only_head);
  EXPECT_EQ(head->segments, (std::vector<std::string>{"api", "v1", "items", "7 b"}));
  EXPECT_EQ(head->query.at("from"), "2026-11-22");
  EXPECT_EQ(head->query.at("x"), "đ");
  EXPECT_EQ(head->credentials.cookie, "s3cret");
  EXPECT_TRUE(head->credentials.by_cookie());
  EXPECT_EQ(head->content_length, 12U);
  EXPECT_TRUE(head->keep_alive);
}

TEST(Head, ABearerTokenSpeaksBeforeACookie) {
  auto raw = header(bh::verb::get, "/");
  raw.set(bh::field::authorization, "bearer T0ken");
  raw.set(bh::field::cookie, "wardcast_session=s");
  const auto head = read_head(raw);
  EXPECT_EQ(head->credentials.bearer, "T0ken");
  EXPECT_FALSE(head->credentials.by_cookie());
  raw.set(bh::field::authorization, "Basic T0ken");
  EXPECT_EQ(read_head(raw)->credentials.bearer, "");
}

TEST(Head, TakesAddressesAsTextInFormC) {
  const auto head = read_head(header(bh::verb::get, "/users/hu%CC%9Bng?unit=to%CC%82%CC%89&plain"));
  ASSERT_TRUE(head) << head.error().detail;
  EXPECT_EQ(head->segments, (std::vector<std::string>{"users", "hưng"}));
  EXPECT_EQ(head->query.at("unit"), "tổ");
  EXPECT_EQ(head->query.at("plain"), "");
}

/// Answers quote what was asked for, and JSON is UTF-8.
TEST(Head, RefusesAddressesThatAreNotUtf8) {
  for (const auto* target : {"/items/%ff", "/items?unit=%C4", "/items?%ff=1", "/%ED%A0%80", "/ca.crt%C3"})
    EXPECT_FALSE(read_head(header(bh::verb::get, target))) << target;
}

TEST(Head, RefusesWhatIsNoPathAndMissingHosts) {
  for (const auto* target : {"", "http://other/", "items", "/%zz", "/a b", "*"})
    EXPECT_FALSE(read_head(header(bh::verb::get, target))) << target;
  auto none = header(bh::verb::get, "/");
  none.erase(bh::field::host);
  EXPECT_FALSE(read_head(none));
  auto two = header(bh::verb::get, "/");
  two.insert(bh::field::host, "other");
  EXPECT_FALSE(read_head(two));
}

TEST(Origin, MustNameTheHost) {
  EXPECT_TRUE(origin_matches("http://station.local:8080", "station.local:8080"));
  EXPECT_TRUE(origin_matches("https://Station.Local", "station.local"));
  EXPECT_TRUE(origin_matches("https://station.local:443", "station.local"));
  EXPECT_TRUE(origin_matches("http://station.local", "station.local:80"));
  EXPECT_FALSE(origin_matches("https://station.local", "station.local:8080"));
  EXPECT_FALSE(origin_matches("http://evil.example", "station.local"));
  EXPECT_FALSE(origin_matches("http://station.local.evil.example", "station.local"));
  EXPECT_FALSE(origin_matches("null", "station.local"));
  EXPECT_FALSE(origin_matches("file://station.local", "station.local"));
  EXPECT_FALSE(origin_matches("http://", ""));
}

/// One way of sending a request, and what must become of it (0: it may pass).
struct Case {
  const char* what;
  bh::verb verb;
  const char* cookie;
  const char* bearer;
  const char* csrf;
  const char* origin;
  bool upgrade;
  int status;
};

class Forgery : public ::testing::TestWithParam<Case> {};

TEST_P(Forgery, IsRefused) {
  const auto& given = GetParam();
  auto raw = header(given.verb, "/api/v1/stop");
  if (*given.cookie != 0) raw.set(bh::field::cookie, std::string{"wardcast_session="} + given.cookie);
  if (*given.bearer != 0) raw.set(bh::field::authorization, std::string{"Bearer "} + given.bearer);
  if (*given.csrf != 0) raw.set("X-CSRF-Token", given.csrf);
  if (*given.origin != 0) raw.set(bh::field::origin, given.origin);
  if (given.upgrade) {
    raw.set(bh::field::connection, "Upgrade");
    raw.set(bh::field::upgrade, "websocket");
  }
  const auto head = read_head(raw);
  ASSERT_TRUE(head);
  std::optional<Visitor> visitor;
  if (head->credentials.bearer == "good") visitor = Visitor{{"robot#1", access::Role::operator_, 0, false}, "", ""};
  if (head->credentials.by_cookie() && head->credentials.cookie == "good")
    visitor = Visitor{{"lan", access::Role::operator_, 1, false}, "good", "proof"};
  const Route route{Verb::post, "/api/v1/stop", Run::station, access::Action::stop_broadcast, Body::json, {}};
  const auto refusal = refuse_person(*head, route, visitor);
  EXPECT_EQ(refusal ? refusal->status : 0, given.status) << given.what;
}

INSTANTIATE_TEST_SUITE_P(
    Table, Forgery,
    ::testing::Values(
        Case{"nobody", bh::verb::post, "", "", "", "", false, 401},
        Case{"an unknown cookie", bh::verb::post, "old", "", "proof", "", false, 401},
        Case{"an unknown token", bh::verb::post, "", "bad", "", "", false, 401},
        Case{"a wrong token beside a good cookie", bh::verb::post, "good", "bad", "proof", "", false, 401},
        Case{"a cookie alone", bh::verb::post, "good", "", "", "", false, 403},
        Case{"a cookie and a wrong proof", bh::verb::post, "good", "", "proog", "", false, 403},
        Case{"a cookie and a longer proof", bh::verb::post, "good", "", "proof2", "", false, 403},
        Case{"a cookie and its proof", bh::verb::post, "good", "", "proof", "", false, 0},
        Case{"our own page", bh::verb::post, "good", "", "proof", "http://station.local:8080", false, 0},
        Case{"another page that knows the proof", bh::verb::post, "good", "", "proof", "http://evil.example", false,
             403},
        Case{"a sandboxed page", bh::verb::post, "good", "", "proof", "null", false, 403},
        Case{"DELETE with a cookie alone", bh::verb::delete_, "good", "", "", "", false, 403},
        Case{"PUT with a cookie alone", bh::verb::put, "good", "", "", "", false, 403},
        Case{"PATCH with a cookie alone", bh::verb::patch, "good", "", "", "", false, 403},
        Case{"reading with a cookie alone", bh::verb::get, "good", "", "", "", false, 0},
        Case{"HEAD with a cookie alone", bh::verb::head, "good", "", "", "", false, 0},
        Case{"a token needs no proof", bh::verb::post, "", "good", "", "", false, 0},
        Case{"a token from anywhere", bh::verb::post, "", "good", "", "http://evil.example", false, 0},
        Case{"a WebSocket of our own page", bh::verb::get, "good", "", "", "http://station.local:8080", true, 0},
        Case{"a WebSocket of another page", bh::verb::get, "good", "", "", "http://evil.example", true, 403},
        Case{"a WebSocket of no page", bh::verb::get, "good", "", "", "", true, 0}));

TEST(Gatekeeper, AsksForTheRole) {
  const auto head = read_head(header(bh::verb::get, "/"));
  const Route route{Verb::get, "/x", Run::desk, access::Action::read_accounts, Body::none, {}};
  EXPECT_EQ(refuse_person(*head, route, Visitor{{"an", access::Role::editor, 1, false}, "", ""})->status, 403);
  EXPECT_FALSE(refuse_person(*head, route, Visitor{{"ba", access::Role::admin, 1, false}, "", ""}));
  const auto nobody = refuse_person(*head, route, std::nullopt);
  ASSERT_TRUE(nobody);
  EXPECT_EQ(nobody->headers.at(0), (std::pair<std::string, std::string>{"WWW-Authenticate", "Bearer"}));
}

TEST(Gatekeeper, LoggingInNeedsNoProofButNoForeignPage) {
  const Route route{Verb::post, "/api/v1/session", Run::desk, Permission::anyone(), Body::json, {}};
  auto raw = header(bh::verb::post, "/api/v1/session");
  raw.set(bh::field::cookie, "wardcast_session=ended");
  EXPECT_FALSE(refuse_person(*read_head(raw), route, std::nullopt));
  raw.set(bh::field::origin, "http://evil.example");
  EXPECT_EQ(refuse_person(*read_head(raw), route, std::nullopt)->status, 403);
}

}  // namespace
}  // namespace wardcast::http
