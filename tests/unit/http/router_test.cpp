// SPDX-License-Identifier: GPL-3.0-or-later
#include "daemon/http/router.hpp"

#include <gtest/gtest.h>

namespace wardcast::http {
namespace {

Route route(Verb verb, std::string_view path) {
  return {verb, path, Run::desk, Permission::logged_in(), Body::none, [](const Request&) { return Response{}; }};
}

class RouterTest : public ::testing::Test {
 protected:
  RouterTest() {
    router.add(route(Verb::get, "/api/v1/items"));
    router.add(route(Verb::post, "/api/v1/items"));
    router.add(route(Verb::get, "/api/v1/items/{id}"));
    router.add(route(Verb::patch, "/api/v1/items/{id}"));
    router.add(route(Verb::put, "/api/v1/items/{id}/audio"));
  }
  Match find(std::optional<Verb> verb, std::vector<std::string> segments) { return router.find(verb, segments); }

  Router router;
};

TEST_F(RouterTest, FindsByMethodAndPath) {
  const auto match = find(Verb::post, {"api", "v1", "items"});
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->verb, Verb::post);
  EXPECT_TRUE(match.parameters.empty());
}

TEST_F(RouterTest, NamesParameters) {
  const auto match = find(Verb::put, {"api", "v1", "items", "7 ầ/", "audio"});
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.parameters.at("id"), "7 ầ/") << "decoded already; a slash inside stays inside";
}

TEST_F(RouterTest, TellsWhatAPathAllows) {
  const auto match = find(Verb::delete_, {"api", "v1", "items", "7"});
  EXPECT_EQ(match.route, nullptr);
  EXPECT_EQ(match.allow, "GET, HEAD, PATCH");
  EXPECT_EQ(find(std::nullopt, {"api", "v1", "items"}).allow, "GET, HEAD, POST");
}

TEST_F(RouterTest, OtherPathsAreNone) {
  for (const auto& segments : std::vector<std::vector<std::string>>{{},
                                                                    {""},
                                                                    {"api"},
                                                                    {"api", "v1"},
                                                                    {"api", "v1", "items", ""},
                                                                    {"api", "v1", "items", "7", ""},
                                                                    {"api", "v1", "items", "7", "audio", "x"},
                                                                    {"api", "v1", "Items"}}) {
    const auto match = find(Verb::get, segments);
    EXPECT_EQ(match.route, nullptr);
    EXPECT_TRUE(match.allow.empty());
  }
}

TEST_F(RouterTest, RefusesTheSameRouteTwice) {
  EXPECT_THROW(router.add(route(Verb::post, "/api/v1/items")), std::logic_error);
}

}  // namespace
}  // namespace wardcast::http
